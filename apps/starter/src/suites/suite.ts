import type { Tally } from './tally.ts';

/** Where a suite runs and when it has to end early. */
export type SuiteFrame = {
  readonly root: string;
  /** Folder for reports, removed at the end. */
  readonly folder: string;
  readonly stop: AbortSignal;
};

export type Suite = (frame: SuiteFrame) => Promise<Tally>;
