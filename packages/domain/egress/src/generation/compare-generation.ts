/** What the database says of itself. `place` is null until a worker has raised the number for the first time. */
export type Generation = { readonly id: string; readonly number: number; readonly place: string | null };

/** `first`: nobody outside has a number of this database. `behind`: it was put back. `moved`: it was copied elsewhere. */
export type Verdict = 'same' | 'first' | 'behind' | 'moved';

/**
 * Compares the database's number with the highest that was kept outside it (null: none), and the place where it lay with
 * the one where it lies now (null: the server does not tell). A kill between the commit and the file leaves the file one
 * behind, never ahead.
 */
export function compareGeneration(found: Generation, kept: number | null, place: string | null): Verdict {
  if (kept !== null && found.number < kept) return 'behind';
  if (found.place !== null && place !== null && found.place !== place) return 'moved';
  return kept === null ? 'first' : 'same';
}
