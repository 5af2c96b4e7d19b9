import { resolve } from 'node:path';
import type { NextConfig } from 'next';
import createNextIntlPlugin from 'next-intl/plugin';

const root = resolve(import.meta.dirname, '../..');

/** On every answer. The Content-Security-Policy of pages carries a nonce and comes from `src/proxy.ts`. */
const headers = [
  { key: 'Strict-Transport-Security', value: 'max-age=63072000; includeSubDomains' },
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), payment=()' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
];

const config: NextConfig = {
  output: 'standalone',
  outputFileTracingRoot: root,
  turbopack: { root },
  transpilePackages: [
    '@hikyaku/api',
    '@hikyaku/audience',
    '@hikyaku/campaign',
    '@hikyaku/config',
    '@hikyaku/content',
    '@hikyaku/db',
    '@hikyaku/dns',
    '@hikyaku/egress',
    '@hikyaku/events',
    '@hikyaku/ingress',
    '@hikyaku/log',
    '@hikyaku/mail',
    '@hikyaku/ops',
    '@hikyaku/queue',
    '@hikyaku/submission',
    '@hikyaku/tenancy',
    '@hikyaku/ui',
  ],
  serverExternalPackages: ['pg', 'bullmq', '@node-rs/argon2', 'ioredis', 'pino', 'prom-client'],
  poweredByHeader: false,
  // `npm run check` types everything once; a second pass here would only make the first start slower.
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
  headers: async () => [{ source: '/:path*', headers }],
};

export default createNextIntlPlugin('./src/i18n/request.ts')(config);
