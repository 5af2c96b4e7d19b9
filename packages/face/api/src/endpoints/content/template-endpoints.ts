import {
  changeTemplate,
  createTemplate,
  deleteTemplate,
  findTemplate,
  listTemplates,
  type SavedTemplate,
} from '@hikyaku/content';
import { formatId, type TenantSql } from '@hikyaku/db';
import { notFound, ok } from '@hikyaku/tenancy';
import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { formatCursor, parseCursor } from '../../schema/cursor.ts';
import { page, pageQuery, time } from '../../schema/parts.ts';

const INT_MAX = 2 ** 31 - 1;

const templateShape = z.object({
  id: z.string(),
  name: z.string(),
  subject: z.string(),
  html: z.string().nullable(),
  text: z.string().nullable(),
  created_at: time(),
  updated_at: time(),
});

const formatTemplate = (template: SavedTemplate) => ({
  id: formatId('template', template.id),
  name: template.name,
  subject: template.subject,
  html: template.html,
  text: template.text,
  created_at: template.createdAt.toISOString(),
  updated_at: template.updatedAt.toISOString(),
});

const templateBody = z.object({
  name: z.string(),
  subject: z.string().max(998).optional(),
  html: z.string().nullable().optional(),
  text: z.string().nullable().optional(),
});

async function replyTemplate(sql: TenantSql, id: number) {
  const template = await findTemplate(sql, id);
  return template ? ok({ body: formatTemplate(template) }) : notFound('template');
}

const at = { path: '/templates/{id}', ids: { id: 'template' }, tag: 'Templates' } as const;

export const TEMPLATES = [
  endpoint({
    method: 'POST',
    path: '/templates',
    permission: 'templates:write',
    tag: 'Templates',
    summary: 'Keep a template; faults are named with line and column',
    body: { kind: 'json', schema: templateBody },
    status: 201,
    response: templateShape,
    handle: ({ transact }, { body }) =>
      transact(async (sql) => {
        const made = await createTemplate(sql, { ...body, subject: body.subject ?? '' });
        return made.ok ? replyTemplate(sql, made.value.id) : made;
      }),
  }),
  endpoint({
    method: 'GET',
    path: '/templates',
    permission: 'read',
    tag: 'Templates',
    summary: 'Templates, newest first',
    query: z.object(pageQuery),
    status: 200,
    response: page(templateShape),
    handle: ({ transact }, { query }) =>
      transact(async (sql) => {
        const cursor = parseCursor(query.cursor, INT_MAX);
        if (!cursor.ok) return cursor;
        const { rows, nextCursor } = await listTemplates(sql, { limit: query.limit, cursor: cursor.value });
        return ok({ body: { data: rows.map(formatTemplate), next_cursor: formatCursor(nextCursor) } });
      }),
  }),
  endpoint({
    ...at,
    method: 'GET',
    permission: 'read',
    summary: 'One template',
    status: 200,
    response: templateShape,
    handle: ({ transact }, { ids }) => transact((sql) => replyTemplate(sql, ids.id)),
  }),
  endpoint({
    ...at,
    method: 'PATCH',
    permission: 'templates:write',
    summary: 'Change a template; what is left out stays',
    body: { kind: 'json', schema: templateBody.partial() },
    status: 200,
    response: templateShape,
    handle: ({ transact }, { ids, body }) =>
      transact(async (sql) => {
        const before = await findTemplate(sql, ids.id);
        if (!before) return notFound('template');
        const changed = await changeTemplate(sql, ids.id, { ...before, ...body });
        return changed.ok ? replyTemplate(sql, ids.id) : changed;
      }),
  }),
  endpoint({
    ...at,
    method: 'DELETE',
    permission: 'templates:write',
    summary: 'Forget a template',
    status: 204,
    handle: ({ transact }, { ids }) =>
      transact(async (sql) => ((await deleteTemplate(sql, ids.id)) ? ok({}) : notFound('template'))),
  }),
];
