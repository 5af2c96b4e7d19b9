export { type Egress, openEgress } from './open-egress.ts';
export type { DeliverLocally } from './open-world.ts';
export { STATE, type State } from './state.ts';
