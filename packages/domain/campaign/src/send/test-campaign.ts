import { openTemplate } from '@hikyaku/content';
import type { TenantSql } from '@hikyaku/db';
import { canonicalAddress, formatMailbox, parseAddress } from '@hikyaku/mail';
import { type Accepted, accept, composeEmail, type Mail, type SiteWorld } from '@hikyaku/submission';
import { notFound, type Result, refuseField } from '@hikyaku/tenancy';
import type { Campaign } from '../campaign.ts';
import { findCampaign } from '../read/find-campaign.ts';

/** Addresses of one test. */
export const TEST_MAX = 10;

export type TestOrder = {
  readonly id: number;
  readonly to: readonly string[];
  /** Merge values for an address that is no contact of the tenant. */
  readonly sample?: { readonly name: string; readonly attributes: Readonly<Record<string, unknown>> };
};

/**
 * Sends the campaign as it is saved to a few addresses, through the one door and outside its counts; merge values are those
 * of the contact of that address. The caller wakes `due` after the commit. 422 names the address (`to.1`) or the part.
 */
export async function testCampaign(
  sql: TenantSql,
  world: SiteWorld & { readonly url: string },
  order: TestOrder,
): Promise<Result<Accepted>> {
  const campaign = await findCampaign(sql, order.id);
  if (!campaign) return notFound('campaign');
  if (order.to.length === 0 || order.to.length > TEST_MAX)
    return refuseField('to', `must name 1 to ${TEST_MAX} addresses`);
  const mails: Mail[] = [];
  for (const [at, address] of order.to.entries()) {
    const parsed = parseAddress(address);
    if (!parsed.ok) return refuseField(`to.${at}`, `is no address: ${parsed.reason}`);
    const mail = await composeTest(sql, world.url, campaign, parsed.address.spelling, order.sample);
    if (!mail.ok) return mail;
    mails.push(mail.value);
  }
  return accept(sql, world, mails);
}

async function composeTest(
  sql: TenantSql,
  url: string,
  campaign: Campaign,
  address: string,
  sample: TestOrder['sample'] = { name: '', attributes: {} },
): Promise<Result<Mail>> {
  const email = canonicalAddress(address);
  const [contact] = await sql.query<NonNullable<TestOrder['sample']>>(
    'SELECT name, attributes FROM contacts WHERE tenant_id = $1 AND email = $2',
    [sql.scope.tenantId, email],
  );
  // A test has no recipient of the campaign behind it: its links lead to a page that says so.
  const link = `${url}/u/test`;
  const { subject, html, text } = campaign;
  const rendered = openTemplate({ subject, html, text }).render({
    ...(contact ?? sample),
    email,
    unsubscribe_url: link,
    preferences_url: link,
  });
  if ('failed' in rendered) return refuseField('html', rendered.detail);
  return composeEmail({
    from: formatMailbox({ name: campaign.fromName || undefined, address: campaign.fromEmail }),
    to: [address],
    replyTo: campaign.replyTo ? [campaign.replyTo] : undefined,
    ...rendered,
    stream: 'transactional',
    source: 'test',
    campaignId: campaign.id,
  });
}
