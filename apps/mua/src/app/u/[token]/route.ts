import { randomBytes } from 'node:crypto';
import { mintTenantScope, withTenant } from '@hikyaku/db';
import { unsubscribeRecipient } from '@hikyaku/ingress';
import { parseUnsubscribeToken } from '@hikyaku/submission';
import type { NextRequest } from 'next/server';
import { house } from '../../../house/house.ts';
import type { House } from '../../../house/open-house.ts';
import { viewerUrl } from '../../../house/viewer-url.ts';
import { chooseLocale, LOCALE_COOKIE } from '../../../i18n/locale.ts';
import { formatUnsubscribePage, type UnsubscribeState } from '../../../unsubscribe/unsubscribe-page.ts';

/** What stands in the links of previews and test sends. */
const SAMPLES: ReadonlySet<string> = new Set(['preview', 'test']);

type Context = { params: Promise<{ token: string }> };

/** GET and HEAD show a page and change nothing: mail scanners follow links. */
export async function GET(request: NextRequest, { params }: Context): Promise<Response> {
  const opened = await house();
  const { token } = await params;
  if (SAMPLES.has(token)) return answer(request, opened, 'sample', '');
  const found = await findRecipient(opened, token);
  return answer(request, opened, found ? 'ask' : 'unknown', found?.sender ?? '');
}

export { GET as HEAD };

/** Unsubscribes at once: no sign-in, no cookie, no redirect (RFC 8058 section 3.2). Again is the same. */
export async function POST(request: NextRequest, { params }: Context): Promise<Response> {
  const opened = await house();
  const found = await findRecipient(opened, (await params).token);
  if (!found) return answer(request, opened, 'unknown', '');
  const source = (await isFromPage(request)) ? 'page' : 'one_click';
  const scope = mintTenantScope(found.tenantId, 'link');
  await withTenant(opened.app, scope, (sql) => unsubscribeRecipient(sql, found.deliveryId, source));
  return answer(request, opened, 'done', found.sender);
}

type Found = { deliveryId: number; tenantId: number; sender: string };

/** Whose link it is. The signature is checked before the database is asked. */
async function findRecipient(opened: House, token: string): Promise<Found | null> {
  const deliveryId = parseUnsubscribeToken(token, opened.keyring);
  if (deliveryId === null) return null;
  const [owner] = await opened.app.query<{ tenant: number | null }>('SELECT tenant_of_delivery($1) AS tenant', [
    deliveryId,
  ]);
  if (!owner?.tenant) return null;
  const tenantId = owner.tenant;
  const [row] = await withTenant(opened.app, mintTenantScope(tenantId, 'link'), (sql) =>
    sql.query<{ name: string }>('SELECT name FROM tenants WHERE id = $1', [tenantId]),
  );
  return { deliveryId, tenantId, sender: row?.name ?? '' };
}

async function isFromPage(request: NextRequest): Promise<boolean> {
  try {
    return (await request.formData()).get('from') === 'page';
  } catch {
    return false;
  }
}

function answer(request: NextRequest, opened: House, state: UnsubscribeState, sender: string): Response {
  const locale = chooseLocale(request.cookies.get(LOCALE_COOKIE)?.value, request.headers.get('accept-language'));
  const nonce = randomBytes(16).toString('base64');
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
  const html = formatUnsubscribePage({ state, locale, nonce, sender, viewerUrl: viewerUrl(opened.config) });
  return new Response(html, {
    status: state === 'unknown' ? 404 : 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    },
  });
}
