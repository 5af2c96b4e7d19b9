export { type Egress, openEgress } from './open-egress.ts';
export type { DeliverLocally } from './open-world.ts';
export { openContents } from './render/load-content.ts';
export { type RenderWorld, renderMessage } from './render/render-message.ts';
export { openShaping, type Shaping, type SiteLimits } from './shape/shaping.ts';
export { STATE, type State } from './state.ts';
