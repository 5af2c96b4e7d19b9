import { type Database, openDatabase, openPrisma, type PrismaPool, withTenant, withTenantPrisma } from '@hikyaku/db';
import { openTestDatabase, type TestDatabase } from '@hikyaku/db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listAudit } from '../audit/list-audit.ts';
import { acceptInvitation, peekInvitation } from '../member/accept-invitation.ts';
import { listInvitations, revokeInvitation } from '../member/invitations.ts';
import { inviteMember, inviteTenant } from '../member/invite.ts';
import { changeRole, listMembers, removeMember } from '../member/members.ts';
import { grantOperator } from '../operator/create-tenant.ts';
import { holdTenant, listTenants, releaseTenant, setDailyQuota } from '../operator/operate.ts';
import { takeQuota } from '../quota/take-quota.ts';
import type { Result } from '../result.ts';
import { findSession } from '../session/find-session.ts';
import { switchTenant } from '../session/manage-sessions.ts';
import type { OpenedSession, Session } from '../session/session.ts';
import { signInByLink } from '../sign-in/sign-in-by-link.ts';
import { getTenant, updateTenant } from '../tenant/tenant-settings.ts';
import { confirmSignUp, type SignUpMode, startSignUp } from './sign-up.ts';

const client = { ip: '203.0.113.9', userAgent: 'test' };
const password = 'correct horse battery';
const quota = { newTenantQuota: 1_000 };

let database: TestDatabase;
let db: Database;
let prisma: PrismaPool;
const mails: { to: string; subject: string; text: string }[] = [];
const mail = {
  url: 'https://mail.example',
  sendSystemMail: async (sent: (typeof mails)[number]) => {
    mails.push(sent);
  },
};
const lastToken = (): string => /\/(?:link|invitation)\/(\w+)/.exec(mails.at(-1)!.text)![1]!;

const signUp = (email: string, mode: SignUpMode = 'open') =>
  startSignUp(db, { email, tenantName: '花屋', name: 'Hana', locale: 'ja' }, client, { ...mail, mode });
const sessionOf = async (opened: Result<OpenedSession>): Promise<Session & { token: string }> => {
  if (!opened.ok) throw new Error(opened.detail);
  return { ...(await findSession(db, opened.value.token))!, token: opened.value.token };
};
const newOwner = async (email: string) => {
  await signUp(email);
  return sessionOf(await confirmSignUp(db, lastToken(), password, client, quota));
};
const join = async (by: Session, email: string, role: string) => {
  await inviteMember(prisma, by, { email, role }, mail);
  return sessionOf(await acceptInvitation(db, lastToken(), { name: 'New', password }, client, quota));
};
const changeAs = (by: Session, userId: number, role: string) =>
  withTenantPrisma(prisma, by.scope, (tx) => changeRole(tx, by, userId, role));
const removeAs = (by: Session, userId: number) =>
  withTenantPrisma(prisma, by.scope, (tx) => removeMember(tx, by, userId));

beforeAll(async () => {
  database = await openTestDatabase();
  db = openDatabase({ url: database.appUrl, max: 4, name: 'test' });
  prisma = await openPrisma({ url: database.appUrl, max: 2, name: 'test' });
});
afterAll(async () => {
  await prisma.close();
  await db.close();
  await database.close();
});

test('nothing exists before the address is confirmed; then a tenant with the quota of new ones does', async () => {
  expect(await signUp('Hana@Flower.example')).toMatchObject({ ok: true });
  expect(mails.at(-1)).toMatchObject({ to: 'hana@flower.example', text: expect.stringContaining('花屋') });
  expect(await db.query('SELECT 1 FROM account_of_email($1)', ['hana@flower.example'])).toEqual([]);
  const token = lastToken();
  expect(await confirmSignUp(db, token, 'short', client, quota)).toMatchObject({ errors: [{ path: 'password' }] });
  const owner = await sessionOf(await confirmSignUp(db, token, password, client, quota));
  expect(owner).toMatchObject({ role: 'owner', isOperator: false, tenant: { name: '花屋', status: 'active' } });
  expect(await confirmSignUp(db, token, password, client, quota)).toMatchObject({ status: 404 });
  expect(await withTenant(db, owner.scope, (sql) => takeQuota(sql, 1_001))).toMatchObject({ code: 'quota' });
  expect(await withTenant(db, owner.scope, (sql) => takeQuota(sql, 400))).toMatchObject({ ok: true });
  const settings = await withTenantPrisma(prisma, owner.scope, getTenant);
  expect(settings).toMatchObject({ name: '花屋', dailyQuota: 1_000, usedToday: 400 });
});

test('a sign-up with a known address answers the same and mails a way in, not a second account', async () => {
  const fresh = await signUp('fresh@flower.example');
  const known = await signUp('hana@flower.example');
  expect(known).toEqual(fresh);
  expect(await sessionOf(await signInByLink(db, lastToken(), client))).toMatchObject({ tenant: { name: '花屋' } });
});

test('sign-up can be closed, or by invitation only', async () => {
  expect(await signUp('x@x.example', 'closed')).toMatchObject({ status: 403, code: 'signup_closed' });
  expect(await signUp('x@x.example', 'invite')).toMatchObject({ status: 403, code: 'signup_invite' });
});

test('an invited person becomes a member with the role given, once', async () => {
  const owner = await newOwner('o1@inv.example');
  const wrong = await inviteMember(prisma, owner, { email: 'nobody', role: 'editor' }, mail);
  expect(wrong).toMatchObject({ status: 422, errors: [{ path: 'email' }] });
  await inviteMember(prisma, owner, { email: 'Ed@inv.example', role: 'viewer' }, mail);
  const replaced = lastToken();
  await inviteMember(prisma, owner, { email: 'ed@inv.example', role: 'editor' }, mail);
  expect(await peekInvitation(db, replaced)).toMatchObject({ status: 404 });
  const token = lastToken();
  expect(await peekInvitation(db, token)).toMatchObject({ value: { role: 'editor', hasAccount: false } });
  const editor = await sessionOf(await acceptInvitation(db, token, { name: 'Ed', password }, client, quota));
  expect(editor).toMatchObject({ role: 'editor', tenant: { id: owner.tenant.id }, user: { email: 'ed@inv.example' } });
  expect(await acceptInvitation(db, token, { password }, client, quota)).toMatchObject({ status: 404 });
  expect(await inviteMember(prisma, owner, { email: 'ed@inv.example', role: 'admin' }, mail)).toMatchObject({
    status: 409,
  });
  const members = await withTenantPrisma(prisma, owner.scope, listMembers);
  expect(members.map(({ email, role }) => [email, role])).toEqual([
    ['o1@inv.example', 'owner'],
    ['ed@inv.example', 'editor'],
  ]);
});

test('a revoked invitation opens nothing, and another tenant cannot revoke it', async () => {
  const [owner, stranger] = [await newOwner('o2@inv.example'), await newOwner('s2@inv.example')];
  await inviteMember(prisma, owner, { email: 'late@inv.example', role: 'viewer' }, mail);
  const token = lastToken();
  const [invitation] = await withTenantPrisma(prisma, owner.scope, listInvitations);
  const revoke = (by: Session) => withTenantPrisma(prisma, by.scope, (tx) => revokeInvitation(tx, by, invitation!.id));
  expect(await revoke(stranger)).toMatchObject({ status: 404 });
  expect(await revoke(owner)).toMatchObject({ ok: true });
  expect(await acceptInvitation(db, token, { password }, client, quota)).toMatchObject({ status: 404 });
});

test('only who may manage members does, only owners make owners, and one owner always stays', async () => {
  const owner = await newOwner('o3@inv.example');
  const admin = await join(owner, 'a3@inv.example', 'admin');
  const editor = await join(owner, 'e3@inv.example', 'editor');
  expect(await changeAs(editor, admin.userId, 'viewer')).toMatchObject({ status: 403, code: 'forbidden' });
  expect(await inviteMember(prisma, editor, { email: 'z@inv.example', role: 'viewer' }, mail)).toMatchObject({
    status: 403,
  });
  expect(await changeAs(admin, admin.userId, 'owner')).toMatchObject({ code: 'owner_only' });
  expect(await removeAs(admin, owner.userId)).toMatchObject({ code: 'owner_only' });
  expect(await inviteMember(prisma, admin, { email: 'z@inv.example', role: 'owner' }, mail)).toMatchObject({
    code: 'owner_only',
  });
  expect(await changeAs(owner, owner.userId, 'admin')).toMatchObject({ status: 409, code: 'last_owner' });
  expect(await removeAs(owner, owner.userId)).toMatchObject({ status: 409, code: 'last_owner' });
  expect(await changeAs(admin, editor.userId, 'viewer')).toMatchObject({ ok: true });
  expect(await findSession(db, editor.token)).toBeNull();
  expect(await changeAs(owner, 999_999, 'viewer')).toMatchObject({ status: 404 });
  expect(await changeAs(owner, admin.userId, 'owner')).toMatchObject({ ok: true });
  const second: Session = { ...admin, role: 'owner' };
  const both = await Promise.all([changeAs(owner, second.userId, 'admin'), changeAs(second, owner.userId, 'admin')]);
  expect(both.filter((result) => result.ok)).toHaveLength(1);
});

test('a tenant’s settings are checked, and the audit log says who changed them', async () => {
  const owner = await newOwner('o4@inv.example');
  const update = (change: Parameters<typeof updateTenant>[2]) =>
    withTenantPrisma(prisma, owner.scope, (tx) => updateTenant(tx, owner, change));
  expect(await update({ timezone: 'Mars/Base' })).toMatchObject({ errors: [{ path: 'timezone' }] });
  expect(await update({ name: '' })).toMatchObject({ errors: [{ path: 'name' }] });
  expect(await update({ timezone: 'Europe/Berlin', postalAddress: '東京都\n1-2-3' })).toMatchObject({ ok: true });
  expect(await withTenantPrisma(prisma, owner.scope, getTenant)).toMatchObject({
    name: '花屋',
    timezone: 'Europe/Berlin',
    postalAddress: '東京都\n1-2-3',
  });
  const log = await withTenantPrisma(prisma, owner.scope, (tx) => listAudit(tx, { limit: 10 }));
  expect(log.map(({ actor, action }) => [actor, action])).toEqual([
    [`user:${owner.userId}`, 'tenant.update'],
    [`user:${owner.userId}`, 'session.create'],
    [`user:${owner.userId}`, 'tenant.create'],
  ]);
  expect(await withTenantPrisma(prisma, owner.scope, (tx) => listAudit(tx, { limit: 10, before: log[1]!.id }))).toEqual(
    log.slice(2),
  );
});

test('an operator holds and releases a tenant and lifts its quota; nobody else can', async () => {
  const [held, operator] = [await newOwner('o5@inv.example'), await newOwner('op@hikyaku.example')];
  expect(await listTenants(db, operator, { limit: 10 })).toMatchObject({ status: 403 });
  await grantOperator(db, operator.userId);
  const acting: Session = (await findSession(db, operator.token))!;
  expect(acting.isOperator).toBe(true);
  const take = () => withTenant(db, held.scope, (sql) => takeQuota(sql, 2_000));
  expect(await holdTenant(db, held, held.tenant.id, 'x')).toMatchObject({ status: 403 });
  expect(await holdTenant(db, acting, held.tenant.id, 'complaints')).toMatchObject({ ok: true });
  expect(await take()).toMatchObject({ code: 'tenant_held', detail: expect.stringContaining('complaints') });
  expect(await releaseTenant(db, acting, held.tenant.id)).toMatchObject({ ok: true });
  expect(await take()).toMatchObject({ code: 'quota' });
  expect(await setDailyQuota(db, acting, held.tenant.id, null)).toMatchObject({ ok: true });
  expect(await take()).toMatchObject({ ok: true });
  expect(await holdTenant(db, acting, 1, 'the system itself')).toMatchObject({ status: 404 });
  const listed = await listTenants(db, acting, { limit: 100 });
  if (!listed.ok) throw new Error(listed.detail);
  expect(listed.value.find((tenant) => tenant.id === held.tenant.id)).toMatchObject({ members: 1, dailyQuota: null });
  const log = await withTenantPrisma(prisma, held.scope, (tx) => listAudit(tx, { limit: 3 }));
  expect(log.map((entry) => entry.action)).toEqual(['tenant.quota', 'tenant.release', 'tenant.hold']);
  expect(log[0]!.actor).toBe(`operator:${operator.userId}`);
});

test('an operator invites somebody to a tenant of their own, whatever the sign-up mode', async () => {
  const operator = await newOwner('op2@hikyaku.example');
  await grantOperator(db, operator.userId);
  const invite = (by: Session) => inviteTenant(prisma, by, { email: 'new@shop.example', locale: 'en' }, mail);
  expect(await invite(operator)).toMatchObject({ status: 403 });
  await switchTenant(db, operator.token, 1);
  expect(await invite((await findSession(db, operator.token))!)).toMatchObject({ ok: true });
  const token = lastToken();
  expect(await acceptInvitation(db, token, { password }, client, quota)).toMatchObject({
    errors: [{ path: 'tenant_name' }],
  });
  const form = { name: 'New', password, tenantName: 'Shop', locale: 'en' };
  const owner = await sessionOf(await acceptInvitation(db, token, form, client, quota));
  expect(owner).toMatchObject({ role: 'owner', isOperator: false, tenant: { name: 'Shop', isSystem: false } });
});
