type Closing = { close(): unknown };

/** Keeps a thing to be closed, and answers it. */
export type Hold = <T extends Closing>(thing: T) => T;

export type Holder = { readonly hold: Hold; close(): Promise<void> };

/** Holds what is opened on the way and closes it in reverse, each once, however far the opening came. */
export function openHolder(): Holder {
  const held: Closing[] = [];
  return {
    hold(thing) {
      held.push(thing);
      return thing;
    },
    async close() {
      for (let thing = held.pop(); thing; thing = held.pop()) await thing.close();
    },
  };
}
