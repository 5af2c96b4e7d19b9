// A start of the product whose programs are fixtures. Run with tsx by the supervisor's tests.
import { join } from 'node:path';
import { runUntilSignal } from '../start/run-until-signal.ts';
import { readyUrl } from '../supervisor/programs.ts';

await runUntilSignal({
  prepare: (config) => (name) => ({
    command: process.execPath,
    args: [join(import.meta.dirname, 'fixture-program.mjs'), new URL(readyUrl(name, config)).port],
    cwd: config.home,
  }),
  migrations: join(import.meta.dirname, '../../../../prisma/migrations'),
  publish: async () => {},
  seedDemo: async () => ({
    api_key: 'hk_fixture',
    email: 'demo@fixture.test',
    password: 'fixture',
    tenant_id: 'ten_1',
    smtp: { username: 'fixture', password: 'fixture' },
    sending_domain: 'fixture.test',
    lists: { ten: 'lst_1', thousand: 'lst_2', hundred_thousand: 'lst_3' },
    other_tenant: { tenant_id: 'ten_2', api_key: 'hk_other', sending_domain: 'other.test' },
  }),
});
