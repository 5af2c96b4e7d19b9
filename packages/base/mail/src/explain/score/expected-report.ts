import type { Explanation } from '../explain.ts';

/** What somebody who read a returned mail says that it means: one entry of an expected.json. */
export type ExpectedReport = {
  /** Name of the file beside expected.json. */
  readonly file: string;
  readonly kind: Explanation['kind'];
  readonly expected: readonly ExpectedRecipient[];
};

export type ExpectedRecipient = {
  /** Null where the report hides it; then anybody who is not expected by name will do. */
  readonly recipient: string | null;
  /** Another spelling that is right too. */
  readonly alias?: string | null;
  readonly reason: string;
  readonly hard: boolean;
  /** False where the reason is nobody's business, as in reports of delay. */
  readonly reason_counts?: boolean;
};

/** The entries of an expected.json. Throws a TypeError for anything else. */
export function parseExpectedReports(text: string): ExpectedReport[] {
  const parsed: unknown = JSON.parse(text);
  if (!Array.isArray(parsed) || !parsed.every(isExpectedReport)) {
    throw new TypeError('expected.json is not a list of { file, kind, expected: [{ recipient, reason, hard }] }');
  }
  return parsed;
}

function isExpectedReport(entry: unknown): entry is ExpectedReport {
  const { file, kind, expected } = (entry ?? {}) as Record<string, unknown>;
  return typeof file === 'string' && typeof kind === 'string' && Array.isArray(expected) && expected.every(isRecipient);
}

function isRecipient(entry: unknown): entry is ExpectedRecipient {
  const { recipient, reason, hard } = (entry ?? {}) as Record<string, unknown>;
  const named = recipient === null || typeof recipient === 'string';
  return named && typeof reason === 'string' && typeof hard === 'boolean';
}
