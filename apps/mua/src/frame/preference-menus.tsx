'use client';

import { buttonClass, Menu, MenuItem } from '@hikyaku/ui';
import { Languages, Monitor, Moon, Sun } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { setLocale, setTheme } from './set-preference.ts';

const trigger = buttonClass('quiet', 'small', 'text-faint');

export function LanguageMenu() {
  const t = useTranslations('frame');
  const locale = useLocale();
  const router = useRouter();
  const [, start] = useTransition();
  const choose = (next: string) =>
    start(async () => {
      await setLocale(next);
      router.refresh();
    });
  return (
    <Menu
      trigger={
        <button type="button" className={trigger} aria-label={t('language')}>
          <Languages className="size-4" aria-hidden />
          <span className="hidden sm:inline">{locale === 'ja' ? '日本語' : 'English'}</span>
        </button>
      }
    >
      <MenuItem chosen={locale === 'ja'} onClick={() => choose('ja')}>
        <span lang="ja">日本語</span>
      </MenuItem>
      <MenuItem chosen={locale === 'en'} onClick={() => choose('en')}>
        <span lang="en">English</span>
      </MenuItem>
    </Menu>
  );
}

const themes = [
  { value: 'light', icon: Sun },
  { value: 'dark', icon: Moon },
  { value: 'system', icon: Monitor },
] as const;

export function ThemeMenu({ theme }: { theme: string }) {
  const t = useTranslations('frame');
  const [chosen, setChosen] = useState(theme);
  const choose = (next: string) => {
    setChosen(next);
    document.documentElement.dataset.theme = next;
    void setTheme(next);
  };
  return (
    <Menu
      trigger={
        <button type="button" className={trigger} aria-label={t('theme')}>
          <Sun className="size-4" aria-hidden />
        </button>
      }
    >
      {themes.map(({ value, icon: Icon }) => (
        <MenuItem
          key={value}
          chosen={chosen === value}
          onClick={() => choose(value)}
          icon={<Icon className="size-4 text-faint" aria-hidden />}
        >
          {t(`themes.${value}`)}
        </MenuItem>
      ))}
    </Menu>
  );
}
