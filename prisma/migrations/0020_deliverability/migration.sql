-- Rates beside those of single sites: over all sites of a provider (the name of a shaping rule), for one tenant, for all
-- mail of this installation. No row: no such limit.
CREATE TABLE egress_rates (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  covers text NOT NULL CHECK (covers IN ('all', 'provider', 'tenant')),
  key text NOT NULL DEFAULT '',            -- '', the provider's name, the tenant's number
  per_second double precision NOT NULL CHECK (per_second > 0),
  CHECK ((covers = 'all') = (key = '')),
  UNIQUE (covers, key)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON egress_rates TO hikyaku_engine;

-- What was expected when a campaign began, per site: held against what then happened.
CREATE TABLE campaign_forecasts (
  tenant_id int NOT NULL REFERENCES tenants,
  campaign_id int PRIMARY KEY REFERENCES campaigns ON DELETE CASCADE,
  made_at timestamptz NOT NULL DEFAULT now(),
  seconds double precision NOT NULL,
  sites jsonb NOT NULL                     -- [{ site, people, seconds }], those that take longest first
);
CALL tenant_table('campaign_forecasts', true);
