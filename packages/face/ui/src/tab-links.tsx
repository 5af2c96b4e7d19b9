import type { ElementType } from 'react';
import { classNames } from './class-names.ts';

export type TabLinksProps = {
  label: string;
  tabs: readonly { href: string; label: string; current: boolean; count?: string }[];
  link?: ElementType;
};

/** Views of one page: each has an address of its own. */
export function TabLinks({ label, tabs, link: Link = 'a' }: TabLinksProps) {
  return (
    <ul aria-label={label} className="mb-4 flex gap-1 overflow-x-auto border-b border-line">
      {tabs.map((tab) => (
        <li key={tab.href} className="shrink-0">
          <Link
            href={tab.href}
            aria-current={tab.current ? 'page' : undefined}
            className={classNames(
              '-mb-px flex shrink-0 items-center gap-1.5 border-b-2 px-3 py-2 text-sm whitespace-nowrap -outline-offset-2',
              tab.current ? 'border-accent font-medium text-ink' : 'border-transparent text-faint hover:text-ink',
            )}
          >
            {tab.label}
            {tab.count ? <span className="text-xs tabular-nums text-faint">{tab.count}</span> : null}
          </Link>
        </li>
      ))}
    </ul>
  );
}
