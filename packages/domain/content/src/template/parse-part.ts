import { type Liquid, LiquidError, type Template } from 'liquidjs';

export type TemplateFault = { readonly line: number; readonly column: number; readonly problem: string };

export type ParsedPart =
  | { readonly ok: true; readonly nodes: Template[] }
  | { readonly ok: false; readonly fault: TemplateFault };

/** Parses one part; a syntax error, an unknown tag or filter, and a blown limit come back with line and column. */
export function parsePart(engine: Liquid, text: string): ParsedPart {
  try {
    return { ok: true, nodes: engine.parse(text) };
  } catch (error) {
    return { ok: false, fault: describeFault(error) };
  }
}

/** Liquid writes the place into its message; here it stands apart. Anything else that a template can cause has none. */
export function describeFault(error: unknown): TemplateFault {
  const message = error instanceof Error ? error.message : String(error);
  if (LiquidError.is(error)) {
    const [line, column] = error.token.getPosition();
    return { line: line!, column: column!, problem: message.replace(/, line:\d+, col:\d+$/, '') };
  }
  const problem = error instanceof RangeError ? 'nested too deeply or grown too large' : message;
  return { line: 1, column: 1, problem };
}

export const formatFault = (fault: TemplateFault): string =>
  `line ${fault.line}, column ${fault.column}: ${fault.problem}`;
