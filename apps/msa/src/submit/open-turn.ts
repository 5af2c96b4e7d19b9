/** Runs what it is given one after the other, in the order in which it was asked. */
export type Turn = <T>(run: () => Promise<T>) => Promise<T>;

export function openTurn(): Turn {
  let last: Promise<unknown> = Promise.resolve();
  return (run) => {
    const mine = last.then(run);
    last = mine.catch(() => {});
    return mine;
  };
}
