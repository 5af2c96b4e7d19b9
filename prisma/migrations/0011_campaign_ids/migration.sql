-- The ledger ids between which a campaign's recipients lie, kept by planning: its rows are read in order without a look at
-- anybody else's.
ALTER TABLE campaigns ADD COLUMN first_delivery_id bigint, ADD COLUMN last_delivery_id bigint;
UPDATE campaigns c SET first_delivery_id = r.first, last_delivery_id = r.last
  FROM (SELECT campaign_id, min(id) AS first, max(id) AS last FROM recipients WHERE campaign_id IS NOT NULL GROUP BY 1) r WHERE r.campaign_id = c.id;
