-- The ledger: what was accepted, for whom, where it stands. States and crashes: docs/internals.md.
-- state: 0 queued 1 deferred 2 delivered 3 bounced 4 expired 5 suppressed 6 canceled 7 unconfirmed ("sending" is no row state)
-- stream: 0 transactional 1 bulk

-- A ledger id is month * 2^40 + number, month counted from January 2020: the partition can be read from the id.
CREATE SEQUENCE ledger_numbers;
CREATE FUNCTION ledger_month(at timestamptz) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT ((extract(year FROM at AT TIME ZONE 'UTC') - 2020) * 12 + extract(month FROM at AT TIME ZONE 'UTC') - 1)::bigint $$;
CREATE FUNCTION ledger_id() RETURNS bigint LANGUAGE sql VOLATILE AS
  $$ SELECT (ledger_month(now()) << 40) + nextval('ledger_numbers') $$;

CREATE TABLE sites (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key text NOT NULL UNIQUE,                -- 'local', 'route:host:port', 'domain:a.example' (not yet resolved), 'google', 'mx:<hash>'
  mx text[] NOT NULL DEFAULT '{}',         -- sorted host names
  created_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO sites (key) VALUES ('local');

CREATE TABLE site_domains (
  domain text PRIMARY KEY,
  site_id int NOT NULL REFERENCES sites,
  checked_at timestamptz                   -- null: not resolved yet
);

-- The sites of these domains; an unknown domain starts as a site of its own and is resolved when it is first connected to.
CREATE FUNCTION ensure_sites(wanted text[]) RETURNS TABLE (domain text, site_id int) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
#variable_conflict use_column
BEGIN
  INSERT INTO sites (key)
    SELECT DISTINCT 'domain:' || w FROM unnest(wanted) w
    WHERE NOT EXISTS (SELECT 1 FROM site_domains k WHERE k.domain = w)
    ORDER BY 1 ON CONFLICT DO NOTHING;
  INSERT INTO site_domains (domain, site_id)
    SELECT DISTINCT w, s.id FROM unnest(wanted) w JOIN sites s ON s.key = 'domain:' || w
    WHERE NOT EXISTS (SELECT 1 FROM site_domains k WHERE k.domain = w)
    ORDER BY 1 ON CONFLICT DO NOTHING;
  RETURN QUERY SELECT k.domain, k.site_id FROM site_domains k WHERE k.domain = ANY (wanted);
END $$;

-- The site of this key ('local', 'route:...'), made when it is new.
CREATE FUNCTION ensure_site(wanted text) RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE found int;
BEGIN
  SELECT id INTO found FROM sites WHERE key = wanted;
  IF found IS NULL THEN
    INSERT INTO sites (key) VALUES (wanted) ON CONFLICT DO NOTHING;
    SELECT id INTO found FROM sites WHERE key = wanted;
  END IF;
  RETURN found;
END $$;

GRANT SELECT ON sites, site_domains TO hikyaku_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON sites, site_domains TO hikyaku_engine;

-- Shaping as data: the first row whose pattern fits, by rank. match_on: 'mx' (every MX ends in it), 'domain', 'site' (exact key), 'default'.
CREATE TABLE shaping_rules (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE,               -- also the site key of an 'mx' rule
  rank int NOT NULL,
  match_on text NOT NULL CHECK (match_on IN ('mx', 'domain', 'site', 'default')),
  patterns text[] NOT NULL,
  connections int NOT NULL CHECK (connections BETWEEN 1 AND 1000),
  per_connection int NOT NULL CHECK (per_connection BETWEEN 1 AND 100000),
  per_second double precision CHECK (per_second > 0),  -- null: no rate
  tls text NOT NULL DEFAULT 'opportunistic' CHECK (tls IN ('opportunistic', 'required', 'none')),
  verify_tls boolean NOT NULL DEFAULT false
);
GRANT SELECT ON shaping_rules TO hikyaku_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON shaping_rules TO hikyaku_engine;

-- What is sent. kind 0 = a template rendered per recipient, 1 = raw bytes (RFC 5322) kept as submitted.
-- One row per campaign version or per submitted message, never per recipient. Everything a retry needs for the same bytes is here.
CREATE TABLE contents (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id int NOT NULL REFERENCES tenants,
  kind smallint NOT NULL,
  from_email text NOT NULL,
  from_name text NOT NULL DEFAULT '',
  reply_to text,
  subject text NOT NULL DEFAULT '',
  html text,
  text text,
  raw bytea,
  fields text[] NOT NULL DEFAULT '{}',     -- merge fields that the content names: only these are frozen per recipient
  dkim_domain text NOT NULL,
  dkim_selector text NOT NULL,
  renderer smallint NOT NULL DEFAULT 1,
  frozen_at timestamptz NOT NULL DEFAULT now(), -- Date: and DKIM t=
  sha256 bytea
);
CALL tenant_table('contents', true);

CREATE TABLE campaigns (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id int NOT NULL REFERENCES tenants,
  name text NOT NULL,
  status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'scheduled', 'planning', 'sending', 'paused', 'completed', 'canceled')),
  pause_reason text,
  from_email text NOT NULL,
  from_name text NOT NULL DEFAULT '',
  reply_to text,
  subject text NOT NULL,
  html text,
  text text,
  list_ids int[] NOT NULL DEFAULT '{}',
  tags jsonb NOT NULL DEFAULT '{}',
  breaker boolean NOT NULL DEFAULT true,
  content_id bigint,
  planned bigint NOT NULL DEFAULT 0,       -- fixed when sending begins
  chunks int NOT NULL DEFAULT 0,           -- of the frozen audience
  chunks_done int NOT NULL DEFAULT 0,      -- the planning cursor
  excluded jsonb NOT NULL DEFAULT '{}',    -- counts by reason when the audience was frozen
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  scheduled_at timestamptz,
  started_at timestamptz,
  completed_at timestamptz
);
CREATE INDEX campaigns_newest ON campaigns (tenant_id, id DESC);
CREATE INDEX campaigns_busy ON campaigns (status) WHERE status IN ('scheduled', 'planning', 'sending', 'paused', 'canceled');
CALL tenant_table('campaigns', true);

-- The audience frozen when sending begins: contact ids, 50,000 a row. Gone when planning is over.
CREATE TABLE campaign_chunks (
  tenant_id int NOT NULL REFERENCES tenants,
  campaign_id int NOT NULL REFERENCES campaigns ON DELETE CASCADE,
  chunk int NOT NULL,
  contact_ids bigint[] NOT NULL,
  PRIMARY KEY (campaign_id, chunk)
);
CALL tenant_table('campaign_chunks', true);

-- Counts are sums: a folded row per campaign plus the deltas not yet folded. Deltas are written in the transaction that changes the rows.
CREATE TABLE campaign_counts (
  tenant_id int NOT NULL REFERENCES tenants,
  campaign_id int PRIMARY KEY REFERENCES campaigns ON DELETE CASCADE,
  queued bigint NOT NULL DEFAULT 0, sending bigint NOT NULL DEFAULT 0, deferred bigint NOT NULL DEFAULT 0,
  delivered bigint NOT NULL DEFAULT 0, bounced bigint NOT NULL DEFAULT 0, expired bigint NOT NULL DEFAULT 0,
  suppressed bigint NOT NULL DEFAULT 0, canceled bigint NOT NULL DEFAULT 0, unconfirmed bigint NOT NULL DEFAULT 0,
  opened bigint NOT NULL DEFAULT 0, clicked bigint NOT NULL DEFAULT 0, complained bigint NOT NULL DEFAULT 0, unsubscribed bigint NOT NULL DEFAULT 0
);
CALL tenant_table('campaign_counts', true);
CREATE TABLE campaign_deltas (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id int NOT NULL,
  campaign_id int NOT NULL,
  queued int NOT NULL DEFAULT 0, sending int NOT NULL DEFAULT 0, deferred int NOT NULL DEFAULT 0,
  delivered int NOT NULL DEFAULT 0, bounced int NOT NULL DEFAULT 0, expired int NOT NULL DEFAULT 0,
  suppressed int NOT NULL DEFAULT 0, canceled int NOT NULL DEFAULT 0, unconfirmed int NOT NULL DEFAULT 0,
  opened int NOT NULL DEFAULT 0, clicked int NOT NULL DEFAULT 0, complained int NOT NULL DEFAULT 0, unsubscribed int NOT NULL DEFAULT 0
);
CREATE INDEX campaign_deltas_campaign ON campaign_deltas (campaign_id);
CALL tenant_table('campaign_deltas', true);

-- One accepted submission (POST /emails, SMTP, system mail). Its id is drawn from the ledger numbers, so that msg_ ids are unique
-- over messages and campaign recipients.
CREATE TABLE messages (
  id bigint PRIMARY KEY,
  tenant_id int NOT NULL REFERENCES tenants,
  content_id bigint NOT NULL,
  stream smallint NOT NULL,
  source text NOT NULL,                    -- 'rest', 'smtp', 'system', 'test'
  from_header text NOT NULL,
  to_header text[] NOT NULL,
  subject text NOT NULL DEFAULT '',
  tags jsonb NOT NULL DEFAULT '{}',
  campaign_id int,                         -- a test send of this campaign
  created_at timestamptz NOT NULL DEFAULT now(),
  scheduled_at timestamptz
);
CREATE INDEX messages_newest ON messages (tenant_id, id DESC);
CALL tenant_table('messages', true);

-- What never changes about a recipient. The address stands here and nowhere else in the ledger.
CREATE TABLE recipients (
  id bigint NOT NULL,
  tenant_id int NOT NULL,
  message_id bigint,                       -- null for a campaign's
  campaign_id int,                         -- null for a message's
  contact_id bigint,
  content_id bigint NOT NULL,
  stream smallint NOT NULL,
  address text NOT NULL,                   -- as given: what RCPT says
  email text NOT NULL,                     -- canonical
  domain text NOT NULL,                    -- A-label
  merge jsonb,                             -- frozen values of the fields that the content names
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (id)
) PARTITION BY RANGE (id);
CREATE INDEX recipients_campaign ON recipients (campaign_id, id) WHERE campaign_id IS NOT NULL;
CREATE INDEX recipients_message ON recipients (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX recipients_email ON recipients (tenant_id, email, id);
CALL tenant_table('recipients', true);

-- Where a recipient stands. Narrow, half-empty pages, no index that names state: a change of state stays HOT.
-- due_at is null while the row lies in a batch or is final; set, the row waits to be claimed (accepted alone, or deferred).
CREATE TABLE deliveries (
  id bigint NOT NULL,
  batch_id bigint NOT NULL DEFAULT 0,      -- the batch it lies in; 0 = none
  due_at timestamptz,
  first_at timestamptz,                    -- the first attempt: expiry counts from here
  tenant_id int NOT NULL,
  campaign_id int NOT NULL DEFAULT 0,      -- 0 = none
  site_id int NOT NULL,
  state smallint NOT NULL DEFAULT 0,
  stream smallint NOT NULL,
  attempts smallint NOT NULL DEFAULT 0,
  reason smallint NOT NULL DEFAULT 0,      -- number of the reason (REASONS of @hikyaku/mail), 0 = none
  PRIMARY KEY (id)
) PARTITION BY RANGE (id);
CREATE INDEX deliveries_due ON deliveries (site_id, stream, tenant_id, campaign_id, due_at) WHERE due_at IS NOT NULL;
CALL tenant_table('deliveries', true);

-- Recipients of one site, one tenant and one campaign that are sent together. Planned: ids first_id..last_id whose batch_id is this.
-- Gathered from due rows: ids. A batch exists while something in it is open.
CREATE TABLE batches (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id int NOT NULL,
  campaign_id int NOT NULL DEFAULT 0,
  site_id int NOT NULL,
  stream smallint NOT NULL,
  state smallint NOT NULL DEFAULT 0,       -- 0 ready 1 claimed 2 held (its campaign is paused)
  fence int NOT NULL DEFAULT 0,            -- raised at each claim and each loss: a late writer compares and loses
  worker text,
  lease_until timestamptz,
  first_id bigint NOT NULL DEFAULT 0,
  last_id bigint NOT NULL DEFAULT 0,
  ids bigint[],
  queued int NOT NULL DEFAULT 0,           -- open rows in it by row state
  deferred int NOT NULL DEFAULT 0
);
CREATE INDEX batches_ready ON batches (site_id, stream, tenant_id, id) WHERE state = 0;
CREATE INDEX batches_claimed ON batches (lease_until) WHERE state = 1;
CREATE INDEX batches_campaign ON batches (campaign_id) WHERE campaign_id > 0;
CALL tenant_table('batches', true);

-- About to commit: written before the final dot of these recipients leaves, one row per group of connections, gone when they are settled.
CREATE TABLE intents (
  worker text NOT NULL,
  seq bigint NOT NULL,
  ids bigint[] NOT NULL,
  batch_ids bigint[] NOT NULL,
  fences int[] NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (worker, seq)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON intents TO hikyaku_engine;

-- Replies are few and repeat: an attempt names them by number.
CREATE TABLE replies (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  text text NOT NULL UNIQUE
);
GRANT SELECT ON replies TO hikyaku_app;
GRANT SELECT, INSERT ON replies TO hikyaku_engine;

-- One connection to an MX: what was said before the first MAIL.
CREATE TABLE connections (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  source_ip text NOT NULL DEFAULT '',
  mx_host text NOT NULL,
  mx_ip text NOT NULL DEFAULT '',
  port int NOT NULL,
  tls text,                                -- 'TLSv1.3 TLS_AES_256_GCM_SHA384', null in clear
  opening jsonb NOT NULL DEFAULT '[]'      -- [[offset in ms, 'S' | 'C', line], ...]
);
GRANT SELECT ON connections TO hikyaku_app;
GRANT SELECT, INSERT ON connections TO hikyaku_engine;

CREATE TABLE attempts (
  delivery_id bigint NOT NULL,
  n smallint NOT NULL,
  tenant_id int NOT NULL,
  at timestamptz NOT NULL,
  connection_id bigint,
  outcome smallint NOT NULL,               -- the state it led to
  reason smallint NOT NULL DEFAULT 0,
  code smallint,                           -- SMTP reply code
  enhanced text,
  reply text NOT NULL DEFAULT '',          -- the deciding reply, whole
  duration_ms int NOT NULL DEFAULT 0,
  said int[] NOT NULL DEFAULT '{}',        -- [offset in ms, reply id, ...] for MAIL, RCPT, DATA, dot in this order
  PRIMARY KEY (delivery_id, n)
) PARTITION BY RANGE (delivery_id);
CALL tenant_table('attempts', true);

-- type: 1 accepted 2 delivered 3 deferred 4 bounced 5 expired 6 suppressed 7 canceled 8 unconfirmed 9 opened 10 clicked 11 complained 12 unsubscribed 13 received
CREATE SEQUENCE event_numbers;
CREATE TABLE events (
  id bigint NOT NULL DEFAULT nextval('event_numbers'),
  delivery_id bigint NOT NULL,
  tenant_id int NOT NULL,
  campaign_id int NOT NULL DEFAULT 0,
  type smallint NOT NULL,
  attempt smallint,                        -- the attempt that tells the rest
  at timestamptz NOT NULL DEFAULT now(),
  data jsonb                               -- what an attempt does not tell: a report's words, a link, a user agent
) PARTITION BY RANGE (delivery_id);
CREATE INDEX events_delivery ON events (delivery_id);
CREATE INDEX events_feed ON events (tenant_id, id);
-- Common facts are found by scanning; the rare ones through this.
CREATE INDEX events_rare ON events (campaign_id, type, delivery_id) WHERE type > 2;
CALL tenant_table('events', true);

-- What webhooks must hear, written with the fact. Either events (one row per commit and tenant) or a body of its own.
CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id int NOT NULL,
  event_ids bigint[],
  body jsonb,                              -- { type, data } for contact.*, campaign.*, domain.*
  at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX outbox_tenant ON outbox (tenant_id, id);
CALL tenant_table('outbox', true);

-- Partitions of a month and the next ones. Dropped only when nothing in them is open (a sweeper's work).
CREATE FUNCTION ensure_partitions(from_month timestamptz, months int) RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE t text; m bigint; made int := 0;
BEGIN
  FOR m IN SELECT generate_series(ledger_month(from_month), ledger_month(from_month) + months) LOOP
    FOREACH t IN ARRAY ARRAY['recipients', 'deliveries', 'attempts', 'events'] LOOP
      IF to_regclass(format('%I', t || '_' || m)) IS NULL THEN
        EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%s) TO (%s)%s', t || '_' || m, t, m << 40, (m + 1) << 40,
          CASE WHEN t = 'deliveries' THEN ' WITH (fillfactor = 50)' ELSE '' END);
        made := made + 1;
      END IF;
    END LOOP;
  END LOOP;
  RETURN made;
END $$;
SELECT ensure_partitions(now(), 3);
GRANT EXECUTE ON FUNCTION ensure_partitions TO hikyaku_engine;

-- Before the tenant is known: whose recipient is this? For unsubscribe links and return-paths, whose HMAC was checked before.
CREATE FUNCTION tenant_of_delivery(wanted bigint) RETURNS int LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
  $$ SELECT tenant_id FROM recipients WHERE id = wanted $$;

GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO hikyaku_app, hikyaku_engine;
