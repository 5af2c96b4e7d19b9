-- Addresses of ours that are new to receivers: what each may send to a provider grows day by day. A row per address that is
-- warmed up; gone, it counts as warm.
CREATE TABLE warm_ups (
  source text PRIMARY KEY,
  created_at timestamptz NOT NULL DEFAULT now()
);
-- One day (UTC) of it at one provider. step counts the days on which it grew; granted is what the last taking got.
CREATE TABLE warm_up_days (
  source text NOT NULL REFERENCES warm_ups ON DELETE CASCADE,
  provider text NOT NULL,
  day date NOT NULL,
  step int NOT NULL CHECK (step >= 0),
  allowed bigint NOT NULL,
  taken bigint NOT NULL DEFAULT 0 CHECK (taken BETWEEN 0 AND allowed),
  granted bigint NOT NULL DEFAULT 0,
  deferred bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (source, provider, day)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON warm_ups, warm_up_days TO hikyaku_engine;
