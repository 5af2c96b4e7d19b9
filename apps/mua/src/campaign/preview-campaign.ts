'use server';

import { checkContent, frameHtml, htmlToText, openTemplate } from '@hikyaku/content';
import type { TenantSql } from '@hikyaku/db';
import { read } from '../gate/read.ts';
import { findPerson } from './find-person.ts';
import type { Preview } from './view.ts';
import { wordFindings } from './word-findings.ts';

export type PreviewRequest = {
  from: string;
  subject: string;
  html: string;
  text: string;
  /** Address of a contact; anything else: a made-up person. */
  contact: string;
};

/** The draft as one contact would get it, with the checks before sending. */
export async function previewCampaign(request: PreviewRequest): Promise<Preview> {
  const { subject, html, text } = request;
  const { values, postalAddress, url } = await read(async (sql, { house }) => ({
    values: await findPerson(sql, request.contact),
    postalAddress: await findPostalAddress(sql),
    url: house.config.url,
  }));
  const source = { subject, html: html || null, text: text || null };
  const findings = await wordFindings(checkContent(source, { stream: 'bulk', postalAddress }));
  const link = `${url}/u/preview`;
  const rendered = openTemplate(source).render({ ...values, unsubscribe_url: link, preferences_url: link });
  if ('failed' in rendered) return { subject, html: '', text: rendered.detail, findings };
  return {
    subject: rendered.subject,
    html: rendered.html ? frameHtml(rendered.html) : '',
    text: rendered.text ?? (rendered.html ? htmlToText(rendered.html) : ''),
    findings,
  };
}

async function findPostalAddress(sql: TenantSql): Promise<string> {
  const [row] = await sql.query<{ postal_address: string }>('SELECT postal_address FROM tenants WHERE id = $1', [
    sql.scope.tenantId,
  ]);
  return row?.postal_address ?? '';
}
