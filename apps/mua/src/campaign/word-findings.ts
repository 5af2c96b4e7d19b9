import type { ContentFinding } from '@hikyaku/content';
import { getTranslations } from 'next-intl/server';
import type { Finding } from './view.ts';

/** The checks in the reader's words. */
export async function wordFindings(findings: readonly ContentFinding[]): Promise<Finding[]> {
  const t = await getTranslations('findings');
  return findings.map(({ level, code, params }) => ({ level, message: t(code, params as never) }));
}
