import type { Database, Sql } from '@hikyaku/db';
import type { Role } from '../principal/permissions.ts';
import { notFound, ok, type Result } from '../result.ts';
import { sha256 } from '../secret.ts';
import type { Client, OpenedSession } from '../session/session.ts';
import { hashPassword, validatePassword } from '../sign-in/password.ts';
import { enter } from '../sign-in/sign-in.ts';
import { validateName, validatePersonName } from '../validate-text.ts';

export type OpenInvitation = {
  readonly email: string;
  readonly role: Role;
  /** Whoever accepts names a tenant of their own. */
  readonly makesTenant: boolean;
  readonly tenantName: string;
  /** False: a name and a password are asked for. */
  readonly hasAccount: boolean;
};

/** What the page of an invitation shows, without using it up. 404 when it was used, revoked or is too old. */
export async function peekInvitation(db: Sql, token: string): Promise<Result<OpenInvitation>> {
  const [row] = await db.query<OpenInvitation>(
    `SELECT email, role, makes_tenant AS "makesTenant", tenant_name AS "tenantName", has_account AS "hasAccount"
     FROM invitation_peek($1)`,
    [sha256(token)],
  );
  return row ? ok(row) : gone();
}

/**
 * Accepts an invitation: the mailbox it was sent to proves who it is. Makes the account when there is none (with `name`,
 * `password` and `locale`), the membership or the tenant of one's own (`tenantName`), and opens a session there.
 * Refuses: 404, 422 `password` or `tenant_name`. `db`: the app's pool.
 */
export async function acceptInvitation(
  db: Database,
  token: string,
  form: { readonly name?: string; readonly password?: string; readonly locale?: string; readonly tenantName?: string },
  client: Client,
  settings: { readonly newTenantQuota: number },
): Promise<Result<OpenedSession>> {
  const open = await peekInvitation(db, token);
  if (!open.ok) return open;
  const { email, hasAccount, makesTenant } = open.value;
  const tenantName = makesTenant ? validateName('tenant_name', form.tenantName ?? '') : ok('');
  if (!tenantName.ok) return tenantName;
  const name = validatePersonName(form.name ?? '');
  if (!name.ok) return name;
  const valid = hasAccount ? ok(undefined) : validatePassword(form.password ?? '', email);
  if (!valid.ok) return valid;
  const hash = hasAccount ? null : await hashPassword(form.password ?? '');
  const locale = form.locale === 'en' ? 'en' : 'ja';
  const taken = await db.transaction(async (sql) => {
    const [account] = await sql.query<{ id: number }>('SELECT account_ensure($1, $2, $3, $4) AS id', [
      email,
      name.value,
      locale,
      hash,
    ]);
    const userId = account!.id;
    const [used] = await sql.query<{ tenant_id: number }>('SELECT * FROM invitation_take($1, $2)', [
      sha256(token),
      userId,
    ]);
    if (!used) return gone();
    if (!makesTenant) return ok({ userId, tenantId: used.tenant_id });
    const [tenant] = await sql.query<{ id: number }>('SELECT tenant_create($1, $2, $3, $4) AS id', [
      tenantName.value,
      locale,
      settings.newTenantQuota,
      userId,
    ]);
    return ok({ userId, tenantId: tenant!.id });
  });
  return taken.ok ? enter(db, taken.value.userId, client, 'invitation', taken.value.tenantId) : taken;
}

const gone = () => notFound('invitation (it was used, revoked, or it is too old)');
