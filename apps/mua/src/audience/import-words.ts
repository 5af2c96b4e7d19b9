import { getTranslations } from 'next-intl/server';

const failures = [
  'empty_file',
  'email_column_missing',
  'mapping_column_missing',
  'too_many_columns',
  'header_unreadable',
  'too_many_rows',
] as const;

const rowReasons = [
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

/** Why a file failed, in the reader's words: `code` or `code: detail`. */
export async function importFailure(failure: string): Promise<string> {
  const t = await getTranslations('imports.failures');
  const [code = '', detail = ''] = failure.split(/: (.*)/s);
  const known = failures.find((one) => one === code);
  return known ? t(known, { detail }) : failure;
}

/** Why a row was skipped, in the reader's words. */
export async function rowReasonNames(): Promise<(reason: string) => string> {
  const t = await getTranslations('imports.reasons');
  return (reason) => {
    const known = rowReasons.find((one) => one === reason);
    return known ? t(known) : reason;
  };
}
