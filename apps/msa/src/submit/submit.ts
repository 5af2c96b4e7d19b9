import { createHash } from 'node:crypto';
import { type Config, type Keyring, openKeyring } from '@hikyaku/config';
import { type Database, formatId, type TenantScope, type TenantSql, withTenant } from '@hikyaku/db';
import { type Reply, reply } from '@hikyaku/smtp';
import { type Accepted, acceptEach, type DrainWaker, type Mail } from '@hikyaku/submission';
import type { Refusal, Result } from '@hikyaku/tenancy';
import { claimKey } from './idempotency.ts';
import { openGathering } from './open-gathering.ts';
import { openWaking } from './open-waking.ts';
import type { Submission } from './read-submission.ts';

export type SubmitWorld = {
  readonly config: Pick<Config, 'routes' | 'platformDomain' | 'bounceDomain' | 'secret' | 'oldSecrets'>;
  readonly app: Database;
  readonly waker: Pick<DrainWaker, 'wake'>;
};

type Outcome = { readonly reply: Reply; readonly due: Accepted['due'] };

/** A submission for its envelope's recipients. */
export type Asked = {
  readonly submission: Submission;
  readonly recipients: readonly string[];
  /** Left out under the null sender: there is nobody to tell. */
  readonly dsn?: Mail['dsn'];
  readonly requireTls?: boolean;
};

export type Submitter = {
  /** When it resolves with a 250, the message is committed. */
  submit(scope: TenantScope, asked: Asked): Promise<Reply>;
  /** Resolves when all that was asked for is answered. */
  close(): Promise<void>;
};

/** Messages of one commit at most, and their bytes. */
const GROUP_MAX = 200;
const GROUP_BYTES_MAX = 4 * 1024 * 1024;

/** Takes submissions of all sessions: those of a tenant that arrive together are committed together. */
export function openSubmitter(world: SubmitWorld): Submitter {
  const keyring = openKeyring(world.config.secret ?? '', world.config.oldSecrets);
  const wake = openWaking(world.waker);
  const gathering = openGathering<Asked & { readonly scope: TenantScope }, Reply>({
    itemsMax: GROUP_MAX,
    sizeMax: GROUP_BYTES_MAX,
    sizeOf: ({ submission }) => submission.raw.length,
    async run(_tenantId, group) {
      const accepted = await withTenant(world.app, group[0]!.scope, (sql) =>
        acceptEach(sql, world.config, group.map(mailOf)),
      );
      wake.for(accepted.due);
      return accepted.answers.map(replyFor);
    },
  });
  return {
    async submit(scope, asked) {
      const key = asked.submission.idempotencyKey;
      if (key === undefined) return gathering.ask(scope.tenantId, { ...asked, scope });
      // A repeat waits for the first one's commit, so it cannot stand in a group with others who would wait along.
      const outcome = await withTenant(world.app, scope, (sql) =>
        takeOnce(sql, keyring, key, digest(asked), () => take(sql, world, asked)),
      );
      wake.for(outcome.due);
      return outcome.reply;
    },
    async close() {
      await gathering.idle();
      await wake.idle();
    },
  };
}

async function take(sql: TenantSql, world: SubmitWorld, asked: Asked): Promise<Outcome> {
  const { answers, due } = await acceptEach(sql, world.config, [mailOf(asked)]);
  return { reply: replyFor(answers[0]!), due };
}

const mailOf = ({ submission, recipients, dsn, requireTls }: Asked): Mail => ({
  ...submission,
  recipients,
  dsn,
  requireTls,
  source: 'smtp',
});

const replyFor = (accepted: Result<number>): Reply =>
  accepted.ok ? reply(250, '2.0.0', `Ok: queued as ${formatId('message', accepted.value)}`) : replyTo(accepted);

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

/** The same bytes to other recipients are another submission: nobody of an envelope may get lost. */
function digest({ submission, recipients }: Asked): Buffer {
  const hash = createHash('sha256').update(createHash('sha256').update(submission.submitted).digest());
  for (const recipient of [...recipients].sort()) hash.update(`\n${recipient}`);
  return hash.digest();
}

/** What `accept` refuses, in the words of SMTP. */
function replyTo(refusal: Refusal): Reply {
  if (refusal.code === 'quota') return reply(452, '4.7.1', refusal.detail);
  if (refusal.status === 403) return reply(550, '5.7.1', refusal.detail);
  const path = refusal.errors[0]?.path ?? '';
  if (path === 'from') return reply(550, '5.7.1', refusal.detail);
  if (path === 'size') return reply(552, '5.3.4', refusal.detail);
  if (path.startsWith('to')) return reply(550, '5.1.3', refusal.detail);
  return refusal.status === 429 || refusal.status === 503
    ? reply(451, '4.3.0', refusal.detail)
    : reply(550, '5.6.0', refusal.detail);
}
