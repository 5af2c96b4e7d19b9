import { type House, openHouse } from './open-house.ts';
import { HOUSE } from './place.ts';

type Place = { [HOUSE]?: Promise<House> };

/**
 * The house of this process. Next gives pages no way to be handed anything, and bundles a module more than once; hence
 * one place on the global object. A house that could not be opened is tried again at the next request.
 */
export function house(): Promise<House> {
  const place = globalThis as Place;
  place[HOUSE] ??= openHouse().catch((error) => {
    place[HOUSE] = undefined;
    throw error;
  });
  return place[HOUSE];
}
