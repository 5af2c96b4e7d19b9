'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

const places: Record<string, string> = { h: '/', c: '/campaigns', a: '/contacts', i: '/inbox', e: '/activity' };

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** `/` goes to the search field, `g` and a letter to a page, `c` to a new campaign, `j` and `k` along the rows of a list. */
export function Shortcuts() {
  const router = useRouter();
  useEffect(() => {
    let going = false;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector('[role="dialog"], [role="menu"]')) return;
      const wentTo = going ? places[event.key] : undefined;
      going = event.key === 'g' && !going;
      if (wentTo) router.push(wentTo);
      else if (event.key === '/') focusSearch(event);
      else if (event.key === 'c') router.push('/campaigns/new');
      else if (event.key === 'j' || event.key === 'k') moveInList(event.key === 'j' ? 1 : -1);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [router]);
  return null;
}

function focusSearch(event: KeyboardEvent) {
  const field = document.querySelector<HTMLInputElement>('input[type="search"]');
  if (!field) return;
  event.preventDefault();
  field.focus();
}

function moveInList(step: 1 | -1) {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('main tbody tr')].flatMap(
    (row) => row.querySelector<HTMLAnchorElement>('a') ?? [],
  );
  const now = links.findIndex((link) => link.closest('tr')?.contains(document.activeElement));
  links[Math.min(links.length - 1, Math.max(0, now + step))]?.focus();
}
