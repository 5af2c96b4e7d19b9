import type { Contact, ContactDetail } from '@hikyaku/audience';
import { formatId } from '@hikyaku/db';
import { z } from 'zod';
import { idOf } from '../../schema/id.ts';
import { time } from '../../schema/parts.ts';

export const attributes = z
  .record(z.string(), z.unknown())
  .meta({ description: 'Values for `attributes.<key>` in content; at most 200 keys' });

export const contactBody = z.object({
  email: z.string(),
  name: z.string().optional(),
  attributes: attributes.optional().meta({ description: 'Merged into what is known' }),
  list_ids: z.array(idOf('list')).max(100, 'names more than 100 lists').optional(),
});

export const writtenShape = z.object({ id: z.string(), email: z.string(), created: z.boolean() });

export const contactShape = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  attributes,
  created_at: time(),
  updated_at: time(),
});

export const formatContact = (contact: Contact) => ({
  id: formatId('contact', contact.id),
  email: contact.email,
  name: contact.name,
  attributes: contact.attributes,
  created_at: contact.createdAt.toISOString(),
  updated_at: contact.updatedAt.toISOString(),
});

export const contactDetailShape = contactShape.extend({
  lists: z.array(z.object({ id: z.string(), name: z.string() })),
  suppressions: z.array(z.object({ id: z.string(), reason: z.string(), scope: z.enum(['bulk', 'all']) })),
});

export const formatContactDetail = (contact: ContactDetail) => ({
  ...formatContact(contact),
  lists: contact.lists.map((list) => ({ id: formatId('list', list.id), name: list.name })),
  suppressions: contact.suppressions.map((one) => ({
    id: formatId('suppression', one.id),
    reason: one.reason,
    scope: one.scope === 1 ? 'bulk' : 'all',
  })),
});
