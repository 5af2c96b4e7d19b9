import type { Sql } from '@hikyaku/db';
import { ok, type Result, refuse } from '../result.ts';
import { sha256 } from '../secret.ts';
import { validatePersonName } from '../validate-text.ts';

/** The name and the language of the person who holds `token`. `db`: the app's pool. */
export async function updateProfile(
  db: Sql,
  token: string,
  profile: { readonly name: string; readonly locale: 'ja' | 'en' },
): Promise<Result<void>> {
  const name = validatePersonName(profile.name);
  if (!name.ok) return name;
  const [row] = await db.query<{ done: boolean }>('SELECT account_update($1, $2, $3) AS done', [
    sha256(token),
    name.value,
    profile.locale,
  ]);
  return row?.done ? ok(undefined) : refuse(401, 'unauthorized', 'Sign in first.');
}
