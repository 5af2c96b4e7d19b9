import type { Sql } from '@hikyaku/db';

export type Seed = {
  readonly people: number;
  readonly domains?: number;
  readonly fields?: readonly string[];
  readonly chunkSize?: number;
};

/** A tenant with contacts and a campaign over all of them that has begun: status `planning`, nothing laid out. As the owner. */
export async function seedCampaign(owner: Sql, seed: Seed): Promise<{ tenantId: number; campaignId: number }> {
  const { people, domains = 5, fields = ['name', 'attributes.city'], chunkSize = 50_000 } = seed;
  const [tenant] = await owner.query<{ id: number }>(`INSERT INTO tenants (name) VALUES ('Aozora') RETURNING id`);
  const tenantId = tenant!.id;
  await owner.query(
    `INSERT INTO contacts (tenant_id, email, spelling, domain, name, attributes)
     SELECT $1, 'p' || n || '@d' || n % $3 || '.example', 'P' || n || '@d' || n % $3 || '.example', 'd' || n % $3 || '.example',
       '山田' || n, jsonb_build_object('city', '東京', 'plan', n % 3) FROM generate_series(1, $2::int) n`,
    [tenantId, people, domains],
  );
  const [content] = await owner.query<{ id: number }>(
    `INSERT INTO contents (tenant_id, kind, from_email, from_name, subject, text, fields, dkim_domain, dkim_selector)
     VALUES ($1, 0, 'news@aozora.example', 'Aozora', 'こんにちは {{ name }}', 'Hi {{ name }}', $2, 'aozora.example', 'hk1') RETURNING id`,
    [tenantId, fields],
  );
  const [campaign] = await owner.query<{ id: number }>(
    `INSERT INTO campaigns (tenant_id, name, status, from_email, subject, text, content_id, planned, started_at)
     VALUES ($1, 'Spring', 'planning', 'news@aozora.example', 'こんにちは {{ name }}', 'Hi {{ name }}', $2, $3, now()) RETURNING id`,
    [tenantId, content!.id, people],
  );
  const campaignId = campaign!.id;
  await owner.query(
    `INSERT INTO campaign_chunks (tenant_id, campaign_id, chunk, contact_ids)
     SELECT $1, $2, k, array_agg(id ORDER BY id) FROM (
       SELECT id, (row_number() OVER (ORDER BY id) - 1) / $3::int AS k FROM contacts WHERE tenant_id = $1) c GROUP BY k`,
    [tenantId, campaignId, chunkSize],
  );
  await owner.query(
    'UPDATE campaigns SET chunks = (SELECT count(*) FROM campaign_chunks WHERE campaign_id = $1) WHERE id = $1',
    [campaignId],
  );
  await owner.query('INSERT INTO campaign_deltas (tenant_id, campaign_id, queued) VALUES ($1, $2, $3)', [
    tenantId,
    campaignId,
    people,
  ]);
  return { tenantId, campaignId };
}
