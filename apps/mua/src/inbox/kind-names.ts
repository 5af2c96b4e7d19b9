import { getTranslations } from 'next-intl/server';

const kinds = ['reply', 'autoreply', 'bounce', 'delayed', 'delivered', 'complaint', 'unsubscribe', 'other'] as const;

/** Names what an inbound mail is; an unknown kind is shown as it is. */
export async function kindNames(): Promise<(kind: string) => string> {
  const t = await getTranslations('inbox.kinds');
  return (kind) => {
    const known = kinds.find((one) => one === kind);
    return known ? t(known) : kind;
  };
}
