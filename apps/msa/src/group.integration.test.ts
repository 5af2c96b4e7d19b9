import { parseId } from '@hikyaku/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRig } from './testing/open-rig.ts';
import { openSession, submitNote } from './testing/open-sessions.ts';

let rig: Awaited<ReturnType<typeof openRig>>;
beforeAll(async () => {
  rig = await openRig();
});
afterAll(() => rig.close());

const openSessions = (count: number) =>
  Promise.all(Array.from({ length: count }, () => openSession(rig.msa.port, rig.login)));

const idOf = (said: string) => parseId('message', /^250 2\.0\.0 Ok: queued as (\S+)$/.exec(said)?.[1] ?? '');

test('100 sessions at once each hear a 250 of their own, for a message that is committed by then', async () => {
  const sessions = await openSessions(100);
  const kept = await Promise.all(
    sessions.map(async (client, n) => {
      const id = idOf(await submitNote(client, { subject: `note ${n}`, to: `b${n}@one.example` }));
      const [row] = await rig.owner.query<{ subject: string; email: string }>(
        'SELECT m.subject, r.email FROM messages m JOIN recipients r ON r.message_id = m.id WHERE m.id = $1',
        [id],
      );
      return row;
    }),
  );
  expect(kept).toEqual(sessions.map((_, n) => ({ subject: `note ${n}`, email: `b${n}@one.example` })));
  const before = await rig.messages();
  expect(before).toHaveLength(100);
  expect(new Set(before.map(({ raw }) => raw.toString())).size).toBe(100);
  for (const client of sessions) client.close();
});

test('a refused one among many hurts nobody else', async () => {
  const sessions = await openSessions(30);
  const said = await Promise.all(
    sessions.map((client, n) =>
      submitNote(client, { subject: `mixed ${n}`, from: n % 10 === 3 ? 'a@elsewhere.example' : 'a@aozora.test' }),
    ),
  );
  expect(said.filter((reply) => reply.startsWith('550 5.7.1'))).toHaveLength(3);
  expect(said.filter((reply) => idOf(reply) !== null)).toHaveLength(27);
  const subjects = (await rig.messages())
    .map(({ subject }) => subject)
    .filter((subject) => subject.startsWith('mixed'));
  expect(subjects).toHaveLength(27);
  expect(subjects.filter((subject) => subject.endsWith('3'))).toEqual([]);
  for (const client of sessions) client.close();
});

test('what is left of a quota goes to as many as it is enough for', async () => {
  const sessions = await openSessions(10);
  await rig.owner.query('UPDATE tenants SET daily_quota = 7 WHERE id = $1', [rig.scope.tenantId]);
  const said = await Promise.all(sessions.map((client, n) => submitNote(client, { subject: `quota ${n}` })));
  await rig.owner.query('UPDATE tenants SET daily_quota = NULL WHERE id = $1', [rig.scope.tenantId]);
  expect(said.filter((reply) => reply.startsWith('452 4.7.1'))).toHaveLength(3);
  expect(said.filter((reply) => idOf(reply) !== null)).toHaveLength(7);
  for (const client of sessions) client.close();
});
