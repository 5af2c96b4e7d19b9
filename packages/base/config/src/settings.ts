import { z } from 'zod';
import { parseRoutes } from './routes.ts';

/** A port that a person may set; the offset is added to defaults only. */
const port = (fallback: number, about: string) =>
  z.coerce.number().int().min(1).max(65_535).optional().meta({ fallback, about, offset: true });

const text = (fallback: string | undefined, about: string) => z.string().min(1).optional().meta({ fallback, about });

const number = (fallback: number, min: number, max: number, about: string) =>
  z.coerce.number().min(min).max(max).optional().meta({ fallback, about });

const choice = <const T extends readonly [string, ...string[]]>(values: T, fallback: T[number], about: string) =>
  z.enum(values).optional().meta({ fallback, about });

/**
 * Every setting of the product: its name in the environment, what it accepts, its default and one sentence about it.
 * `docs/configuration.md` is generated from this table.
 */
export const settings = z.object({
  DATABASE_URL: text(
    undefined,
    'Postgres as the login `app` (row level security). Set: no embedded Postgres is started.',
  ),
  DATABASE_ENGINE_URL: text(undefined, 'Postgres as the login `engine` (mta, mda, notifier, sweepers).'),
  DATABASE_OWNER_URL: text(undefined, 'Postgres as the owner of the schema; used for migrations only.'),
  DATABASE_DIRECT_URL: text(
    undefined,
    'Postgres without a transaction pooler in between: BullMQ and LISTEN. Default: the engine URL.',
  ),
  REDIS_URL: text(undefined, 'Redis for BullMQ, limits and leases. Unset: they use Postgres.'),
  HIKYAKU_HOME: text('.hikyaku', 'Folder below which every file is written, apart from installs and builds.'),
  HIKYAKU_SECRET: text(
    undefined,
    '32 bytes in hex or base64. Made at the first embedded start; required with DATABASE_URL.',
  ),
  HIKYAKU_OLD_SECRETS: text(undefined, 'Comma-separated earlier secrets that are still accepted.'),
  HIKYAKU_HOST: text('127.0.0.1', 'Address that the public ports bind to.'),
  HIKYAKU_PORT_OFFSET: number(0, 0, 15_000, 'Added to every default port.'),
  HIKYAKU_MUA_PORT: port(3000, 'Dashboard and REST API.'),
  HIKYAKU_MSA_PORT: port(2587, 'SMTP submission with STARTTLS.'),
  HIKYAKU_MSA_TLS_PORT: port(2465, 'SMTP submission over TLS.'),
  HIKYAKU_MDA_PORT: port(2525, 'Inbound SMTP.'),
  HIKYAKU_SANDBOX_SMTP_PORT: port(2526, 'Receiving servers of the sandbox.'),
  HIKYAKU_SANDBOX_DNS_PORT: port(2553, 'DNS server of the sandbox (UDP and TCP).'),
  HIKYAKU_SANDBOX_WEB_PORT: port(3001, 'Viewer of the sandbox.'),
  HIKYAKU_POSTGRES_PORT: port(15_432, 'Embedded Postgres.'),
  HIKYAKU_MUA_OPS_PORT: port(3010, 'Health and metrics of mua (loopback only).'),
  HIKYAKU_MSA_OPS_PORT: port(3011, 'Health and metrics of msa (loopback only).'),
  HIKYAKU_MTA_OPS_PORT: port(3012, 'Health and metrics of mta (loopback only).'),
  HIKYAKU_MDA_OPS_PORT: port(3013, 'Health and metrics of mda (loopback only).'),
  HIKYAKU_NOTIFIER_OPS_PORT: port(3014, 'Health and metrics of notifier (loopback only).'),
  HIKYAKU_MUA_SERVER: text(undefined, 'server.js of the built dashboard. Set by `npm start`.'),
  HIKYAKU_URL: text(undefined, 'Public URL of the dashboard. Default: http://127.0.0.1:<mua port>.'),
  HIKYAKU_SANDBOX: choice(
    ['on', 'off'],
    'off',
    'Nothing leaves this machine: DNS and receivers are the sandbox. `npm start` turns it on.',
  ),
  HIKYAKU_DNS: text(
    undefined,
    'host:port of the resolver. Default: the system resolver; in the sandbox, its DNS server.',
  ),
  HIKYAKU_MX_PORT: number(25, 1, 65_535, 'Port of an MX. In the sandbox: its SMTP port.'),
  HIKYAKU_ROUTES: z
    .string()
    .optional()
    .transform((value, context) => {
      const parsed = parseRoutes(value ?? '');
      if (parsed.ok) return parsed.routes;
      context.addIssue({ code: 'custom', message: parsed.reason });
      return z.NEVER;
    })
    .meta({
      fallback: '',
      about: 'Routes that decide before DNS does: `domain=host:port;connections=20;rate=100/s`, comma-separated.',
    }),
  HIKYAKU_RETRY_SCALE: number(
    1,
    0.000_001,
    1,
    'Multiplies retry delays, expiry and breaker times (0.002 in the sandbox under `npm start`).',
  ),
  HIKYAKU_PLATFORM_DOMAIN: text(
    'hikyaku.test',
    'Domain of the platform itself: sign-in mail, EHLO name, and `bounces.` below it for return-paths.',
  ),
  HIKYAKU_TLS_CERT: text(
    undefined,
    'PEM file with the certificate chain of the SMTP servers (msa, mda). Default: a self-signed one, made once.',
  ),
  HIKYAKU_TLS_KEY: text(undefined, 'PEM file with the private key of HIKYAKU_TLS_CERT.'),
  HIKYAKU_TLS_CA: text(
    undefined,
    'PEM file with further certificate authorities to believe when other servers show certificates (verified TLS of the mta, MTA-STS).',
  ),
  HIKYAKU_SIGNUP: choice(['open', 'invite', 'closed'], 'open', 'Who may make a tenant.'),
  HIKYAKU_NEW_TENANT_QUOTA: number(
    1_000,
    0,
    1_000_000_000,
    'Recipients a day for a new tenant, until an operator lifts it.',
  ),
  HIKYAKU_LEASE_SECONDS: number(
    660,
    1,
    3_600,
    'How long a claimed batch stays with a worker that has gone silent (10 minutes for the answer to the final dot, and a minute).',
  ),
  HIKYAKU_ANSWER_TIMEOUT_SECONDS: number(
    600,
    1,
    3_600,
    'How long to wait for the answer to the final dot (RFC 5321 section 4.5.3.2.6).',
  ),
  HIKYAKU_RETENTION: number(
    13,
    1,
    1_200,
    'Whole months for which the ledger is kept: attempts, events, single messages, connections, reports. A month with anybody open in it is never dropped.',
  ),
  HIKYAKU_MTA_CONCURRENCY: number(64, 1, 1_000, 'Connections that one mta process holds at once.'),
  HIKYAKU_EGRESS_IPS: text(undefined, 'Comma-separated local addresses to send from. Default: the system chooses.'),
  HIKYAKU_SUPERVISOR_PID: z.coerce.number().int().min(1).optional().meta({
    internal: true,
    about: 'Set by the supervisor of `npm start`: a program stops when this process is gone.',
  }),
  HIKYAKU_REQUIRE_ALL: choice(
    ['0', '1'],
    '0',
    '`npm test` only. 1: a test that is skipped because the machine lacks something counts as a failure.',
  ),
  HIKYAKU_LOG_LEVEL: choice(
    ['fatal', 'error', 'warn', 'info', 'debug', 'trace'],
    'info',
    'Least severe level that is logged. Addresses appear from debug on.',
  ),
});

export type SettingName = keyof (typeof settings)['shape'];
