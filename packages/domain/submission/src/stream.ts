/** The two streams, in the order of their numbers in the ledger. Transactional mail goes first, always. */
export const STREAMS = ['transactional', 'bulk'] as const;

export type Stream = (typeof STREAMS)[number];
