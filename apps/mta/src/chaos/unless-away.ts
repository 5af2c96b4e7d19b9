import { isDatabaseAway } from '@hikyaku/db';

/** The answer, or undefined while Postgres is away because a round took it away. */
export async function unlessAway<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isDatabaseAway(error)) return undefined;
    throw error;
  }
}
