import { type PrismaPool, type TenantPrisma, withTenantPrisma } from '@hikyaku/db';
import { canonicalAddress, parseAddress } from '@hikyaku/mail';
import { writeAudit } from '../audit/write-audit.ts';
import { isRole, type Role } from '../principal/permissions.ts';
import { authorize } from '../principal/principal.ts';
import { ok, type Result, refuse, refuseField } from '../result.ts';
import { randomText, sha256 } from '../secret.ts';
import type { Session } from '../session/session.ts';
import { invitationMail, tenantInvitationMail } from '../sign-in/mail-texts.ts';
import { localeOf, type MailSettings } from '../sign-in/mailed-link.ts';

const DAYS = 7;
const TOKEN_LENGTH = 43;

/**
 * Mails an invitation to `/invitation/<token>`, valid for 7 days; an earlier open one to the same address is replaced.
 * Refuses: 403 without `members:write` or `owner_only`, 409 `member_exists`, 422 `email` or `role`.
 */
export async function inviteMember(
  pool: PrismaPool,
  session: Session,
  given: { readonly email: string; readonly role: string },
  mail: MailSettings,
): Promise<Result<{ id: number }>> {
  const allowed = authorize(session, 'members:write');
  if (!allowed.ok) return allowed;
  if (!isRole(given.role)) return refuseField('role', 'There is no such role.');
  if (given.role === 'owner' && session.role !== 'owner') {
    return refuse(403, 'owner_only', 'Only an owner may do this.');
  }
  const role: Role = given.role;
  const email = readAddress(given.email);
  if (!email.ok) return email;
  const made = await withTenantPrisma(pool, session.scope, async (tx) => {
    const member = await tx.prisma.member.findFirst({
      where: { tenantId: tx.scope.tenantId, user: { email: email.value } },
      select: { userId: true },
    });
    if (member) return refuse(409, 'member_exists', `${email.value} is a member already.`);
    return ok(await insert(tx, session.userId, { email: email.value, role, makesTenant: false }));
  });
  if (!made.ok) return made;
  const link = `${mail.url}/invitation/${made.value.token}`;
  const by = { tenantName: session.tenant.name, inviter: session.user.name || session.user.email };
  await mail.sendSystemMail({ to: email.value, ...invitationMail(localeOf(session.user.locale), link, by) });
  return ok({ id: made.value.id });
}

/** An operator's invitation to make a tenant of one's own, whatever the sign-up mode. 403 for everybody else. */
export async function inviteTenant(
  pool: PrismaPool,
  session: Session,
  given: { readonly email: string; readonly locale: string },
  mail: MailSettings,
): Promise<Result<{ id: number }>> {
  if (!session.isOperator || !session.tenant.isSystem) {
    return refuse(403, 'forbidden', 'Only an operator, working in the system account, may do this.');
  }
  const email = readAddress(given.email);
  if (!email.ok) return email;
  const { id, token } = await withTenantPrisma(pool, session.scope, (tx) =>
    insert(tx, session.userId, { email: email.value, role: 'owner', makesTenant: true }),
  );
  const text = tenantInvitationMail(localeOf(given.locale), `${mail.url}/invitation/${token}`);
  await mail.sendSystemMail({ to: email.value, ...text });
  return ok({ id });
}

async function insert(
  { prisma, sql, scope }: TenantPrisma,
  invitedById: number,
  given: { email: string; role: Role; makesTenant: boolean },
): Promise<{ id: number; token: string }> {
  const { tenantId } = scope;
  await prisma.invitation.updateMany({
    where: { tenantId, email: given.email, acceptedAt: null, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  const token = randomText(TOKEN_LENGTH);
  const { id } = await prisma.invitation.create({
    data: {
      tenantId,
      ...given,
      tokenSha256: new Uint8Array(sha256(token)),
      invitedById,
      expiresAt: new Date(Date.now() + DAYS * 24 * 3_600_000),
    },
    select: { id: true },
  });
  await writeAudit(sql, 'invitation.create', given.email, { role: given.role });
  return { id, token };
}

function readAddress(text: string): Result<string> {
  const parsed = parseAddress(text);
  return parsed.ok
    ? ok(canonicalAddress(parsed.address.spelling))
    : refuseField('email', 'This is not an e-mail address.');
}
