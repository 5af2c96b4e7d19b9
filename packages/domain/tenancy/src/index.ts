export { type AuditEntry, listAudit } from './audit/list-audit.ts';
export { writeAudit } from './audit/write-audit.ts';
export { adoptDomain } from './domain/adopt-domain.ts';
export { deleteDomain, setDomainReceives } from './domain/change-domain.ts';
export { createDomain } from './domain/create-domain.ts';
export { type DnsRecord, domainRecords, publicHost, type RecordSettings } from './domain/domain-records.ts';
export { findSender, type Sender } from './domain/find-sender.ts';
export { type OpenedDkimKey, openDkimKey } from './domain/open-dkim-key.ts';
export { findDomain, listDomains } from './domain/read-domains.ts';
export { type DomainChange, recheckDomains } from './domain/recheck-domains.ts';
export type { DomainStatus, FoundRecords, LeadsHere, LookUpTxt, SendingDomain } from './domain/sending-domain.ts';
export { trackingNameOf } from './domain/tracking-name.ts';
export { verifyDomain } from './domain/verify-domain.ts';
export { authenticateKey, authenticateSmtp } from './key/authenticate-key.ts';
export { createApiKey, createSmtpLogin } from './key/create-key.ts';
export { type ApiKey, listApiKeys } from './key/list-keys.ts';
export { revokeApiKey } from './key/revoke-key.ts';
export { acceptInvitation, type OpenInvitation, peekInvitation } from './member/accept-invitation.ts';
export { type Invitation, listInvitations, revokeInvitation } from './member/invitations.ts';
export { inviteMember, inviteTenant } from './member/invite.ts';
export { changeRole, listMembers, type Member, removeMember } from './member/members.ts';
export {
  createTenant,
  grantOperator,
  type NewTenant,
  SYSTEM_TENANT_ID,
  systemScope,
} from './operator/create-tenant.ts';
export { holdTenant, listTenants, releaseTenant, setDailyQuota, type TenantEntry } from './operator/operate.ts';
export {
  isPermission,
  isRole,
  KEY_PERMISSIONS,
  PERMISSIONS,
  type Permission,
  permissionsOf,
  ROLES,
  type Role,
  SMTP_PERMISSIONS,
} from './principal/permissions.ts';
export { authorize, can, type Principal } from './principal/principal.ts';
export { takeQuota } from './quota/take-quota.ts';
export {
  type FieldError,
  notFound,
  ok,
  type Refusal,
  type RefusalStatus,
  type Result,
  refuse,
  refuseField,
  refuseUntil,
} from './result.ts';
export type { SendSystemMail } from './send-system-mail.ts';
export { findSession } from './session/find-session.ts';
export {
  endSession,
  listMemberships,
  listSessions,
  type Membership,
  type SessionEntry,
  switchTenant,
} from './session/manage-sessions.ts';
export type { Client, OpenedSession, Session } from './session/session.ts';
export { changePassword, resetPassword } from './sign-in/change-password.ts';
export { type LinkPurpose, type MailSettings, peekLink } from './sign-in/mailed-link.ts';
export { signIn } from './sign-in/sign-in.ts';
export { sendLink, signInByLink } from './sign-in/sign-in-by-link.ts';
export { updateProfile } from './sign-in/update-profile.ts';
export { confirmSignUp, type SignUpForm, type SignUpMode, startSignUp } from './sign-up/sign-up.ts';
export { getTenant, type TenantChange, type TenantSettings, updateTenant } from './tenant/tenant-settings.ts';
