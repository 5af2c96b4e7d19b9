import { receiveImport } from '@hikyaku/audience';
import { formatId, parseId } from '@hikyaku/db';
import { authorize } from '@hikyaku/tenancy';
import type { NextRequest } from 'next/server';
import { wordRefusal } from '../../../form/word-refusal.ts';
import { findPrincipal } from '../../../gate/require-principal.ts';
import { house } from '../../../house/house.ts';
import { isOwnOrigin } from '../../../security/origin.ts';

const say = (status: number, message: string) => Response.json({ message }, { status });

/**
 * A CSV file from the import page: the body is the file, which is stored as it arrives, and `filename`, `list_id` and
 * `mapping` (JSON) stand in the address. Answers the id of the import.
 */
export async function POST(request: NextRequest): Promise<Response> {
  const opened = await house();
  if (!isOwnOrigin(request.headers, opened.config.url)) return say(403, 'cross-site');
  const principal = await findPrincipal();
  if (!principal) return say(401, 'sign in');
  const words = async (refusal: Parameters<typeof wordRefusal>[0]) =>
    say(refusal.status, (await wordRefusal(refusal)).map((error) => error.message).join(' '));
  const allowed = authorize(principal, 'contacts:write');
  if (!allowed.ok) return words(allowed);
  const query = request.nextUrl.searchParams;
  if (!request.body) return say(422, 'file');
  const received = await receiveImport(
    opened.app,
    principal.scope,
    {
      listId: parseId('list', query.get('list_id') ?? ''),
      filename: query.get('filename') ?? '',
      mapping: parseMapping(query.get('mapping') ?? ''),
    },
    request.body as unknown as AsyncIterable<Uint8Array>,
  );
  if (!received.ok) return words(received);
  await opened.imports.wake(principal.scope.tenantId, received.value.id);
  return Response.json({ id: formatId('import', received.value.id) }, { status: 202 });
}

/** The page sends an object of strings; anything else is no mapping. */
function parseMapping(text: string): Record<string, string> | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return null;
    return Object.fromEntries(
      Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  } catch {
    return null;
  }
}
