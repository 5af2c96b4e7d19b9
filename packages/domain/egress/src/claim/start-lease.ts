/**
 * A lease of `ms` from now on, as its holder sees it: true until it is over by either of two clocks. The wall clock can be
 * set back, and then the holder would believe in its right for longer than the database does; the clock that only goes
 * forward stands still while the machine is suspended.
 */
export function startLease(ms: number): () => boolean {
  const wallUntil = Date.now() + ms;
  const steadyUntil = performance.now() + ms;
  return () => Date.now() < wallUntil && performance.now() < steadyUntil;
}
