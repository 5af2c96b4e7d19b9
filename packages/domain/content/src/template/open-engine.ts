import { type FilterImplOptions, filters, Liquid } from 'liquidjs';
import type { Part } from './merge-values.ts';
import { toText } from './to-text.ts';

/** Characters of one part before and after rendering. */
export const MAX_CHARACTERS = 5_000_000;
/** Objects and characters that filters and loops of one render may make. */
const MAX_MEMORY = 10_000_000;

export type EngineOptions = {
  /** What `'now' | date` means: fixed when the content is frozen, so that a retry renders the same bytes. */
  readonly at?: Date;
  /** IANA name, for `date`. Default Asia/Tokyo. */
  readonly timezone?: string;
  /** Wall clock of one render. Generous while sending: a slow machine must not bounce anybody. */
  readonly renderLimitMs: number;
};

type Handler = (this: { context: { memoryLimit: { use(count: number): void } } }, ...args: unknown[]) => unknown;
const builtin = filters as unknown as Record<string, Handler>;

// Reading files, or another result at each render: neither has a place in a mail that may be rendered again.
const REMOVED_TAGS = ['include', 'render', 'layout', 'block'];
const REMOVED_FILTERS = ['sample', 'where_exp', 'reject_exp', 'group_by_exp', 'has_exp', 'find_index_exp', 'find_exp'];
const DATE_FILTERS = ['date', 'date_to_xmlschema', 'date_to_rfc822', 'date_to_string', 'date_to_long_string'];
const ESCAPES = ['escape', 'xml_escape', 'escape_once'];

/** A Liquid engine for one part: values are escaped by default in HTML, unknown tags and filters are refused. */
export function openEngine(part: Part, options: EngineOptions): Liquid {
  const engine = new Liquid({
    strictFilters: true,
    ownPropertyOnly: true,
    cache: false,
    templates: {},
    timezoneOffset: options.timezone ?? 'Asia/Tokyo',
    parseLimit: MAX_CHARACTERS,
    renderLimit: options.renderLimitMs,
    memoryLimit: MAX_MEMORY,
    outputEscape: (part === 'html' ? builtin.escape : countCharacters) as (value: unknown) => string,
  });
  for (const tag of REMOVED_TAGS) delete engine.tags[tag];
  for (const filter of REMOVED_FILTERS) engine.unregisterFilter(filter);
  for (const filter of DATE_FILTERS) engine.registerFilter(filter, fixNow(builtin[filter]!, options.at ?? new Date()));
  if (part === 'html') {
    // What somebody escaped by hand is not escaped twice.
    for (const filter of ESCAPES) engine.registerFilter(filter, raw(builtin[filter]!));
    engine.registerFilter('newline_to_br', raw(breakLines));
  }
  return engine;
}

const raw = (handler: Handler): FilterImplOptions => ({ handler, raw: true }) as FilterImplOptions;

const countCharacters: Handler = function (value) {
  const text = toText(value);
  this.context.memoryLimit.use(text.length);
  return text;
};

const breakLines: Handler = function (value) {
  return builtin.newline_to_br!.call(this, builtin.escape_once!.call(this, value));
};

const fixNow = (handler: Handler, at: Date): FilterImplOptions =>
  function (this: unknown, value: unknown, ...args: unknown[]) {
    return handler.call(this as never, value === 'now' || value === 'today' ? at : value, ...args);
  } as FilterImplOptions;
