/** In the place of a row with which the answer would have become too large. */
export type Later = { readonly id: number; readonly later: true };

/**
 * Reads rows by id, one statement at a time: ids asked for while one is on its way share the next. Answers undefined for
 * a row that does not exist.
 */
export function gatherRows<Row extends { readonly id: number }>(
  read: (ids: readonly number[]) => Promise<readonly (Row | Later)[]>,
): (id: number) => Promise<Row | undefined> {
  type Waiting = { resolve(row: Row | undefined): void; reject(error: unknown): void };
  let waiting = new Map<number, Waiting[]>();
  let running = false;

  const ask = (id: number, one: Waiting) => void waiting.set(id, [...(waiting.get(id) ?? []), one]);

  const readGroup = async (group: ReadonlyMap<number, readonly Waiting[]>): Promise<void> => {
    try {
      const rows = new Map((await read([...group.keys()])).map((row) => [row.id, row]));
      for (const [id, all] of group) {
        const row = rows.get(id);
        if (row && isLater(row)) for (const one of all) ask(id, one);
        else for (const one of all) one.resolve(row);
      }
    } catch (error) {
      for (const all of group.values()) for (const one of all) one.reject(error);
    }
  };

  const work = async (): Promise<void> => {
    // What is asked for in the same turn of the event loop goes along.
    await new Promise(setImmediate);
    while (waiting.size > 0) {
      const group = waiting;
      waiting = new Map();
      await readGroup(group);
    }
    running = false;
  };

  return (id) =>
    new Promise((resolve, reject) => {
      ask(id, { resolve, reject });
      if (running) return;
      running = true;
      void work();
    });
}

const isLater = <Row extends object>(row: Row | Later): row is Later => 'later' in row && row.later === true;
