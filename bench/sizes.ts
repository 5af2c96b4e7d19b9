/** The three sizes of a message, and which share of `people` is measured with it: large ones take longer. */
export const SIZES = [
  { suffix: '', bytes: 8_192, share: 1 },
  { suffix: '-1kb', bytes: 1_024, share: 1 },
  { suffix: '-100kb', bytes: 102_400, share: 0.25 },
] as const;
