import { Context, type Emitter, type Liquid, type Template, toValueSync } from 'liquidjs';
import type { MergeValues } from './merge-values.ts';
import { MAX_CHARACTERS } from './open-engine.ts';
import { toText } from './to-text.ts';

/** Renders with Liquid itself. Throws what the template causes: a blown limit, a filter that cannot work on a value. */
export function renderNodes(engine: Liquid, nodes: Template[], values: MergeValues): string {
  const { variables, ...fields } = values;
  const context = new Context({ ...variables, ...fields }, engine.options, { sync: true }, { liquid: engine });
  const emitter = boundedEmitter();
  toValueSync(engine.renderer.renderTemplates(nodes, context, emitter));
  return emitter.buffer;
}

function boundedEmitter(): Emitter & { buffer: string } {
  return {
    buffer: '',
    write(value: unknown) {
      this.buffer += toText(value);
      if (this.buffer.length > MAX_CHARACTERS) throw new Error(`output limit of ${MAX_CHARACTERS} characters exceeded`);
    },
  };
}
