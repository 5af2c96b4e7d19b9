import type { Visitor } from './read-visitor.ts';

/** One fetch of the picture or of a link. */
export type Visit = {
  readonly deliveryId: number;
  /** 0: the picture. */
  readonly link: number;
  /** Where the link led; '' for the picture. */
  readonly url: string;
  readonly visitor: Visitor;
  readonly agent: string;
  /** Milliseconds since 1970. */
  readonly at: number;
};
