'use client';

import { classNames } from '@hikyaku/ui';
import {
  Activity,
  Ban,
  BookOpen,
  Building2,
  FileUp,
  Globe,
  House,
  Inbox,
  KeyRound,
  Landmark,
  ListChecks,
  type LucideIcon,
  Megaphone,
  Route,
  ScanSearch,
  ScrollText,
  Server,
  Users,
  UsersRound,
  Webhook,
} from 'lucide-react';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { Link } from './link.tsx';
import { isCurrent, type NavKey, navigation } from './navigation.ts';

const icons: Record<NavKey, LucideIcon> = {
  home: House,
  campaigns: Megaphone,
  contacts: Users,
  lists: ListChecks,
  imports: FileUp,
  suppressions: Ban,
  inbox: Inbox,
  activity: Activity,
  explain: ScanSearch,
  keys: KeyRound,
  webhooks: Webhook,
  smtp: Server,
  reference: BookOpen,
  domains: Globe,
  members: UsersRound,
  tenant: Building2,
  audit: ScrollText,
  tenants: Landmark,
  sites: Route,
};

export type MainNavProps = {
  /** Entries that this person has no use for. */
  hidden: readonly NavKey[];
  /** Lets the sheet of a small screen close itself. */
  onGo?: () => void;
};

/** The main navigation. */
export function MainNav({ hidden, onGo }: MainNavProps) {
  const t = useTranslations('frame');
  const path = usePathname();
  const entries = navigation.filter((entry) => !hidden.includes(entry.key));
  return (
    <nav aria-label={t('mainNavigation')}>
      <ul className="flex flex-col gap-0.5">
        {entries.map((entry, index) => {
          const group = 'group' in entry ? entry.group : undefined;
          const before = entries[index - 1];
          const opensGroup = group !== undefined && !(before && 'group' in before && before.group === group);
          const closesGroup = group === undefined && before !== undefined && 'group' in before;
          const current = isCurrent(entry.href, path);
          const Icon = icons[entry.key];
          return (
            <li key={entry.key} className={classNames(closesGroup && 'mt-3')}>
              {opensGroup ? (
                <p className="px-2.5 pt-4 pb-1 text-xs font-medium text-faint">{t(`groups.${group}`)}</p>
              ) : null}
              <Link
                href={entry.href}
                onClick={onGo}
                aria-current={current ? 'page' : undefined}
                className={classNames(
                  'flex min-h-8 items-center gap-2.5 rounded-card px-2.5 text-sm',
                  current ? 'bg-accent-soft font-medium text-accent' : 'text-ink hover:bg-sunken',
                )}
              >
                <Icon className={classNames('size-4 shrink-0', !current && 'text-faint')} aria-hidden />
                {t(`nav.${entry.key}`)}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
