import type { TenantSql } from '@hikyaku/db';
import { type FieldError, ok, type Result, refuse } from '@hikyaku/tenancy';
import { addMembers } from '../list/add-members.ts';
import { findMissingLists } from '../list/find-missing-lists.ts';
import { announceContacts } from './announce-contacts.ts';
import { checkContact, formatContactRow } from './check-contact.ts';
import type { NewContact } from './contact.ts';
import { mergeRows } from './merge-rows.ts';
import { type WrittenContact, writeContacts } from './write-contacts.ts';

/** Contacts in one call. */
export const MAX_BATCH = 1_000;

/**
 * Creates or updates contacts by address and adds them to lists; answers in the order given. One bad entry refuses all,
 * with paths `3.email`, `0.attributes`, `2.list_ids.1`. Never subscribes anybody again who left.
 */
export async function upsertContacts(
  sql: TenantSql,
  contacts: readonly NewContact[],
): Promise<Result<WrittenContact[]>> {
  if (contacts.length > MAX_BATCH) return refuse(422, 'invalid', `More than ${MAX_BATCH} contacts in one call.`);
  const errors = contacts.flatMap((contact, index) => checkContact(contact, `${index}.`));
  errors.push(...(await checkLists(sql, contacts)));
  if (errors.length > 0) return refuse(422, 'invalid', `${errors[0]!.path} ${errors[0]!.message}`, errors);
  const rows = contacts.map(formatContactRow);
  const written = new Map((await writeContacts(sql, mergeRows(rows))).map((contact) => [contact.email, contact]));
  const answers: WrittenContact[] = [];
  const seen = new Set<string>();
  for (const { email } of rows) {
    const contact = written.get(email)!;
    answers.push(seen.has(email) ? { ...contact, created: false } : contact);
    seen.add(email);
  }
  const members = contacts.flatMap((contact, index) =>
    (contact.list_ids ?? []).map((listId) => [listId, answers[index]!.id] as const),
  );
  await addMembers(
    sql,
    members.map(([listId]) => listId),
    members.map(([, contactId]) => contactId),
  );
  await announceContacts(sql, [...written.values()]);
  return ok(answers);
}

async function checkLists(sql: TenantSql, contacts: readonly NewContact[]): Promise<FieldError[]> {
  const missing = await findMissingLists(sql, [...new Set(contacts.flatMap((contact) => contact.list_ids ?? []))]);
  if (missing.size === 0) return [];
  return contacts.flatMap((contact, index) =>
    (contact.list_ids ?? []).flatMap((listId, place) =>
      missing.has(listId) ? [{ path: `${index}.list_ids.${place}`, message: 'is no list' }] : [],
    ),
  );
}
