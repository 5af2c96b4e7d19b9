/** One run at a time for each key; what is asked for meanwhile becomes the next run. */
export type Gathering<Item, Answer> = {
  ask(key: number, item: Item): Promise<Answer>;
  /** Resolves when nothing is being run. */
  idle(): Promise<void>;
};

export type GatheringOptions<Item, Answer> = {
  /** Answers each item, in order. When it rejects, each of them is run by itself: one bad item is nobody else's fault. */
  run(key: number, items: readonly Item[]): Promise<readonly Answer[]>;
  sizeOf(item: Item): number;
  readonly itemsMax: number;
  readonly sizeMax: number;
};

type Waiting<Item, Answer> = {
  readonly item: Item;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
};

/**
 * Lets many who ask at once share one run: as with a group commit, who comes while a run is on its way waits for the next
 * one, so that groups are as large as the load and a lone asker waits for nobody.
 */
export function openGathering<Item, Answer>(options: GatheringOptions<Item, Answer>): Gathering<Item, Answer> {
  const waiting = new Map<number, Waiting<Item, Answer>[]>();
  const running = new Set<Promise<void>>();

  const runGroup = async (key: number, group: readonly Waiting<Item, Answer>[]): Promise<void> => {
    try {
      const answers = await options.run(
        key,
        group.map(({ item }) => item),
      );
      for (const [at, one] of group.entries()) one.resolve(answers[at]!);
    } catch (error) {
      if (group.length === 1) group[0]!.reject(error);
      else for (const one of group) await runGroup(key, [one]);
    }
  };

  /** Runs until nobody of this key waits. */
  const work = async (key: number): Promise<void> => {
    // What arrived in the same turn of the event loop goes along.
    await new Promise(setImmediate);
    for (let queue = waiting.get(key)!; queue.length > 0; queue = waiting.get(key)!) {
      await runGroup(key, queue.splice(0, countFitting(queue, options)));
    }
    waiting.delete(key);
  };

  return {
    ask: (key, item) =>
      new Promise((resolve, reject) => {
        const queue = waiting.get(key);
        if (queue) {
          queue.push({ item, resolve, reject });
          return;
        }
        waiting.set(key, [{ item, resolve, reject }]);
        const mine = work(key).finally(() => running.delete(mine));
        running.add(mine);
      }),
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

/** How many from the front go together: at least one. */
function countFitting<Item, Answer>(
  queue: readonly Waiting<Item, Answer>[],
  { sizeOf, itemsMax, sizeMax }: GatheringOptions<Item, Answer>,
): number {
  let size = 0;
  const end = queue.findIndex(({ item }, at) => {
    size += sizeOf(item);
    return at > 0 && (at >= itemsMax || size > sizeMax);
  });
  return end < 0 ? queue.length : end;
}
