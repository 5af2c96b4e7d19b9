/** One table of a dump: COPY's text format, gzip. */
export type DumpedTable = {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: number;
  /** Of the compressed file. */
  readonly bytes: number;
  readonly sha256: string;
};

/** What a dump consists of, and what it was made of: kept beside its files. */
export type Dump = {
  readonly migrations: readonly { readonly name: string; readonly checksum: string }[];
  readonly tables: readonly DumpedTable[];
  readonly sequences: readonly { readonly name: string; readonly value: number }[];
  readonly generation: { readonly id: string; readonly number: number };
};

/** File of a table, in the folder of the dump. */
export const dumpFile = (table: string): string => `${table}.copy.gz`;

/** Belongs to the moment and the server, not to what is worth keeping. */
export const NOT_DUMPED = ['_prisma_migrations', 'egress_hold', 'egress_witnesses', 'egress_evidence'];
