import type { Sql } from '@hikyaku/db';
import { ok, type Result, refuse, refuseField } from '../result.ts';
import { sha256 } from '../secret.ts';

const NAME_MAX = 100;

/** The name and the language of the person who holds `token`. `db`: the app's pool. */
export async function updateProfile(
  db: Sql,
  token: string,
  profile: { readonly name: string; readonly locale: 'ja' | 'en' },
): Promise<Result<void>> {
  const name = profile.name.trim();
  if (name.length > NAME_MAX) return refuseField('name', `A name has at most ${NAME_MAX} characters.`);
  const [row] = await db.query<{ done: boolean }>('SELECT account_update($1, $2, $3) AS done', [
    sha256(token),
    name,
    profile.locale,
  ]);
  return row?.done ? ok(undefined) : refuse(401, 'unauthorized', 'Sign in first.');
}
