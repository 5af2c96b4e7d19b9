import { type AddressRefusal, parseAddress } from '@hikyaku/mail';
import { checkAttributes } from '../contact/check-attributes.ts';
import { type ContactRow, formatContactRow, MAX_NAME } from '../contact/check-contact.ts';
import type { ColumnTarget } from './guess-columns.ts';

/** Why a row was skipped. */
export const IMPORT_REASONS = [
  'email_empty',
  'email_control_character',
  'email_too_long',
  'email_no_at_sign',
  'email_bad_local_part',
  'email_bad_domain',
  'email_bad_display_name',
  'email_unreadable',
  'name_too_long',
  'value_too_long',
  'too_many_cells',
  'quote_not_closed',
  'row_too_long',
] as const;

export type ImportReason = (typeof IMPORT_REASONS)[number];

export type ImportRow =
  | { readonly ok: true; readonly row: ContactRow }
  | { readonly ok: false; readonly reason: ImportReason };

const MAX_VALUE = 10_000;

/** One row of a file as a contact. Empty cells are not given: what is known stays. */
export function readImportRow(cells: readonly string[], targets: readonly ColumnTarget[]): ImportRow {
  if (cells.slice(targets.length).some((cell) => cell.trim() !== '')) return skip('too_many_cells');
  let email = '';
  let name: string | undefined;
  const attributes: Record<string, string> = {};
  for (const [index, target] of targets.entries()) {
    const value = target ? (cells[index] ?? '').replaceAll('\u0000', '').trim() : '';
    if (value.length > MAX_VALUE) return skip('value_too_long');
    if (!target || value === '') continue;
    if (target.kind === 'email') email = value;
    else if (target.kind === 'name') name = value.replace(/[\u0001-\u001f\u007f]+/g, ' ');
    else attributes[target.key] = value;
  }
  const parsed = parseAddress(email);
  if (!parsed.ok) return skip(`email_${parsed.reason satisfies AddressRefusal}`);
  if (email.includes('\ufffd')) return skip('email_unreadable');
  if (name !== undefined && name.length > MAX_NAME) return skip('name_too_long');
  if (checkAttributes(attributes)) return skip('row_too_long');
  return { ok: true, row: formatContactRow({ email, name, attributes }) };
}

const skip = (reason: ImportReason): ImportRow => ({ ok: false, reason });
