import { type Database, isDatabaseAway } from '@hikyaku/db';
import { findReferenced } from './find-referenced.ts';
import { type Addressee, type Inbound, kindOf } from './inbound.ts';
import { openDoubts } from './open-doubts.ts';
import { openGroups } from './open-groups.ts';
import { isPlain, type Job, keepPlain, type Received, receiveAll } from './receive.ts';

export type Receiver = {
  /**
   * Takes one mail for all its recipients, together with what other sessions bring at the same time. When it has resolved the
   * mail is stored for each of them; when it throws, for none. Undefined: one of the mailboxes is gone, and nothing was stored.
   */
  receive(mail: Inbound, to: readonly Addressee[]): Promise<Received[] | undefined>;
  /** Its sender did not hear that it was received, and will send it again. */
  unheard(mail: Inbound, to: readonly Addressee[]): void;
};

const LANES = 2;
const PLAIN_MAX = 100;
const TELLING_MAX = 25;
const BYTES_MAX = 8 * 1024 * 1024;

const weigh = ({ mail, to }: Job): number => mail.bytes.length * to.length;

/** The way of many mails at once into the ledger: one commit for all that came while the one before it was written. */
export function openReceiver(engine: Database): Receiver {
  const doubts = openDoubts(engine);
  const plain = openGroups<Job, Received[]>({
    lanes: LANES,
    itemsMax: PLAIN_MAX,
    weigh,
    weightMax: BYTES_MAX,
    run: (jobs) => keepPlain(engine, jobs),
  });
  // Reports, and answers to mail of ours: several statements each.
  const telling = openGroups<Job, Received[]>({
    lanes: LANES,
    itemsMax: TELLING_MAX,
    weigh,
    weightMax: BYTES_MAX,
    run: (jobs) => receiveAll(engine, jobs),
  });
  const doubt = (mail: Inbound, to: readonly Addressee[]) => {
    for (const { destination } of to) if (destination.kind === 'mailbox') doubts.add(destination.mailboxId, mail);
  };

  async function findBefore(mail: Inbound, one: Addressee): Promise<Received | undefined> {
    if (one.destination.kind !== 'mailbox') return undefined;
    const id = await doubts.settle(one.destination.mailboxId, mail);
    return id === undefined ? undefined : { kind: kindOf(mail, one), id };
  }

  return {
    unheard: doubt,
    async receive(mail, to) {
      const all = await findReferenced(engine, mail, to);
      const before = await Promise.all(all.map((one) => findBefore(mail, one)));
      const job = { mail, to: all.filter((_, index) => !before[index]) };
      try {
        const stored = job.to.length === 0 ? [] : await (isPlain(job) ? plain : telling).add(job);
        return all.map((_, index) => before[index] ?? stored.shift()!).slice(0, to.length);
      } catch (error) {
        if (isMailboxGone(error)) return undefined;
        // The commit may have been done all the same.
        if (isDatabaseAway(error)) doubt(mail, to);
        throw error;
      }
    },
  };
}

const isMailboxGone = (error: unknown): boolean =>
  (error as { constraint?: string } | null)?.constraint === 'inbound_messages_mailbox_id_fkey';
