import { type CsvReader, type CsvRecord, createCsvReader } from './csv/csv-reader.ts';
import { guessSeparator } from './csv/guess-separator.ts';
import { type ColumnTarget, guessColumns, type ImportMapping, readHeader } from './guess-columns.ts';
import { MAX_IMPORT_ROWS } from './import.ts';

export type DataRow = {
  /** As a spreadsheet counts: the header is row 1, blank lines count. */
  readonly row: number;
  readonly record: CsvRecord;
};

/** A file with a header, read piece by piece into data rows. Blank lines are no rows. */
export type Sheet = {
  write(text: string): DataRow[];
  end(): DataRow[];
  readonly separator: string;
  /** Known from the first data row on. */
  readonly targets: readonly ColumnTarget[];
  /** Why the file cannot be read (any further): `empty_file`, `email_column_missing`, `too_many_rows`, ... */
  readonly failure: string | null;
};

export function openSheet(mapping: ImportMapping | null): Sheet {
  let head = '';
  let reader: CsvReader | null = null;
  let separator = ',';
  let header: string[] | null = null;
  let targets: readonly ColumnTarget[] | null = null;
  let failure: string | null = null;
  let row = 0;
  let count = 0;

  const settleColumns = (named: string[], first: readonly string[]) => {
    const columns = guessColumns(named, first, mapping);
    if (columns.ok) targets = columns.targets;
    else failure = columns.failure;
  };
  const sort = (records: CsvRecord[]): DataRow[] => {
    const rows: DataRow[] = [];
    for (const record of records) {
      row += 1;
      if (failure) break;
      const cells = 'cells' in record ? record.cells : [];
      if ('cells' in record && cells.length === 1 && cells[0]!.trim() === '') continue;
      if (!header) {
        if ('broken' in record) failure = 'header_unreadable';
        else header = readHeader(cells);
        continue;
      }
      if (!targets) settleColumns(header, cells);
      count += 1;
      if (count > MAX_IMPORT_ROWS) failure = 'too_many_rows';
      if (!failure) rows.push({ row, record });
    }
    return rows;
  };
  const read = (text: string, final: boolean): DataRow[] => {
    if (reader) return sort(reader.write(text));
    head += text;
    // The separator is guessed from the first line that says something: it has to be there as a whole.
    if (!final && !/\S[^\r\n]*[\r\n]/.test(head)) return [];
    separator = guessSeparator(head);
    reader = createCsvReader(separator);
    return sort(reader.write(head));
  };
  return {
    write: (text) => read(text, false),
    end() {
      const rows = [...read('', true), ...sort(reader!.end())];
      if (!header) failure ??= 'empty_file';
      else if (!targets && !failure) settleColumns(header, []);
      return rows;
    },
    get separator() {
      return separator;
    },
    get targets() {
      return targets ?? [];
    },
    get failure() {
      return failure;
    },
  };
}
