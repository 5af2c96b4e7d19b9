import { type ContactList, createList, deleteList, findList, listLists, renameList } from '@hikyaku/audience';
import { formatId } from '@hikyaku/db';
import { notFound, ok } from '@hikyaku/tenancy';
import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { page, pageQuery, time } from '../../schema/parts.ts';

const listShape = z.object({ id: z.string(), name: z.string(), contacts: z.int(), created_at: time() });
const listBody = z.object({ name: z.string() });

const formatList = (list: ContactList) => ({
  id: formatId('list', list.id),
  name: list.name,
  contacts: list.contacts,
  created_at: list.createdAt.toISOString(),
});

const at = { path: '/lists/{id}', ids: { id: 'list' }, tag: 'Lists' } as const;

export const LISTS = [
  endpoint({
    method: 'POST',
    path: '/lists',
    permission: 'contacts:write',
    tag: 'Lists',
    summary: 'Make an empty list',
    body: { kind: 'json', schema: listBody },
    status: 201,
    response: listShape,
    handle: ({ transact }, { body }) =>
      transact(async (sql) => {
        const made = await createList(sql, body);
        return made.ok ? ok({ body: formatList(made.value) }) : made;
      }),
  }),
  endpoint({
    method: 'GET',
    path: '/lists',
    permission: 'read',
    tag: 'Lists',
    summary: 'Lists with their sizes, newest first',
    query: z.object(pageQuery),
    status: 200,
    response: page(listShape),
    handle: ({ transact }, { query }) =>
      transact(async (sql) => {
        const found = await listLists(sql, query);
        if (!found.ok) return found;
        return ok({ body: { data: found.value.data.map(formatList), next_cursor: found.value.nextCursor } });
      }),
  }),
  endpoint({
    ...at,
    method: 'GET',
    permission: 'read',
    summary: 'One list',
    status: 200,
    response: listShape,
    handle: ({ transact }, { ids }) =>
      transact(async (sql) => {
        const list = await findList(sql, ids.id);
        return list ? ok({ body: formatList(list) }) : notFound('list');
      }),
  }),
  endpoint({
    ...at,
    method: 'PATCH',
    permission: 'contacts:write',
    summary: 'Rename a list',
    body: { kind: 'json', schema: listBody },
    status: 200,
    response: listShape,
    handle: ({ transact }, { ids, body }) =>
      transact(async (sql) => {
        // A name that is taken tells nothing of a list that is not there.
        if (!(await findList(sql, ids.id))) return notFound('list');
        const renamed = await renameList(sql, ids.id, body.name);
        return renamed.ok ? ok({ body: formatList((await findList(sql, ids.id))!) }) : renamed;
      }),
  }),
  endpoint({
    ...at,
    method: 'DELETE',
    permission: 'contacts:write',
    summary: 'Delete a list; its contacts stay',
    status: 204,
    handle: ({ transact }, { ids }) =>
      transact(async (sql) => ((await deleteList(sql, ids.id)) ? ok({}) : notFound('list'))),
  }),
];
