export { writeAudit } from './audit/write-audit.ts';
export { adoptDomain } from './domain/adopt-domain.ts';
export { deleteDomain, setDomainReceives } from './domain/change-domain.ts';
export { createDomain } from './domain/create-domain.ts';
export { type DnsRecord, domainRecords, type RecordSettings } from './domain/domain-records.ts';
export { findSender, type Sender } from './domain/find-sender.ts';
export { type OpenedDkimKey, openDkimKey } from './domain/open-dkim-key.ts';
export { findDomain, listDomains } from './domain/read-domains.ts';
export { type DomainChange, recheckDomains } from './domain/recheck-domains.ts';
export type { DomainStatus, FoundRecords, LookUpTxt, SendingDomain } from './domain/sending-domain.ts';
export { verifyDomain } from './domain/verify-domain.ts';
export { authenticateKey, authenticateSmtp } from './key/authenticate-key.ts';
export { createApiKey, createSmtpLogin } from './key/create-key.ts';
export { type ApiKey, listApiKeys } from './key/list-keys.ts';
export { revokeApiKey } from './key/revoke-key.ts';
export {
  createTenant,
  grantOperator,
  type NewTenant,
  SYSTEM_TENANT_ID,
  systemScope,
} from './operator/create-tenant.ts';
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
