import { isDatabaseAway } from '@hikyaku/db';

export type Groups<Item, Result> = {
  /** Resolves or rejects with what became of this item. */
  add(item: Item): Promise<Result>;
};

export type GroupOptions<Item, Result> = {
  /** Groups that may be at work at once. */
  readonly lanes: number;
  readonly itemsMax: number;
  /** Default: an item weighs nothing. */
  weigh?(item: Item): number;
  readonly weightMax?: number;
  /** Takes a whole group or none of it. Its results are in the order of the items. */
  run(items: readonly Item[]): Promise<readonly Result[]>;
};

type Waiting<Item, Result> = { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void };

/**
 * Gathers what comes while the groups before it are at work, so that many share one commit and nobody waits for a clock.
 * What fails as a group is tried again one by one, so that one bad item spoils nothing for the others; a database that is
 * away fails them all at once.
 */
export function openGroups<Item, Result>(options: GroupOptions<Item, Result>): Groups<Item, Result> {
  const { lanes, itemsMax, weigh = () => 0, weightMax = 0, run } = options;
  let waiting: Waiting<Item, Result>[] = [];
  let busy = 0;

  async function runOne(group: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await run(group.map(({ item }) => item));
      for (const [index, one] of group.entries()) one.resolve(results[index]!);
    } catch (error) {
      if (group.length === 1 || isDatabaseAway(error)) for (const one of group) one.reject(error);
      else for (const one of group) await runOne([one]);
    }
  }

  function next(): void {
    if (busy >= lanes || waiting.length === 0) return;
    let size = 0;
    let weight = 0;
    do {
      weight += weigh(waiting[size]!.item);
      size += 1;
    } while (size < waiting.length && size < itemsMax && weight + weigh(waiting[size]!.item) <= weightMax);
    const group = waiting.slice(0, size);
    waiting = waiting.slice(size);
    busy += 1;
    void runOne(group).finally(() => {
      busy -= 1;
      next();
    });
    next();
  }

  return {
    add: (item) =>
      new Promise<Result>((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        // After what has already arrived: the first of a burst does not go alone.
        if (waiting.length === 1) setImmediate(next);
      }),
  };
}
