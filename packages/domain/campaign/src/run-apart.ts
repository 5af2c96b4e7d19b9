/**
 * Runs for each item, one after the other. One that fails keeps no other from its turn; what failed is thrown together at
 * the end, under `message`.
 */
export async function runApart<T>(
  items: readonly T[],
  message: string,
  run: (item: T) => Promise<unknown>,
): Promise<void> {
  const errors: unknown[] = [];
  for (const item of items) {
    try {
      await run(item);
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw new AggregateError(errors, message);
}
