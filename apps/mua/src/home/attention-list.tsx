import { formatId } from '@hikyaku/db';
import type { SendingDomain } from '@hikyaku/tenancy';
import { CircleCheck, FileUp, Globe, Inbox, type LucideIcon, Pause } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import type { CampaignRow } from '../campaign/view.ts';
import { Link } from '../frame/link.tsx';

export type AttentionListProps = {
  paused: readonly CampaignRow[];
  domains: readonly SendingDomain[];
  /** Replies that nobody has opened. */
  unseen: number;
  /** There is a list to send to. */
  hasPeople: boolean;
};

type Matter = { key: string; href: string; icon: LucideIcon; text: string };

/** What needs a person today. */
export async function AttentionList({ paused, domains, unseen, hasPeople }: AttentionListProps) {
  const t = await getTranslations('home');
  const matters: Matter[] = [
    ...paused.map((campaign) => ({
      key: campaign.id,
      href: `/campaigns/${campaign.id}`,
      icon: Pause,
      text: t('paused', { name: campaign.name }),
    })),
    ...domains
      .filter((domain) => domain.status !== 'verified')
      .map((domain) => ({
        key: domain.name,
        href: `/settings/domains/${formatId('domain', domain.id)}`,
        icon: Globe,
        text: t('domain', { name: domain.name }),
      })),
    ...(domains.length === 0 ? [{ key: 'domains', href: '/settings/domains', icon: Globe, text: t('noDomain') }] : []),
    ...(hasPeople ? [] : [{ key: 'imports', href: '/imports', icon: FileUp, text: t('noPeople') }]),
    ...(unseen > 0 ? [{ key: 'inbox', href: '/inbox', icon: Inbox, text: t('unseen', { count: unseen }) }] : []),
  ];
  return (
    <section>
      <h2 className="mb-2 text-sm font-semibold">{t('attention')}</h2>
      {matters.length === 0 ? (
        <p className="flex items-center gap-2 rounded-card border border-line bg-surface px-4 py-3 text-sm text-faint">
          <CircleCheck className="size-4 text-good" aria-hidden />
          {t('nothing')}
        </p>
      ) : (
        <ul className="divide-y divide-line rounded-card border border-line bg-surface">
          {matters.map(({ key, href, icon: Icon, text }) => (
            <li key={key}>
              <Link href={href} className="flex items-center gap-3 px-4 py-3 text-sm -outline-offset-2 hover:bg-sunken">
                <Icon className="size-4 shrink-0 text-warn" aria-hidden />
                <span className="[overflow-wrap:anywhere]">{text}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
