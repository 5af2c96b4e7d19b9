'use server';

import { checkContent, frameHtml, htmlToText, openTemplate } from '@hikyaku/content';
import { listContacts } from '@hikyaku/audience';
import type { TenantSql } from '@hikyaku/db';
import { getTranslations } from 'next-intl/server';
import { read } from '../gate/read.ts';
import { wordFindings } from './word-findings.ts';
import type { Preview } from './view.ts';

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
    values: await findValues(sql, request.contact),
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

async function findValues(sql: TenantSql, email: string) {
  const found = email.includes('@') ? await listContacts(sql, { email, limit: 1 }) : null;
  const contact = found?.ok ? found.value.data[0] : undefined;
  if (contact) return { name: contact.name, email: contact.spelling, attributes: contact.attributes };
  const t = await getTranslations('editor');
  return { name: t('sampleName'), email: 'taro@example.com', attributes: {} };
}

async function findPostalAddress(sql: TenantSql): Promise<string> {
  const [row] = await sql.query<{ postal_address: string }>('SELECT postal_address FROM tenants WHERE id = $1', [
    sql.scope.tenantId,
  ]);
  return row?.postal_address ?? '';
}
