export { writeAudit } from './audit/write-audit.ts';
export { findSender, type Sender } from './domain/find-sender.ts';
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
