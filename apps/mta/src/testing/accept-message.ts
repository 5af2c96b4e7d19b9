import type { Config } from '@hikyaku/config';
import { type Database, type TenantScope, withTenant } from '@hikyaku/db';
import { accept, composeEmail, type Stream } from '@hikyaku/submission';

/** Accepts one message to these people, and wakes nobody. */
export async function acceptMessage(
  { app, scope, config }: { app: Database; scope: TenantScope; config: Config },
  to: readonly string[],
  overrides: { subject?: string; stream?: Stream; html?: string } = {},
) {
  const mail = await composeEmail({
    from: '青空 <news@aozora.test>',
    to: [...to],
    subject: overrides.subject ?? 'こんにちは、山田様',
    text: 'おはようございます。\n.一行目が点で始まる\n',
    html: overrides.html,
    stream: overrides.stream ?? 'transactional',
    source: 'rest',
  });
  if (!mail.ok) throw new Error(mail.detail);
  const accepted = await withTenant(app, scope, (sql) => accept(sql, config, [mail.value]));
  if (!accepted.ok) throw new Error(accepted.detail);
  return accepted.value;
}
