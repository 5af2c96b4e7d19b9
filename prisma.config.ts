import { defineConfig } from 'prisma/config';

// For Prisma's command line only; generating the client needs no database. The product applies the migrations itself.
export default defineConfig({
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations' },
  // biome-ignore lint/suspicious/noUndeclaredEnvVars: Prisma's command line runs outside turbo.
  datasource: { url: process.env.DATABASE_OWNER_URL ?? 'postgresql://localhost/hikyaku' },
});
