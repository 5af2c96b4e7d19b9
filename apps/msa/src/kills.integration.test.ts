import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openRig } from './testing/open-rig.ts';
import { openSession, submitNote } from './testing/open-sessions.ts';
import { spawnMsa } from './testing/spawn-msa.ts';

const SESSIONS = 40;
/** The program is killed after so many 250s. */
const HEARD = 300;

test('kill -9 in the middle of the load: every message that a client heard 250 for is in the ledger, once', async () => {
  const rig = await openRig();
  const home = mkdtempSync(join(tmpdir(), 'hikyaku-msa-kills-'));
  const msa = await spawnMsa(rig.database, home);
  const heard: string[] = [];
  let next = 0;
  const send = async () => {
    const client = await openSession(msa.port, rig.login);
    for (;;) {
      const subject = `load ${next++}`;
      const said = await submitNote(client, { subject }).catch(() => '');
      if (!said.startsWith('250')) return client.close();
      heard.push(subject);
      if (heard.length === HEARD) msa.program.kill('SIGKILL');
    }
  };
  await Promise.all(Array.from({ length: SESSIONS }, send));

  expect(heard.length).toBeGreaterThanOrEqual(HEARD);
  const rows = await rig.owner.query<{ subject: string; copies: number; due: number }>(
    `SELECT m.subject, count(*) AS copies, count(*) FILTER (WHERE d.state = 0 AND d.due_at IS NOT NULL) AS due
     FROM messages m JOIN recipients r ON r.message_id = m.id JOIN deliveries d ON d.id = r.id GROUP BY 1`,
  );
  expect(rows.filter(({ copies, due }) => copies !== 1 || due !== 1)).toEqual([]);
  const kept = new Set(rows.map(({ subject }) => subject));
  expect(heard.filter((subject) => !kept.has(subject))).toEqual([]);
  // Of those without an answer at most one a session may have been committed.
  expect(kept.size).toBeLessThanOrEqual(heard.length + SESSIONS);
  await rig.close();
  rmSync(home, { recursive: true, force: true });
}, 60_000);
