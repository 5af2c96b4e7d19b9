/** Lets at most `most` jobs run at once; the others wait in the order in which they came. */
export function openTurnstile(most: number) {
  const waiting: (() => void)[] = [];
  let inside = 0;
  return {
    async pass<T>(job: () => Promise<T>): Promise<T> {
      if (inside >= most) await new Promise<void>((enter) => waiting.push(enter));
      else inside++;
      try {
        return await job();
      } finally {
        // The place is handed over, never given back and taken again, so a newcomer cannot push in.
        const next = waiting.shift();
        if (next) next();
        else inside--;
      }
    },
  };
}
