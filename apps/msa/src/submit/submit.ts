import { createHash } from 'node:crypto';
import { type Config, type Keyring, openKeyring } from '@hikyaku/config';
import { type Database, formatId, type TenantScope, type TenantSql, withTenant } from '@hikyaku/db';
import { type Reply, reply } from '@hikyaku/smtp';
import { type Accepted, accept, type DrainWaker } from '@hikyaku/submission';
import type { Refusal, Result } from '@hikyaku/tenancy';
import { claimKey } from './idempotency.ts';
import type { Submission } from './read-submission.ts';

export type SubmitWorld = {
  readonly config: Pick<Config, 'routes' | 'platformDomain' | 'bounceDomain' | 'secret' | 'oldSecrets'>;
  readonly app: Database;
  readonly waker: Pick<DrainWaker, 'wake'>;
};

type Outcome = { readonly reply: Reply; readonly due: Accepted['due'] };

/** Accepts a submission for its envelope's recipients. When it resolves with a 250, the message is committed. */
export async function submit(
  world: SubmitWorld,
  scope: TenantScope,
  submission: Submission,
  recipients: readonly string[],
): Promise<Reply> {
  const { idempotencyKey } = submission;
  const keyring = openKeyring(world.config.secret ?? '', world.config.oldSecrets);
  const outcome = await withTenant(world.app, scope, (sql) =>
    idempotencyKey === undefined
      ? take(sql, world, submission, recipients)
      : takeOnce(sql, keyring, idempotencyKey, digest(submission, recipients), () =>
          take(sql, world, submission, recipients),
        ),
  );
  if (outcome.due.length > 0) await world.waker.wake(outcome.due);
  return outcome.reply;
}

async function take(
  sql: TenantSql,
  world: SubmitWorld,
  submission: Submission,
  recipients: readonly string[],
): Promise<Outcome> {
  const accepted: Result<Accepted> = await accept(sql, world.config, [{ ...submission, recipients, source: 'smtp' }]);
  if (!accepted.ok) return { reply: replyTo(accepted), due: [] };
  return { reply: queued(formatId('message', accepted.value.ids[0]!)), due: accepted.value.due };
}

async function takeOnce(
  sql: TenantSql,
  keyring: Keyring,
  key: string,
  sha256: Buffer,
  run: () => Promise<Outcome>,
): Promise<Outcome> {
  const claimed = await claimKey(sql, keyring, key, sha256);
  if (claimed.kind === 'repeat') return { reply: reply(250, '2.0.0', claimed.answer), due: [] };
  if (claimed.kind === 'mismatch') {
    return { reply: reply(554, '5.7.0', 'this Idempotency-Key was used with another message'), due: [] };
  }
  const outcome = await run();
  if (outcome.reply.code === 250) await claimed.keep(outcome.reply.text);
  else await claimed.release();
  return outcome;
}

const queued = (id: string): Reply => reply(250, '2.0.0', `Ok: queued as ${id}`);

/** The same bytes to other recipients are another submission: nobody of an envelope may get lost. */
function digest(submission: Submission, recipients: readonly string[]): Buffer {
  const hash = createHash('sha256').update(submission.sha256);
  for (const recipient of [...recipients].sort()) hash.update(`\n${recipient}`);
  return hash.digest();
}

/** What `accept` refuses, in the words of SMTP. */
function replyTo(refusal: Refusal): Reply {
  if (refusal.code === 'quota') return reply(452, '4.7.1', refusal.detail);
  if (refusal.status === 403) return reply(550, '5.7.1', refusal.detail);
  const path = refusal.errors[0]?.path ?? '';
  if (path.endsWith('.from')) return reply(550, '5.7.1', refusal.detail);
  if (path.endsWith('.size')) return reply(552, '5.3.4', refusal.detail);
  if (path.includes('.to')) return reply(550, '5.1.3', refusal.detail);
  return refusal.status === 429 || refusal.status === 503
    ? reply(451, '4.3.0', refusal.detail)
    : reply(550, '5.6.0', refusal.detail);
}
