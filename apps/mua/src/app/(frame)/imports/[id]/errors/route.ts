import { findImport, formatImportErrors } from '@hikyaku/audience';
import { parseId, withTenant } from '@hikyaku/db';
import { findPrincipal } from '../../../../../gate/require-principal.ts';
import { house } from '../../../../../house/house.ts';

type Context = { params: Promise<{ id: string }> };

/** All skipped rows of an import as a CSV file. */
export async function GET(_: Request, { params }: Context): Promise<Response> {
  const principal = await findPrincipal();
  const row = parseId('import', (await params).id);
  if (!principal || row === null) return new Response(null, { status: principal ? 404 : 401 });
  const { app } = await house();
  if (!(await withTenant(app, principal.scope, (sql) => findImport(sql, row))))
    return new Response(null, { status: 404 });
  const lines = formatImportErrors(app, principal.scope, row);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: () => void lines.return(undefined),
  });
  return new Response(body, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="skipped-rows.csv"',
    },
  });
}
