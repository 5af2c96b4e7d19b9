/** A clock that shows `at` now and goes on steadily, whatever somebody does to the clock of this machine. */
export function startClock(at: Date): () => Date {
  const startedAt = performance.now();
  return () => new Date(at.getTime() + performance.now() - startedAt);
}
