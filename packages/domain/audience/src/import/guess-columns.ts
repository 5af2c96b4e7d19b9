import { parseAddress } from '@hikyaku/mail';
import { foldText } from '../contact/bigrams.ts';

/** Where a column goes; null: nowhere. */
export type ColumnTarget =
  | { readonly kind: 'email' }
  | { readonly kind: 'name' }
  | { readonly kind: 'attribute'; readonly key: string }
  | null;

export type Columns =
  | { readonly ok: true; readonly targets: readonly ColumnTarget[] }
  | { readonly ok: false; readonly failure: string };

export type ImportMapping = Readonly<Record<string, string>>;

const MAX_COLUMNS = 200;
const MAX_KEY = 100;

const EMAIL_HEADERS = [
  ...[
    'email',
    'mail',
    'emailaddress',
    'mailaddress',
    'eメール',
    'メール',
    'メールアドレス',
    'eメールアドレス',
    '電子メール',
  ],
  ...['電子メールアドレス', 'pcメール', 'pcメールアドレス', 'メルアド', 'アドレス', 'address'],
];
const NAME_HEADERS = [
  ...[
    'name',
    'fullname',
    'contactname',
    'displayname',
    'customername',
    '氏名',
    '名前',
    'お名前',
    '姓名',
    '宛名',
    '顧客名',
  ],
  ...['会員名', '担当者名', 'ご担当者名', '担当者', 'お客様名', '漢字氏名', '氏名漢字'],
];

/** Header cells as they name attributes: trimmed, bounded, each once, never empty. */
export function readHeader(cells: readonly string[]): string[] {
  const taken = new Set<string>();
  return cells.map((cell, index) => {
    const base =
      cell
        .replace(/[\u0000-\u001f\u007f\ufeff]+/g, ' ')
        .trim()
        .slice(0, MAX_KEY) || `column_${index + 1}`;
    let header = base;
    for (let copy = 2; taken.has(header); copy += 1) header = `${base}_${copy}`;
    taken.add(header);
    return header;
  });
}

/**
 * Where each column goes: as `mapping` says, else by its header in Japanese or English, else to the attribute of that
 * name. Without a header that says e-mail, the column whose first value is an address is taken.
 */
export function guessColumns(
  header: readonly string[],
  firstRow: readonly string[],
  mapping: ImportMapping | null,
): Columns {
  if (header.length > MAX_COLUMNS) return { ok: false, failure: 'too_many_columns' };
  const foreign = Object.keys(mapping ?? {}).find((column) => !header.includes(column.trim()));
  if (foreign !== undefined) return { ok: false, failure: `mapping_column_missing: ${foreign}` };
  const given = new Map(Object.entries(mapping ?? {}).map(([column, target]) => [column.trim(), target]));
  const targets: ColumnTarget[] = header.map((name) => parseTarget(given.get(name)));
  const guess = (kind: 'email' | 'name', headers: readonly string[]) => {
    if (targets.some((target) => target?.kind === kind)) return;
    for (const wanted of headers) {
      const at = header.findIndex((name) => !given.has(name) && bareHeader(name) === wanted);
      if (at >= 0) {
        targets[at] = { kind };
        return;
      }
    }
  };
  guess('email', EMAIL_HEADERS);
  guess('name', NAME_HEADERS);
  if (!targets.some((target) => target?.kind === 'email')) {
    const at = header.findIndex((name, index) => !given.has(name) && parseAddress(firstRow[index] ?? '').ok);
    if (at < 0) return { ok: false, failure: 'email_column_missing' };
    targets[at] = { kind: 'email' };
  }
  for (const [index, key] of header.entries()) {
    if (!given.has(key) && targets[index] === null) targets[index] = { kind: 'attribute', key };
  }
  return { ok: true, targets };
}

/** `email`, `name`, `attributes.<key>`; anything else ('') leaves the column out. */
function parseTarget(target: string | undefined): ColumnTarget {
  if (target === 'email' || target === 'name') return { kind: target };
  return target?.startsWith('attributes.') ? { kind: 'attribute', key: target.slice('attributes.'.length) } : null;
}

/** Without blanks, hyphens, brackets and honorifics of forms: `E-mail（必須）` is `email`. */
const bareHeader = (name: string): string =>
  foldText(name)
    .replace(/\(.*?\)|【.*?】|\[.*?\]/g, '')
    .replace(/[\s_\-‐－:：*※]/g, '');
