import { formatId, type TenantPrisma } from '@hikyaku/db';
import { writeAudit } from '../audit/write-audit.ts';
import { authorize, type Principal } from '../principal/principal.ts';
import { ok, type Result, refuseField } from '../result.ts';
import { validateName, validateText } from '../validate-text.ts';

const ADDRESS_MAX = 500;

export type TenantSettings = {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  readonly heldReason: string | null;
  readonly isSystem: boolean;
  /** Recipients a day; null: no quota. */
  readonly dailyQuota: number | null;
  /** Counted only for a tenant with a quota. */
  readonly usedToday: number;
  /** Shown in bulk mail as the law asks. */
  readonly postalAddress: string;
  readonly locale: string;
  readonly timezone: string;
  readonly createdAt: Date;
};

export async function getTenant({ prisma, sql, scope }: TenantPrisma): Promise<TenantSettings> {
  const tenant = await prisma.tenant.findUniqueOrThrow({
    where: { id: scope.tenantId },
    select: {
      id: true,
      name: true,
      status: true,
      heldReason: true,
      isSystem: true,
      dailyQuota: true,
      postalAddress: true,
      locale: true,
      timezone: true,
      createdAt: true,
    },
  });
  const [usage] = await sql.query<{ recipients: number }>(
    `SELECT u.recipients FROM tenants t JOIN tenant_usage u ON u.tenant_id = t.id AND u.day = (now() AT TIME ZONE t.timezone)::date
     WHERE t.id = $1`,
    [scope.tenantId],
  );
  const { dailyQuota } = tenant;
  return {
    ...tenant,
    dailyQuota: dailyQuota === null ? null : Number(dailyQuota),
    usedToday: usage?.recipients ?? 0,
  };
}

export type TenantChange = Partial<Pick<TenantSettings, 'name' | 'postalAddress' | 'locale' | 'timezone'>>;

/** What a tenant says of itself. Refuses: 403 without `tenant:write`, 422 with the field. */
export async function updateTenant(
  tx: TenantPrisma,
  principal: Principal,
  change: TenantChange,
): Promise<Result<void>> {
  const allowed = authorize(principal, 'tenant:write');
  if (!allowed.ok) return allowed;
  const valid = validate(change);
  if (!valid.ok) return valid;
  await tx.prisma.tenant.update({ where: { id: tx.scope.tenantId }, data: valid.value, select: { id: true } });
  await writeAudit(tx.sql, 'tenant.update', formatId('tenant', tx.scope.tenantId), valid.value);
  return ok(undefined);
}

function validate({ name, postalAddress, locale, timezone }: TenantChange): Result<TenantChange> {
  const named = name === undefined ? ok(undefined) : validateName('name', name);
  if (!named.ok) return named;
  const address = validateText('postal_address', postalAddress ?? '', { max: ADDRESS_MAX, lines: true });
  if (!address.ok) return address;
  if (locale !== undefined && locale !== 'ja' && locale !== 'en') {
    return refuseField('locale', 'The language is ja or en.');
  }
  if (timezone !== undefined && !Intl.supportedValuesOf('timeZone').includes(timezone) && timezone !== 'UTC') {
    return refuseField('timezone', 'There is no such time zone.');
  }
  return ok({
    name: named.value,
    postalAddress: postalAddress === undefined ? undefined : address.value,
    locale,
    timezone,
  });
}
