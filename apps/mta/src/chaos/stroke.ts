import type { Stage } from './open-stage.ts';

/** One thing that goes wrong in a round, in the middle of mail that it asks for itself. A worker may or may not run afterwards. */
export type Stroke = (stage: Stage) => Promise<void>;
