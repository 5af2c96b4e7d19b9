import type { Config } from '@hikyaku/config';
import { withTenant } from '@hikyaku/db';
import type { Log } from '@hikyaku/log';
import {
  formatReceived,
  keepCertificate,
  openSmtpServer,
  type Reply,
  reply,
  type Session,
  type SmtpHandlers,
  type SmtpServer,
} from '@hikyaku/smtp';
import { MESSAGE_MAX_BYTES } from '@hikyaku/submission';
import { findSender } from '@hikyaku/tenancy';
import { isRecent, logIn, type Sender, stillHolds } from './login/login.ts';
import { openGuard } from './login/open-guard.ts';
import { openTurn } from './submit/open-turn.ts';
import { readDsn } from './submit/read-dsn.ts';
import { readSubmission } from './submit/read-submission.ts';
import { openSubmitter, type Submitter, type SubmitWorld } from './submit/submit.ts';

type Submitted = Parameters<SmtpHandlers<Sender>['message']>[0];

export type MsaWorld = SubmitWorld & { readonly config: Config; readonly log: Log };

const RECIPIENTS_MAX = 1_000;
const SESSIONS_MAX = 500;
const SESSIONS_PER_ADDRESS_MAX = 200;
/** On its way into Postgres a message takes many times its size: the large ones go one after the other. */
const LARGE_BYTES = 2 * 1024 * 1024;
const OK = reply(250, '2.1.0', 'Ok');

/** The two doors of submission: STARTTLS, and TLS from the first byte. What they do is the same. */
export async function openMsa(world: MsaWorld): Promise<{ port: number; tlsPort: number; close(): Promise<void> }> {
  const { config, log } = world;
  const submitter = openSubmitter(world);
  const handlers = makeHandlers(world, submitter);
  const certificate = keepCertificate(config, 'msa');
  const open = (port: number, setting: string, tls: 'starttls' | 'implicit'): Promise<SmtpServer> =>
    openSmtpServer(
      {
        program: 'msa',
        name: config.platformDomain,
        host: config.host,
        port,
        setting,
        tls,
        certificate,
        clearAuth: config.sandbox,
        sizeMax: MESSAGE_MAX_BYTES,
        recipientsMax: RECIPIENTS_MAX,
        sessionsMax: SESSIONS_MAX,
        sessionsPerAddressMax: SESSIONS_PER_ADDRESS_MAX,
        dsn: true,
        requireTls: true,
        log,
      },
      handlers,
    );
  const first = await open(config.ports.msa, 'HIKYAKU_MSA_PORT', 'starttls');
  try {
    const second = await open(config.ports.msaTls, 'HIKYAKU_MSA_TLS_PORT', 'implicit');
    return {
      port: first.port,
      tlsPort: second.port,
      async close() {
        await Promise.all([first.close(), second.close()]);
        await submitter.close();
      },
    };
  } catch (error) {
    await first.close();
    throw error;
  }
}

function makeHandlers(world: MsaWorld, submitter: Submitter): SmtpHandlers<Sender> {
  const guard = openGuard();
  const turn = openTurn();
  return {
    login: (login) => logIn(world.app, guard, login),
    mailFrom: (address, session) => checkSender(world, address, session),
    // Anybody may be written to; what cannot be an address was refused before.
    rcptTo: async () => reply(250, '2.1.5', 'Ok'),
    async message(mail, session) {
      const take = () => takeMessage(world, submitter, mail, session);
      return mail.bytes.length > LARGE_BYTES ? turn(take) : take();
    },
  };
}

async function takeMessage(
  world: MsaWorld,
  submitter: Submitter,
  mail: Submitted,
  session: Session<Sender>,
): Promise<Reply> {
  const received = formatReceived({
    from: session.helo,
    by: world.config.platformDomain,
    protocol: session.protocol,
    id: session.id,
    at: new Date(),
  });
  const submission = readSubmission(mail.bytes, received);
  if ('code' in submission) return submission;
  return submitter.submit(session.user!.principal.scope, {
    submission,
    recipients: mail.rcptTo,
    dsn: readDsn(mail.mailFrom, mail.dsn),
    requireTls: mail.requireTls,
  });
}

/** MAIL FROM: a login that still holds, and a domain of its tenant. The null sender stands for whatever From says. */
async function checkSender(world: MsaWorld, address: string, session: Session<Sender>): Promise<Reply> {
  if (!session.user) return reply(530, '5.7.0', 'authentication is required');
  if (!(await stillHolds(session.user))) return reply(421, '4.7.0', 'this login was taken back');
  if (address === '') return OK;
  const { user } = session;
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  if (isRecent(user.domains.get(domain))) return OK;
  const sender = await withTenant(world.app, user.principal.scope, (sql) => findSender(sql, address));
  if (sender) user.domains.set(domain, Date.now());
  return sender ? OK : reply(550, '5.7.1', 'the sender is not in a verified domain of this account');
}
