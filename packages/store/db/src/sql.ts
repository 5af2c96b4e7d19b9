/** Anything that runs SQL: a pool, or one transaction. int8 comes back as a number (every id is below 2^53). */
export type Sql = {
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>;
};

/** A pool that can also run a function in one transaction. */
export type Database = Sql & {
  /** Runs `run` in one transaction; rolls back when it throws. */
  transaction<T>(run: (sql: Sql) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};
