import type { ContentFinding } from '@hikyaku/content';
import { getTranslations } from 'next-intl/server';
import { matchRefusal } from '../form/match-refusal.ts';
import type { Finding } from './view.ts';

/** The checks in the reader's words. */
export async function wordFindings(findings: readonly ContentFinding[]): Promise<Finding[]> {
  const t = await getTranslations('findings');
  const refusals = await getTranslations('refusals');
  return findings.map(({ level, code, params }) => {
    const fault = code === 'template_fault' ? matchRefusal(String(params.message)) : null;
    const words = fault ? { ...params, message: refusals(fault.key, fault.values as never) } : params;
    return { level, message: t(code, words as never) };
  });
}
