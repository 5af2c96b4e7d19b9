import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { z } from 'zod';
import { type SettingName, settings } from './settings.ts';

/** `internal`: set by one program for another, never by a person. */
type Meta = { fallback?: string | number; offset?: boolean; about?: string; internal?: boolean };

export const metaOf = (name: SettingName): Meta => (settings.shape[name].meta() ?? {}) as Meta;

/** Thrown when the environment cannot be understood; the message names each setting. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** Parses the environment once. Throws ConfigError naming every setting that is wrong. */
export function readConfig(env: NodeJS.ProcessEnv = process.env) {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = settings.safeParse(present);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'));
  }
  const given = parsed.data;
  const offset = given.HIKYAKU_PORT_OFFSET ?? 0;
  const port = (name: SettingName): number => (given[name] as number) ?? (metaOf(name).fallback as number) + offset;
  const or = <N extends SettingName>(name: N) =>
    (given[name] ?? metaOf(name).fallback) as NonNullable<z.infer<typeof settings>[N]>;
  const sandbox = or('HIKYAKU_SANDBOX') === 'on';
  const sandboxDnsPort = port('HIKYAKU_SANDBOX_DNS_PORT');
  const sandboxSmtpPort = port('HIKYAKU_SANDBOX_SMTP_PORT');
  const muaPort = port('HIKYAKU_MUA_PORT');
  const host = or('HIKYAKU_HOST');
  if (sandbox && !/^(127\.|localhost$|::1$)/.test(host)) {
    throw new ConfigError(
      `HIKYAKU_SANDBOX: the sandbox refuses to run on ${host}; set HIKYAKU_HOST to a loopback address or HIKYAKU_SANDBOX=off`,
    );
  }
  if (!given.HIKYAKU_TLS_CERT !== !given.HIKYAKU_TLS_KEY) {
    throw new ConfigError('HIKYAKU_TLS_CERT: set it together with HIKYAKU_TLS_KEY, or neither');
  }
  const platform = or('HIKYAKU_PLATFORM_DOMAIN');
  return {
    database: {
      app: given.DATABASE_URL,
      engine: given.DATABASE_ENGINE_URL ?? given.DATABASE_URL,
      owner: given.DATABASE_OWNER_URL,
      direct: given.DATABASE_DIRECT_URL ?? given.DATABASE_ENGINE_URL ?? given.DATABASE_URL,
    },
    redisUrl: given.REDIS_URL,
    home: resolve(or('HIKYAKU_HOME')),
    secret: given.HIKYAKU_SECRET,
    oldSecrets: (given.HIKYAKU_OLD_SECRETS ?? '').split(',').filter(Boolean),
    host,
    portOffset: offset,
    ports: {
      mua: muaPort,
      msa: port('HIKYAKU_MSA_PORT'),
      msaTls: port('HIKYAKU_MSA_TLS_PORT'),
      mda: port('HIKYAKU_MDA_PORT'),
      sandboxSmtp: sandboxSmtpPort,
      sandboxDns: sandboxDnsPort,
      sandboxWeb: port('HIKYAKU_SANDBOX_WEB_PORT'),
      postgres: port('HIKYAKU_POSTGRES_PORT'),
    },
    opsPorts: {
      mua: port('HIKYAKU_MUA_OPS_PORT'),
      msa: port('HIKYAKU_MSA_OPS_PORT'),
      mta: port('HIKYAKU_MTA_OPS_PORT'),
      mda: port('HIKYAKU_MDA_OPS_PORT'),
      notifier: port('HIKYAKU_NOTIFIER_OPS_PORT'),
    },
    muaServer: given.HIKYAKU_MUA_SERVER,
    url: (given.HIKYAKU_URL ?? `http://127.0.0.1:${muaPort}`).replace(/\/+$/, ''),
    sandbox,
    dns: given.HIKYAKU_DNS ?? (sandbox ? `127.0.0.1:${sandboxDnsPort}` : undefined),
    mxPort: given.HIKYAKU_MX_PORT ?? (sandbox ? sandboxSmtpPort : 25),
    routes: given.HIKYAKU_ROUTES,
    retryScale: or('HIKYAKU_RETRY_SCALE'),
    platformDomain: platform,
    bounceDomain: `bounces.${platform}`,
    /** Files of the SMTP servers' certificate; undefined: they make their own. */
    tls:
      given.HIKYAKU_TLS_CERT && given.HIKYAKU_TLS_KEY
        ? { certFile: resolve(given.HIKYAKU_TLS_CERT), keyFile: resolve(given.HIKYAKU_TLS_KEY) }
        : undefined,
    /** File with further authorities. */
    tlsCaFile: given.HIKYAKU_TLS_CA ? resolve(given.HIKYAKU_TLS_CA) : undefined,
    signup: or('HIKYAKU_SIGNUP'),
    newTenantQuota: or('HIKYAKU_NEW_TENANT_QUOTA'),
    leaseMs: or('HIKYAKU_LEASE_SECONDS') * 1_000,
    answerTimeoutMs: or('HIKYAKU_ANSWER_TIMEOUT_SECONDS') * 1_000,
    retentionMonths: Math.floor(or('HIKYAKU_RETENTION')),
    mtaConcurrency: or('HIKYAKU_MTA_CONCURRENCY'),
    egressIps: (given.HIKYAKU_EGRESS_IPS ?? '')
      .split(',')
      .map((ip) => ip.trim())
      .filter(Boolean),
    requireAll: or('HIKYAKU_REQUIRE_ALL') === '1',
    supervisorPid: given.HIKYAKU_SUPERVISOR_PID,
    logLevel: or('HIKYAKU_LOG_LEVEL'),
  } as const;
}

export type Config = ReturnType<typeof readConfig>;

/** Names the secret without telling it: the first 8 hex digits of its SHA-256. */
export const secretId = (secret: string): string => createHash('sha256').update(secret).digest('hex').slice(0, 8);
