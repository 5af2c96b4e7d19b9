import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROBLEMS } from './problem-codes.ts';

/** Said to people who sign in or manage an account, which no key does. */
const PAGES_ONLY = [
  ...['wrong_credentials', 'no_tenant', 'owner_only', 'signup_closed', 'signup_invite'],
  ...['last_owner', 'member_exists', 'too_many_attempts'],
];

test('every code with which the domain refuses has a title and an explanation', () => {
  const root = join(import.meta.dirname, '../../../../domain');
  const said = new Map<string, number>();
  for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    if (!/\/src\/.*\.ts$/.test(file) || /\.test\.ts$/.test(file)) continue;
    const source = readFileSync(join(root, file), 'utf8');
    for (const [, status, code] of source.matchAll(/\brefuse\(\s*(\d{3}),\s*'([a-z_]+)'/g))
      said.set(code!, Number(status));
  }
  expect(said.size).toBeGreaterThan(10);
  for (const [code, status] of said) {
    if (PAGES_ONLY.includes(code)) continue;
    expect([code, PROBLEMS[code as 'invalid']?.[0]]).toEqual([code, status]);
  }
});
