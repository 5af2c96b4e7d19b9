import type { TextEncoding } from '@hikyaku/mail';
import { createCsvReader } from './csv/csv-reader.ts';
import { guessSeparator } from './csv/guess-separator.ts';
import { type ColumnTarget, guessColumns, readHeader } from './guess-columns.ts';
import { readImportText } from './read-import-text.ts';

export type ImportPeek = {
  /** Null: plain ASCII so far. */
  readonly encoding: TextEncoding | null;
  readonly separator: string;
  readonly columns: readonly {
    readonly header: string;
    readonly target: ColumnTarget;
    readonly samples: readonly string[];
  }[];
  /** Why it cannot be imported as it is: `empty_file`, `email_column_missing`, ... */
  readonly failure: string | null;
};

const SAMPLES = 3;

/** What an import would take the columns of a file for, from its first bytes. The last, cut line is left out. */
export async function peekImport(start: Buffer): Promise<ImportPeek> {
  let text = '';
  let encoding: TextEncoding | null = null;
  for await (const piece of readImportText(pieces(start))) {
    text += piece.text;
    encoding = piece.encoding ?? encoding;
  }
  const separator = guessSeparator(text);
  const reader = createCsvReader(separator);
  const records = [...reader.write(text), ...reader.end()]
    .flatMap((record) => ('cells' in record && record.cells.some((cell) => cell.trim() !== '') ? [record.cells] : []))
    .slice(0, SAMPLES + 1);
  const [head, ...rows] = records;
  if (!head) return { encoding, separator, columns: [], failure: 'empty_file' };
  const header = readHeader(head);
  const guess = guessColumns(header, rows[0] ?? [], null);
  const columns = header.map((name, index) => ({
    header: name,
    target: guess.ok ? (guess.targets[index] ?? null) : null,
    samples: rows.map((row) => row[index] ?? '').filter((cell) => cell !== ''),
  }));
  return { encoding, separator, columns, failure: guess.ok ? null : guess.failure };
}

async function* pieces(start: Buffer): AsyncGenerator<Buffer> {
  yield start;
}
