import {
  findImport,
  formatImportErrors,
  type Import,
  listImportErrors,
  listImports,
  MAX_IMPORT_BYTES,
  receiveImport,
} from '@hikyaku/audience';
import { formatId, type TenantSql, withTenant } from '@hikyaku/db';
import { type FieldError, notFound, ok, type Result, refuse } from '@hikyaku/tenancy';
import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { idOf } from '../../schema/id.ts';
import { page, pageQuery, time } from '../../schema/parts.ts';
import { mapping } from './mapping.ts';

const SHOWN_ERRORS = 1_000;
/** The file and the form around it. */
const FORM_MAX_BYTES = MAX_IMPORT_BYTES + 1024 * 1024;

const form = z.object({ list_id: idOf('list'), mapping: mapping().optional() });

const importShape = z.object({
  id: z.string(),
  status: z.enum(['pending', 'running', 'completed', 'failed']),
  list_id: z.string().nullable(),
  filename: z.string(),
  size_bytes: z.int(),
  read_bytes: z.int(),
  encoding: z.string().nullable(),
  rows: z.int(),
  created: z.int(),
  updated: z.int(),
  skipped: z.int(),
  failure: z.string().nullable(),
  created_at: time(),
  finished_at: time().nullable(),
});

const formatImport = (one: Import) => ({
  id: formatId('import', one.id),
  status: one.status,
  list_id: one.listId === null ? null : formatId('list', one.listId),
  filename: one.filename,
  size_bytes: one.sizeBytes,
  read_bytes: one.readBytes,
  encoding: one.encoding,
  rows: one.rows,
  created: one.created,
  updated: one.updated,
  skipped: one.skipped,
  failure: one.failure,
  created_at: one.createdAt.toISOString(),
  finished_at: one.finishedAt?.toISOString() ?? null,
});

/** The fields as they are known so far, or what is wrong with them. */
function readTarget(fields: Readonly<Record<string, string>>): Result<z.output<typeof form>> {
  const parsed = form.safeParse({ ...fields });
  if (parsed.success) return ok(parsed.data);
  const errors: FieldError[] = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  return refuse(422, 'invalid', `${errors[0]!.path}: ${errors[0]!.message}`, errors);
}

const toTarget = (target: z.output<typeof form>) => ({ listId: target.list_id, mapping: target.mapping });

export const IMPORTS = [
  endpoint({
    method: 'POST',
    path: '/imports',
    permission: 'contacts:write',
    tag: 'Imports',
    summary: 'Import a CSV file of at most 100 MB and 1,000,000 rows into a list',
    body: { kind: 'multipart', maxBytes: FORM_MAX_BYTES, schema: form },
    status: 202,
    response: z.object({ id: z.string(), status: z.literal('pending') }),
    async handle({ world, principal }, { body }) {
      const { scope } = principal;
      const target = readTarget(body.fields);
      // Fields may stand behind the file: only what is given and wrong is refused before the file is read.
      const known = Object.keys(body.fields).length > 0 && 'list_id' in body.fields;
      if (known && !target.ok) return target;
      const file = { filename: body.filename, ...(target.ok ? toTarget(target.value) : {}) };
      const received = await receiveImport(world.app, scope, file, body.file, () => {
        const whole = readTarget(body.fields);
        return whole.ok ? ok(toTarget(whole.value)) : whole;
      });
      if (!received.ok) return received;
      const { id } = received.value;
      return ok({
        body: { id: formatId('import', id), status: 'pending' },
        afterCommit: () => world.wakeImport(scope.tenantId, id),
      });
    },
  }),
  endpoint({
    method: 'GET',
    path: '/imports',
    permission: 'read',
    tag: 'Imports',
    summary: 'Imports, newest first',
    query: z.object(pageQuery),
    status: 200,
    response: page(importShape),
    handle: ({ transact }, { query }) =>
      transact(async (sql) => {
        const found = await listImports(sql, query);
        if (!found.ok) return found;
        return ok({ body: { data: found.value.data.map(formatImport), next_cursor: found.value.nextCursor } });
      }),
  }),
  endpoint({
    method: 'GET',
    path: '/imports/{id}',
    ids: { id: 'import' },
    permission: 'read',
    tag: 'Imports',
    summary: 'An import, with the first 1,000 rows that were skipped',
    status: 200,
    response: importShape.extend({ errors: z.array(z.object({ row: z.int(), reason: z.string() })) }),
    handle: ({ transact }, { ids }) =>
      transact(async (sql) => {
        const found = await findImport(sql, ids.id);
        if (!found) return notFound('import');
        const errors = await listImportErrors(sql, ids.id, { limit: SHOWN_ERRORS });
        return ok({ body: { ...formatImport(found), errors } });
      }),
  }),
  endpoint({
    method: 'GET',
    path: '/imports/{id}/errors',
    ids: { id: 'import' },
    permission: 'read',
    tag: 'Imports',
    summary: 'All rows that were skipped, as CSV',
    status: 200,
    responseType: 'text/csv; charset=utf-8',
    async handle({ world, principal }, { ids }) {
      const found = await withTenant(world.app, principal.scope, (sql: TenantSql) => findImport(sql, ids.id));
      if (!found) return notFound('import');
      const name = `${formatId('import', ids.id)}-errors.csv`;
      return ok({
        text: formatImportErrors(world.app, principal.scope, ids.id),
        headers: { 'content-disposition': `attachment; filename="${name}"` },
      });
    },
  }),
];
