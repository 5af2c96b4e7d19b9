import pg from 'pg';
import type { Database, Sql } from './sql.ts';

// int8 as a number: ledger ids are month * 2^40 + number and stay far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export type DatabaseOptions = {
  readonly url: string;
  /** Connections that this pool may hold. The budget over all programs is 80 of 100. */
  readonly max: number;
  readonly name: string;
  readonly onError?: (error: Error) => void;
};

const rowsOf = (client: pg.Pool | pg.PoolClient): Sql['query'] =>
  async function query<Row>(text: string, values?: readonly unknown[]) {
    const result = await client.query(text, values as unknown[]);
    return result.rows as Row[];
  };

/** A pool over one login. Connections are opened when they are needed. */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max,
    application_name: options.name,
    connectionTimeoutMillis: 10_000,
  });
  // An idle connection that breaks must not end the process: the next query opens another.
  pool.on('error', (error) => options.onError?.(error));
  return {
    query: rowsOf(pool),
    async transaction(run) {
      const client = await pool.connect();
      let broken: Error | undefined;
      // A connection that breaks between two statements says so here only: unheard, it would end the process.
      const onBroken = (error: Error) => {
        broken = error;
        options.onError?.(error);
      };
      client.on('error', onBroken);
      try {
        await client.query('BEGIN');
        const result = await run({ query: rowsOf(client) });
        await client.query('COMMIT');
        return result;
      } catch (error) {
        await client.query('ROLLBACK').catch((failure: Error) => {
          broken = failure;
        });
        throw error;
      } finally {
        client.off('error', onBroken);
        client.release(broken);
      }
    },
    close: () => pool.end(),
  };
}

/** One connection of its own, for migrations and LISTEN. */
export async function openClient(url: string) {
  const raw = new pg.Client({ connectionString: url });
  await raw.connect();
  return {
    raw,
    query: async <Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]> =>
      (await raw.query(text, values as unknown[])).rows as Row[],
    end: () => raw.end(),
  };
}

/** True for a failure of the connection or the server rather than of the statement: worth a 503 and a retry. */
export function isDatabaseAway(error: unknown): boolean {
  const code = (error as { code?: string } | null)?.code ?? '';
  const message = error instanceof Error ? error.message : '';
  return (
    // SQLSTATE, Prisma's own codes, and those of the system.
    /^(08|57P|53|P1001|P1002|P1008|P1017|P2024)/.test(code) ||
    /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|ETIMEDOUT)$/.test(code) ||
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
      message,
    )
  );
}
