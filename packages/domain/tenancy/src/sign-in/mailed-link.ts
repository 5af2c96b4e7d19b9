import type { Sql } from '@hikyaku/db';
import { notFound, ok, type Result } from '../result.ts';
import { randomText, sha256 } from '../secret.ts';
import type { SendSystemMail } from '../send-system-mail.ts';

export type LinkPurpose = 'sign_in' | 'sign_up' | 'reset';

export type Locale = 'ja' | 'en';

/** `url`: of the dashboard, without a slash at the end. */
export type MailSettings = { readonly url: string; readonly sendSystemMail: SendSystemMail };

export const LINK_MINUTES = 15;
const TOKEN_LENGTH = 43;

/**
 * A link that works once, within 15 minutes, on the page `/link/<token>`: GET and HEAD show a button (mail scanners
 * follow links), POST acts. Returns its whole URL.
 */
export async function createLink(
  db: Sql,
  url: string,
  link: { readonly purpose: LinkPurpose; readonly email: string; readonly detail?: Readonly<Record<string, string>> },
): Promise<string> {
  const token = randomText(TOKEN_LENGTH);
  await db.query('SELECT link_create($1, $2, $3, make_interval(mins => $4), $5::jsonb)', [
    link.purpose,
    link.email,
    sha256(token),
    LINK_MINUTES,
    JSON.stringify(link.detail ?? {}),
  ]);
  return `${url}/link/${token}`;
}

/** What the page of a link shows, without using it up. 404 when it was used or is too old. */
export async function peekLink(db: Sql, token: string): Promise<Result<{ purpose: LinkPurpose; email: string }>> {
  const [row] = await db.query<{ purpose: LinkPurpose; email: string }>('SELECT * FROM link_peek($1)', [sha256(token)]);
  return row ? ok(row) : notFound('link (it was used, or it is too old)');
}

/** Uses the link up. Of two at the same time one gets it. */
export async function takeLink<Detail>(
  db: Sql,
  token: string,
  purpose: LinkPurpose,
): Promise<Result<{ email: string; detail: Detail }>> {
  const [row] = await db.query<{ email: string; detail: Detail }>('SELECT * FROM link_take($1, $2)', [
    sha256(token),
    purpose,
  ]);
  return row ? ok(row) : notFound('link (it was used, or it is too old)');
}

export const localeOf = (text: string | undefined): Locale => (text === 'en' ? 'en' : 'ja');
