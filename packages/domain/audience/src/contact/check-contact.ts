import { type AddressRefusal, canonicalAddress, domainOf, parseAddress } from '@hikyaku/mail';
import type { FieldError } from '@hikyaku/tenancy';
import { isStorable, toStorable } from '../storable-text.ts';
import { bigramsOf } from './bigrams.ts';
import { checkAttributes } from './check-attributes.ts';
import type { NewContact } from './contact.ts';

/** A contact as it is written: one row of an upsert. */
export type ContactRow = {
  readonly email: string;
  readonly spelling: string;
  readonly domain: string;
  /** Null: not given, what is known stays. */
  readonly name: string | null;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly bigrams: readonly string[];
};

export const MAX_NAME = 200;

const WORDS: Record<AddressRefusal, string> = {
  empty: 'is empty',
  control_character: 'contains a control character',
  too_long: 'is longer than 254 characters',
  no_at_sign: 'has no @',
  bad_local_part: 'has characters before the @ that no address has',
  bad_domain: 'has no valid domain after the @',
  bad_display_name: 'has a display name that cannot be read',
};

/** Why this contact cannot be written, with paths below `path` (`3.` in a batch, '' alone); empty when it can. */
export function checkContact(contact: NewContact, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const parsed = parseAddress(contact.email);
  if (!parsed.ok) errors.push({ path: `${path}email`, message: WORDS[parsed.reason] });
  else if (!isStorable(contact.email)) errors.push({ path: `${path}email`, message: WORDS.bad_local_part });
  if (contact.name !== undefined) {
    if (/[\u0000-\u001f\u007f]/.test(contact.name)) {
      errors.push({ path: `${path}name`, message: 'contains a control character' });
    }
    if (contact.name.length > MAX_NAME) {
      errors.push({ path: `${path}name`, message: `is longer than ${MAX_NAME} characters` });
    }
  }
  const message = contact.attributes === undefined ? null : checkAttributes(contact.attributes);
  if (message) errors.push({ path: `${path}attributes`, message });
  return errors;
}

/** The row of a contact whose address parses. A display name before the address counts when no name is given. */
export function formatContactRow(contact: NewContact): ContactRow {
  const parsed = parseAddress(contact.email);
  if (!parsed.ok) throw new Error('a contact row was asked for an address that was not checked');
  const { spelling, name: displayName } = parsed.address;
  const email = canonicalAddress(spelling);
  const given = contact.name ?? displayName?.slice(0, MAX_NAME) ?? null;
  const name = given === null ? null : toStorable(given).trim();
  return {
    email,
    spelling,
    domain: domainOf(email),
    name,
    attributes: contact.attributes ?? {},
    bigrams: bigramsOf(email, name ?? ''),
  };
}
