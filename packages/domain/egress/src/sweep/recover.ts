import type { Database } from '@hikyaku/db';
import type { Log } from '@hikyaku/log';
import { type Lost, loseBatches } from '../claim/lose-batches.ts';
import type { SettledLedger } from '../generation/settled-ledger.ts';
import { dropJournals, readJournals } from '../settle/journal.ts';
import { openReplyNumbers } from '../settle/reply-numbers.ts';
import { settle } from '../settle/settle.ts';

/**
 * What a worker does before it claims anything: replays the journal that it left, then gives back what it had claimed.
 * Who stood before the dot is due again; whose dot may have left and is in no journal, nobody can know.
 */
export async function recover(
  db: Database,
  worker: { worker: string; path: string },
  retryMs: number,
  ledger: Pick<SettledLedger, 'note'>,
  log: Log,
): Promise<Lost> {
  const numberReplies = openReplyNumbers(db);
  let replayed = 0;
  for await (const portion of readJournals(worker.path)) {
    const numberOf = await numberReplies(portion.flatMap((one) => one.said.map(([, text]) => text)));
    const numbered = portion.map((one) => ({ ...one, said: one.said.flatMap(([at, text]) => [at, numberOf(text)]) }));
    replayed += await settle(db, worker.worker, numbered, []);
    await ledger.note(portion);
  }
  const lost = await loseBatches(db, { worker: worker.worker }, retryMs);
  await db.query('DELETE FROM intents WHERE worker = $1', [worker.worker]);
  dropJournals(worker.path);
  if (replayed > 0 || lost.batches > 0) {
    log.info({ replayed, batches: lost.batches, unconfirmed: lost.unconfirmed }, 'took up what an earlier run left');
  }
  return lost;
}
