/** What an action may ask for. `read` covers every list and page of the tenant except the audit log. */
export const PERMISSIONS = [
  'read',
  'audit:read',
  'contacts:write',
  'suppressions:write',
  'templates:write',
  'campaigns:write',
  'campaigns:send',
  'emails:send',
  'mailboxes:write',
  'webhooks:write',
  'domains:write',
  'keys:write',
  'members:write',
  'tenant:write',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

export const ROLES = ['owner', 'admin', 'editor', 'viewer'] as const;

export type Role = (typeof ROLES)[number];

/** A key never manages people, keys or the tenant: it cannot give anybody more than it was given. */
export const KEY_PERMISSIONS: readonly Permission[] = PERMISSIONS.filter(
  (permission) => !['keys:write', 'members:write', 'tenant:write'].includes(permission),
);

/** An SMTP login sends and does nothing else. */
export const SMTP_PERMISSIONS: readonly Permission[] = ['emails:send'];

const EDITOR: readonly Permission[] = [
  'read',
  'contacts:write',
  'suppressions:write',
  'templates:write',
  'campaigns:write',
  'campaigns:send',
  'emails:send',
  'mailboxes:write',
];

const BY_ROLE: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  owner: new Set(PERMISSIONS),
  admin: new Set(PERMISSIONS),
  editor: new Set(EDITOR),
  viewer: new Set(['read']),
};

/** Owner and admin differ in one thing: only an owner makes, changes or removes an owner. */
export const permissionsOf = (role: Role): ReadonlySet<Permission> => BY_ROLE[role];

export const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text);

export const isPermission = (text: string): text is Permission => (PERMISSIONS as readonly string[]).includes(text);
