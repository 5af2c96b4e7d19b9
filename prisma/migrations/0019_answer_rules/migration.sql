-- What a site's answers teach, as data: which words, how often within an hour, and what then. The words are a regular
-- expression (without regard to case) over "code enhanced-code text" of a refusal.
CREATE TABLE answer_rules (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE,
  providers text[] NOT NULL DEFAULT '{}',  -- names of shaping rules; empty: any site
  pattern text NOT NULL,
  per_hour int NOT NULL CHECK (per_hour BETWEEN 1 AND 10000),
  action text NOT NULL CHECK (action IN ('suspend', 'limit')),
  connections int CHECK (connections BETWEEN 1 AND 1000),
  per_minute double precision CHECK (per_minute > 0),
  minutes int NOT NULL CHECK (minutes BETWEEN 1 AND 10080),
  scope text NOT NULL DEFAULT 'source' CHECK (scope IN ('source', 'tenant', 'campaign')),
  CHECK ((action = 'limit') = (connections IS NOT NULL OR per_minute IS NOT NULL)),
  CHECK (scope = 'source' OR action = 'suspend')
);
GRANT SELECT ON answer_rules TO hikyaku_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON answer_rules TO hikyaku_engine;

-- What a rule or an operator imposed on a site until a moment; it ends by itself. source '' = every source; tenant 0 and
-- campaign 0 = all. What is over is kept for a week.
CREATE TABLE site_limits (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  site_id int NOT NULL REFERENCES sites,
  source text NOT NULL DEFAULT '',
  tenant_id int NOT NULL DEFAULT 0,
  campaign_id int NOT NULL DEFAULT 0,
  rule text NOT NULL,                      -- of answer_rules, or 'operator'
  suspended boolean NOT NULL,
  connections int CHECK (connections >= 1),
  per_minute double precision CHECK (per_minute > 0),
  why text NOT NULL,                       -- the answer that did it, or the operator's reason
  since timestamptz NOT NULL DEFAULT now(),
  until timestamptz NOT NULL,
  UNIQUE (site_id, source, tenant_id, campaign_id, rule)
);
-- The engine's own: a receiver's words may name another tenant's recipient.
GRANT SELECT, INSERT, UPDATE, DELETE ON site_limits TO hikyaku_engine;
ALTER TABLE site_limits ENABLE ROW LEVEL SECURITY;
ALTER TABLE site_limits FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON site_limits TO hikyaku_owner USING (true) WITH CHECK (true);
CREATE POLICY engine_all ON site_limits TO hikyaku_engine USING (true) WITH CHECK (true);

-- How many connections a site has been found to bear, where no row of shaping_rules names it; null: nobody has tried.
ALTER TABLE sites ADD COLUMN learned smallint CHECK (learned >= 1);

INSERT INTO answer_rules (name, providers, pattern, per_hour, action, connections, per_minute, minutes, scope) VALUES
  ('ip-reputation', '{}', 'temporarily (?:deferred|rate limited) due to IP reputation', 1, 'limit', 1, 1, 90, 'source'),
  ('unknown-users', '{}', 'too many (?:invalid|unknown|bad|non-?existent) (?:recipients|users|addresses)', 3, 'suspend', NULL, NULL, 60, 'campaign'),
  ('google-unusual-rate', '{google,sandbox:gmail}', '^4\d\d 4\.7\.28 .*\bIP (?:address|netblock)', 5, 'suspend', NULL, NULL, 60, 'source'),
  ('google-domain-rate', '{google,sandbox:gmail}', '^4\d\d 4\.7\.28 .*(?:SPF domain|DKIM domain|URL domain)', 5, 'suspend', NULL, NULL, 60, 'tenant'),
  ('yahoo-TS02', '{yahoo,sandbox:yahoo}', '\[TS02\]', 3, 'limit', NULL, 1, 30, 'source'),
  ('yahoo-TS03', '{yahoo,sandbox:yahoo}', '\[TS03\]', 3, 'limit', NULL, 10, 30, 'source'),
  ('yahoo-TSS04', '{yahoo,sandbox:yahoo}', '\[TSS04\]', 2, 'suspend', NULL, NULL, 120, 'source'),
  ('yahoo-TSS05', '{yahoo,sandbox:yahoo}', '\[TSS05\]', 2, 'suspend', NULL, NULL, 240, 'source'),
  ('outlook-block-list', '{outlook.com,sandbox:outlook}', '\bS3150\b|\bis on our block list\b', 5, 'suspend', NULL, NULL, 120, 'source'),
  ('outlook-connections', '{outlook.com,sandbox:outlook}', 'exceeded the maximum number of connections|\bRP-003\b', 2, 'limit', 1, NULL, 60, 'source'),
  ('icloud-volume', '{icloud}', '\b(?:HCM1|BS02)\b', 3, 'suspend', NULL, NULL, 15, 'source'),
  ('gmx-too-many', '{gmx}', 'too many (?:concurrent |simultaneous )?connections|too many messages have been received', 3, 'limit', 1, NULL, 30, 'source');
