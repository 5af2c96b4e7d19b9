import { type Database, openClient, openDatabase } from '@hikyaku/db';
import { openTestDatabase, type TestDatabase } from '@hikyaku/db/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTenant } from '../operator/create-tenant.ts';
import { findSession } from '../session/find-session.ts';
import { endSession, listMemberships, listSessions, switchTenant } from '../session/manage-sessions.ts';
import { changePassword, resetPassword } from './change-password.ts';
import { peekLink } from './mailed-link.ts';
import { signIn } from './sign-in.ts';
import { sendLink, signInByLink } from './sign-in-by-link.ts';
import { updateProfile } from './update-profile.ts';

const client = { ip: '203.0.113.7', userAgent: 'test' };
const email = 'hana@acme.example';
const password = 'correct horse battery';

let database: TestDatabase;
let db: Database;
let owner: Awaited<ReturnType<typeof openClient>>;
let tenantId: number;
let userId: number;
let mails: { to: string; subject: string; text: string }[] = [];
const mail = {
  url: 'https://mail.example',
  sendSystemMail: async (sent: (typeof mails)[number]) => {
    mails.push(sent);
  },
};
const tokenOf = (text: string): string => /\/link\/(\w+)/.exec(text)![1]!;
const enter = async (given = password, at = email) => {
  const result = await signIn(db, { email: at, password: given }, client);
  if (!result.ok) throw new Error(result.code);
  return result.value.token;
};

beforeAll(async () => {
  database = await openTestDatabase();
  db = openDatabase({ url: database.appUrl, max: 6, name: 'test' });
  owner = await openClient(database.ownerUrl);
  const made = await createTenant(db, { name: 'Acme', dailyQuota: null, owner: { email, name: 'Hana', password } });
  tenantId = made.scope.tenantId;
  userId = made.userId;
});
beforeEach(async () => {
  mails = [];
  await owner.query('DELETE FROM sign_in_attempts');
});
afterAll(async () => {
  await db.close();
  await owner.end();
  await database.close();
});

test('the right password opens a session in the tenant, whatever the case of the address', async () => {
  const token = await enter(password, 'Hana@ACME.example');
  expect(await findSession(db, token)).toMatchObject({
    role: 'owner',
    userId,
    isOperator: false,
    scope: { tenantId, actor: `user:${userId}` },
    tenant: { id: tenantId, name: 'Acme', status: 'active', isSystem: false },
    user: { email, name: 'Hana', hasPassword: true },
  });
  expect(await findSession(db, `${token}x`)).toBeNull();
});

test('a wrong password and an unknown address get the same answer', async () => {
  const wrong = await signIn(db, { email, password: 'not the password' }, client);
  const unknown = await signIn(db, { email: 'nobody@acme.example', password }, client);
  expect(wrong).toMatchObject({ ok: false, status: 401, code: 'wrong_credentials' });
  expect(unknown).toEqual(wrong);
  expect(await signIn(db, { email: 'no address', password }, client)).toEqual(wrong);
});

test('guesses at one address have to wait, longer each time, and parallel ones do not slip through', async () => {
  const guesses = await Promise.all(Array.from({ length: 12 }, () => signIn(db, { email, password: 'guess' }, client)));
  const codes = guesses.map((guess) => (guess.ok ? 'in' : guess.code));
  expect(codes.filter((code) => code === 'wrong_credentials')).toHaveLength(6);
  expect(await signIn(db, { email, password }, client)).toMatchObject({
    status: 429,
    code: 'too_many_attempts',
    retryAfterSeconds: expect.any(Number),
  });
  const passTime = `UPDATE sign_in_attempts SET until = now() - interval '1 second'`;
  const waits: number[] = [];
  for (let round = 0; round < 3; round++) {
    await owner.query(passTime);
    await signIn(db, { email, password: 'guess' }, client);
    const refused = await signIn(db, { email, password }, client);
    waits.push(refused.ok ? 0 : (refused.retryAfterSeconds ?? 0));
  }
  expect(waits[2]!).toBeGreaterThan(waits[1]!);
  expect(waits[1]!).toBeGreaterThan(waits[0]!);
  await owner.query(passTime);
  await enter();
  expect(await signIn(db, { email, password: 'guess' }, client)).toMatchObject({ code: 'wrong_credentials' });
});

test('guesses from one IP at many addresses have to wait', async () => {
  await owner.query(
    `INSERT INTO sign_in_attempts VALUES ('password:ip:${client.ip}', 31, now(), now() + interval '9 seconds')`,
  );
  expect(await signIn(db, { email, password }, client)).toMatchObject({ status: 429 });
  expect(await signIn(db, { email, password }, { ...client, ip: '203.0.113.8' })).toMatchObject({ ok: true });
});

test('a mailed link signs in once, for 15 minutes; looking at it does not use it up', async () => {
  expect(await sendLink(db, 'sign_in', email, client, mail)).toMatchObject({ ok: true });
  const token = tokenOf(mails[0]!.text);
  expect(await peekLink(db, token)).toMatchObject({ ok: true, value: { purpose: 'sign_in', email } });
  expect(await resetPassword(db, token, 'another password', client)).toMatchObject({ status: 404 });
  const both = await Promise.all([signInByLink(db, token, client), signInByLink(db, token, client)]);
  expect(both.filter((result) => result.ok)).toHaveLength(1);
  expect(await peekLink(db, token)).toMatchObject({ ok: false, status: 404 });
  await sendLink(db, 'sign_in', email, client, mail);
  await owner.query(`UPDATE magic_links SET expires_at = now() - interval '1 second'`);
  expect(await signInByLink(db, tokenOf(mails[1]!.text), client)).toMatchObject({ ok: false, status: 404 });
});

test('an unknown address gets no mail and the same answer', async () => {
  expect(await sendLink(db, 'sign_in', 'nobody@acme.example', client, mail)).toEqual(
    await sendLink(db, 'sign_in', email, client, mail),
  );
  expect(mails.map((sent) => sent.to)).toEqual([email]);
});

test('a change of password ends every session', async () => {
  const [one, two] = [await enter(), await enter()];
  const change = { current: 'wrong', password: 'a new password' };
  expect(await changePassword(db, one, change, client)).toMatchObject({ status: 422, errors: [{ path: 'current' }] });
  const short = await changePassword(db, one, { current: password, password: 'short' }, client);
  expect(short).toMatchObject({ status: 422, errors: [{ path: 'password' }] });
  expect(await findSession(db, two)).not.toBeNull();
  const changed = await changePassword(db, one, { ...change, current: password }, client);
  if (!changed.ok) throw new Error(changed.code);
  expect([await findSession(db, one), await findSession(db, two)]).toEqual([null, null]);
  expect(await findSession(db, changed.value.token)).toMatchObject({ userId });
  await sendLink(db, 'reset', email, client, mail);
  const reset = await resetPassword(db, tokenOf(mails[0]!.text), password, client);
  expect(reset).toMatchObject({ ok: true });
  expect(await findSession(db, changed.value.token)).toBeNull();
  expect(await enter()).toBeTruthy();
});

test('a change of role ends the sessions in that tenant, and so does the end of a membership', async () => {
  const before = await enter();
  await owner.query("UPDATE members SET role = 'admin' WHERE user_id = $1", [userId]);
  expect(await findSession(db, before)).toBeNull();
  const after = await enter();
  await owner.query('DELETE FROM members WHERE user_id = $1', [userId]);
  expect(await findSession(db, after)).toBeNull();
  expect(await signIn(db, { email, password }, client)).toMatchObject({ status: 403, code: 'no_tenant' });
  await owner.query("INSERT INTO members (tenant_id, user_id, role) VALUES ($1, $2, 'owner')", [tenantId, userId]);
});

test('a person ends their own sessions and nobody else’s', async () => {
  await createTenant(db, { name: 'Other', dailyQuota: null, owner: { email: 'o@o.example', name: 'O', password } });
  const [mine, also, theirs] = [await enter(), await enter(), await enter(password, 'o@o.example')];
  const foreign = (await listSessions(db, theirs))[0]!.id;
  expect(await endSession(db, mine, foreign)).toMatchObject({ status: 404 });
  const other = (await findSession(db, also))!.sessionId;
  expect(await endSession(db, mine, other)).toMatchObject({ ok: true });
  expect(await findSession(db, also)).toBeNull();
  expect(await endSession(db, mine)).toMatchObject({ ok: true });
  expect(await findSession(db, mine)).toBeNull();
  expect(await listSessions(db, mine)).toEqual([]);
  expect(await findSession(db, theirs)).not.toBeNull();
});

test('a person uses only tenants that they are a member of, and comes back to the one used last', async () => {
  const second = await createTenant(db, { name: 'Second', dailyQuota: null, owner: { email, name: '' } });
  const foreign = await createTenant(db, { name: 'F', dailyQuota: null, owner: { email: 'f@f.example', name: '' } });
  const token = await enter();
  expect((await listMemberships(db, token)).map((of) => of.name)).toEqual(['Acme', 'Second']);
  expect(await switchTenant(db, token, foreign.scope.tenantId)).toMatchObject({ status: 404 });
  expect(await switchTenant(db, token, second.scope.tenantId)).toMatchObject({ ok: true });
  expect(await findSession(db, token)).toMatchObject({ tenant: { name: 'Second' } });
  expect(await findSession(db, await enter())).toMatchObject({ tenant: { name: 'Second' } });
});

test('a name holds no control characters', async () => {
  const token = await enter();
  expect(await updateProfile(db, token, { name: 'a\u0000b', locale: 'en' })).toMatchObject({ status: 422 });
  expect(await updateProfile(db, token, { name: ' 花子 ', locale: 'en' })).toMatchObject({ ok: true });
  expect(await findSession(db, token)).toMatchObject({ user: { name: '花子', locale: 'en' } });
});
