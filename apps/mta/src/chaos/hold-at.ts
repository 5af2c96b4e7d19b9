import type { Database } from '@hikyaku/db';
import { type Held, holdTable } from './hold-table.ts';

const STAND = `
CREATE TABLE IF NOT EXISTS stand ();
GRANT ALL ON stand TO PUBLIC;
CREATE OR REPLACE FUNCTION stand() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN LOCK TABLE stand IN ROW EXCLUSIVE MODE; RETURN NEW; END $$`;

/**
 * Holds whoever reaches an event of a table, at just that point of its transaction. `clause`: what a trigger's says
 * between its name and its function, `ON` and the table included.
 */
export async function holdAt(
  { owner, database }: { owner: Database; database: { ownerUrl: string; superUrl: string } },
  trigger: { kind: 'TRIGGER' | 'CONSTRAINT TRIGGER'; clause: string; table: string },
): Promise<Held> {
  await owner.query(STAND);
  await owner.query(`CREATE ${trigger.kind} stand ${trigger.clause} EXECUTE FUNCTION stand()`);
  const held = await holdTable(database.ownerUrl, database.superUrl, 'stand');
  return {
    ...held,
    async release() {
      await held.release();
      await owner.query(`DROP TRIGGER stand ON ${trigger.table}`);
    },
  };
}
