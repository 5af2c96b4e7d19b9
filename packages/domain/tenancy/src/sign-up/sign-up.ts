import type { Database } from '@hikyaku/db';
import { canonicalAddress, parseAddress } from '@hikyaku/mail';
import { ok, type Result, refuse, refuseField } from '../result.ts';
import type { Client, OpenedSession } from '../session/session.ts';
import { knownAddressMail, signUpMail } from '../sign-in/mail-texts.ts';
import { createLink, localeOf, type MailSettings, peekLink, takeLink } from '../sign-in/mailed-link.ts';
import { hashPassword, validatePassword } from '../sign-in/password.ts';
import { enter } from '../sign-in/sign-in.ts';
import { takeAttempt } from '../sign-in/take-attempt.ts';
import { validateName, validatePersonName } from '../validate-text.ts';

/** Who may make a tenant: anybody, those whom an operator invited, or nobody. */
export type SignUpMode = 'open' | 'invite' | 'closed';

export type SignUpForm = {
  readonly email: string;
  readonly tenantName: string;
  readonly name: string;
  readonly locale: string;
};

type Detail = { tenantName: string; name: string; locale: string };

/**
 * Mails a link to confirm the address; nothing exists before it is used, and the password is chosen then, by whoever
 * reads that mailbox. The answer is the same for an address with an account, which gets a sign-in link instead.
 * Refuses: 403 `signup_closed` or `signup_invite`, 422 `email`, `tenant_name` or `name`, 429.
 */
export async function startSignUp(
  db: Database,
  form: SignUpForm,
  client: Client,
  settings: MailSettings & { readonly mode: SignUpMode },
): Promise<Result<void>> {
  if (settings.mode === 'closed') return refuse(403, 'signup_closed', 'No new accounts are taken here.');
  if (settings.mode === 'invite') return refuse(403, 'signup_invite', 'New accounts are by invitation only.');
  const parsed = parseAddress(form.email);
  if (!parsed.ok) return refuseField('email', 'This is not an e-mail address.');
  const tenantName = validateName('tenant_name', form.tenantName);
  if (!tenantName.ok) return tenantName;
  const name = validatePersonName(form.name);
  if (!name.ok) return name;
  const email = canonicalAddress(parsed.address.spelling);
  const free = await takeAttempt(db, 'link', email, client.ip);
  if (!free.ok) return free;
  const locale = localeOf(form.locale);
  const known = await db.query('SELECT 1 FROM account_of_email($1)', [email]);
  if (known.length > 0) {
    const link = await createLink(db, settings.url, { purpose: 'sign_in', email });
    await settings.sendSystemMail({ to: email, ...knownAddressMail(locale, link) });
    return ok(undefined);
  }
  const detail: Detail = { tenantName: tenantName.value, name: name.value, locale };
  const link = await createLink(db, settings.url, { purpose: 'sign_up', email, detail });
  await settings.sendSystemMail({ to: email, ...signUpMail(locale, link, tenantName.value) });
  return ok(undefined);
}

/** Makes the account and its tenant, which sends `newTenantQuota` recipients a day until an operator lifts it. */
export async function confirmSignUp(
  db: Database,
  token: string,
  password: string,
  client: Client,
  settings: { readonly newTenantQuota: number },
): Promise<Result<OpenedSession>> {
  const link = await peekLink(db, token);
  if (!link.ok) return link;
  const valid = validatePassword(password, link.value.email);
  if (!valid.ok) return valid;
  const hash = await hashPassword(password);
  const made = await db.transaction(async (sql) => {
    const taken = await takeLink<Detail>(sql, token, 'sign_up');
    if (!taken.ok) return taken;
    const { email, detail } = taken.value;
    const [account] = await sql.query<{ id: number }>('SELECT account_ensure($1, $2, $3, $4) AS id', [
      email,
      detail.name,
      detail.locale,
      hash,
    ]);
    const [tenant] = await sql.query<{ id: number }>('SELECT tenant_create($1, $2, $3, $4) AS id', [
      detail.tenantName,
      detail.locale,
      settings.newTenantQuota,
      account!.id,
    ]);
    return ok({ userId: account!.id, tenantId: tenant!.id });
  });
  return made.ok ? enter(db, made.value.userId, client, 'sign_up', made.value.tenantId) : made;
}
