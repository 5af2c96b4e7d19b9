import { openTracking, type Tracked, type TrackedUrl } from '../track/open-tracking.ts';
import { compileSlots } from './compile-slots.ts';
import { listParts, type MergeValues, type Part, type TemplateSource } from './merge-values.ts';
import { type EngineOptions, openEngine } from './open-engine.ts';
import { describeFault, formatFault, parsePart } from './parse-part.ts';
import { renderNodes } from './render-nodes.ts';

export type RenderedContent = { subject: string; html?: string; text?: string };
export type RenderFailure = { readonly failed: 'content'; readonly detail: string };

/** A parsed template: parse once, render for each recipient. Holds no state between renders. */
export type Template = {
  /** `urlOf` makes the addresses of a template that was opened with `tracked`; there it is required. */
  render(values: MergeValues, urlOf?: TrackedUrl): RenderedContent | RenderFailure;
};

export type TemplateOptions = Pick<EngineOptions, 'at' | 'timezone'> & {
  /** Links and openings of the HTML part that are followed. Default: none. */
  readonly tracked?: Tracked;
};

/** Wall clock for one part of one recipient. Far above what the trial render allowed, so that load bounces nobody. */
const RENDER_LIMIT_MS = 2_000;

/**
 * Opens a template that `checkTemplate` accepted. Values are escaped in HTML; the subject is always one line.
 * A template that does not parse opens too, and fails at every render with the reason `content`.
 */
export function openTemplate(source: TemplateSource, options: TemplateOptions = {}): Template {
  const renderers: [Part, (values: MergeValues) => string][] = [];
  const tracking = options.tracked && openTracking(options.tracked);
  for (const { part, text: written } of listParts(source)) {
    const text = tracking && part === 'html' ? tracking.mark(written) : written;
    const engine = openEngine(part, { ...options, renderLimitMs: RENDER_LIMIT_MS });
    const parsed = parsePart(engine, text);
    if (!parsed.ok) return { render: () => ({ failed: 'content', detail: `${part}: ${formatFault(parsed.fault)}` }) };
    const slots = compileSlots(parsed.nodes, part);
    renderers.push([part, (values) => slots?.(values) ?? renderNodes(engine, parsed.nodes, values)]);
  }
  return {
    render(values, urlOf) {
      const rendered: RenderedContent = { subject: '' };
      for (const [part, render] of renderers) {
        try {
          const text = render(values);
          rendered[part] = part === 'subject' ? toOneLine(text) : text;
        } catch (error) {
          return { failed: 'content', detail: `${part}: ${formatFault(describeFault(error))}` };
        }
      }
      if (tracking && rendered.html !== undefined) {
        if (!urlOf) throw new Error('a tracked template is rendered without the addresses of its links');
        rendered.html = tracking.fill(rendered.html, urlOf);
      }
      return rendered;
    },
  };
}

/** Line breaks and other controls of a value never pass into a header: each run of them becomes one space. */
const toOneLine = (text: string): string =>
  /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(text)
    ? text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim()
    : text;
