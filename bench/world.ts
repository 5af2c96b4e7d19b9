import type { Hold } from './hold.ts';
import type { Peers } from './peers/debian.ts';
import type { Bench } from './row.ts';

/** What all rows of one run share. */
export type World = {
  /** Postfix and what belongs to it; undefined where it cannot be had. */
  readonly peers: Peers | undefined;
  /** Recipients of a campaign of 8 KB; the other sizes are derived from it. */
  readonly people: number;
  /** Processes of the mta. */
  readonly mtas: number;
  /** Whether `scale` goes up to a million. */
  readonly million: boolean;
  /** What a row opens is held by this and closed after it. */
  readonly hold: Hold;
};

/** One line of the table before it is measured. */
export type RowPlan = {
  readonly name: string;
  readonly unit: string;
  /** What it is, in a line. */
  readonly about: string;
  /** Too long to be run again and again. */
  readonly once?: true;
  /** Opens what the row needs. A text: why it cannot be measured here. */
  open(world: World): Promise<Bench | string>;
};

export const NO_POSTFIX = 'Postfix is neither installed nor to be had through apt-get';
