import type { Liquid, Template } from 'liquidjs';
import { isMergeField, isScalarField } from './merge-values.ts';

export type FieldUse = {
  /** Merge fields: `name`, `attributes.city`; `attributes` alone when the key is computed. */
  readonly fields: Set<string>;
  /** Names at the top that are none. */
  readonly unknown: Set<string>;
};

/** Adds the fields that these nodes read, loop variables and assigned names left out. */
export function listFields(engine: Liquid, nodes: Template[], use: FieldUse): void {
  for (const uses of Object.values(engine.analyzeSync(nodes, { partials: false }).globals)) {
    for (const variable of uses) {
      const [top, key] = variable.segments;
      if (isScalarField(String(top))) use.fields.add(String(top));
      else if (!isMergeField(String(top))) use.unknown.add(String(top));
      else use.fields.add(typeof key === 'string' ? `attributes.${key}` : 'attributes');
    }
  }
}
