import {
  changeContact,
  deleteContact,
  findContact,
  findList,
  listContacts,
  searchContacts,
  upsertContacts,
} from '@hikyaku/audience';
import { formatId } from '@hikyaku/db';
import { notFound, ok } from '@hikyaku/tenancy';
import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { idOf } from '../../schema/id.ts';
import { page, pageQuery } from '../../schema/parts.ts';
import { withoutIndex } from '../emails/compose.ts';
import {
  attributes,
  contactBody,
  contactDetailShape,
  contactShape,
  formatContact,
  formatContactDetail,
  writtenShape,
} from './contact-shape.ts';

const at = { path: '/contacts/{id}', ids: { id: 'contact' }, tag: 'Contacts' } as const;

export const CONTACTS = [
  endpoint({
    method: 'POST',
    path: '/contacts',
    permission: 'contacts:write',
    tag: 'Contacts',
    summary: 'Create or update a contact by its address: 201 or 200',
    body: { kind: 'json', schema: contactBody },
    status: 201,
    response: contactDetailShape.extend({ created: z.boolean() }),
    handle: ({ transact }, { body }) =>
      transact(async (sql) => {
        const written = await upsertContacts(sql, [body]);
        if (!written.ok) return withoutIndex(written);
        const { id, created } = written.value[0]!;
        const contact = await findContact(sql, id);
        return ok({ status: created ? 201 : 200, body: { ...formatContactDetail(contact!), created } });
      }),
  }),
  endpoint({
    method: 'POST',
    path: '/contacts/batch',
    permission: 'contacts:write',
    tag: 'Contacts',
    summary: 'Create or update up to 1,000 contacts; one bad entry refuses all',
    body: {
      kind: 'json',
      schema: z.array(contactBody).min(1, 'is empty').max(1_000, 'has more than 1,000 entries'),
    },
    status: 200,
    response: z.object({ data: z.array(writtenShape) }),
    handle: ({ transact }, { body }) =>
      transact(async (sql) => {
        const written = await upsertContacts(sql, body);
        if (!written.ok) return written;
        return ok({ body: { data: written.value.map((one) => ({ ...one, id: formatId('contact', one.id) })) } });
      }),
  }),
  endpoint({
    method: 'GET',
    path: '/contacts',
    permission: 'read',
    tag: 'Contacts',
    summary: 'Contacts, newest first',
    query: z.object({
      email: z.string().max(1_000).optional().meta({ description: 'The whole address' }),
      query: z.string().max(200).optional().meta({ description: 'Words in name or address' }),
      list_id: idOf('list').optional(),
      ...pageQuery,
    }),
    status: 200,
    response: page(contactShape),
    handle: ({ transact, world }, { query }) =>
      transact(async (sql) => {
        if (query.list_id !== undefined && !(await findList(sql, query.list_id))) return notFound('list');
        const wanted = { ...query, listId: query.list_id };
        const found =
          query.query === undefined
            ? await listContacts(sql, wanted)
            : await searchContacts(world.engine, sql.scope, { ...wanted, query: query.query });
        if (!found.ok) return found;
        return ok({ body: { data: found.value.data.map(formatContact), next_cursor: found.value.nextCursor } });
      }),
  }),
  endpoint({
    ...at,
    method: 'GET',
    permission: 'read',
    summary: 'One contact with its lists and what keeps it from being mailed',
    status: 200,
    response: contactDetailShape,
    handle: ({ transact }, { ids }) =>
      transact(async (sql) => {
        const contact = await findContact(sql, ids.id);
        return contact ? ok({ body: formatContactDetail(contact) }) : notFound('contact');
      }),
  }),
  endpoint({
    ...at,
    method: 'PATCH',
    permission: 'contacts:write',
    summary: 'Replace the name, the attributes or both',
    body: { kind: 'json', schema: z.object({ name: z.string().optional(), attributes: attributes.optional() }) },
    status: 200,
    response: contactDetailShape,
    handle: ({ transact }, { ids, body }) =>
      transact(async (sql) => {
        const changed = await changeContact(sql, ids.id, body);
        return changed.ok ? ok({ body: formatContactDetail((await findContact(sql, ids.id))!) }) : changed;
      }),
  }),
  endpoint({
    ...at,
    method: 'DELETE',
    permission: 'contacts:write',
    summary: 'Delete a contact; its suppressions stay',
    status: 204,
    handle: ({ transact }, { ids }) =>
      transact(async (sql) => ((await deleteContact(sql, ids.id)) ? ok({}) : notFound('contact'))),
  }),
];
