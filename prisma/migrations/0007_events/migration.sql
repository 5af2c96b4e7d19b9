-- One fact for one endpoint: what a row of the outbox becomes. Delivered at least once, kept for replay.
CREATE TABLE webhook_deliveries (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id int NOT NULL REFERENCES tenants,
  webhook_id int NOT NULL REFERENCES webhooks ON DELETE CASCADE,
  event_id bigint NOT NULL,                -- webhook-id (evt_...); stays the same over retries and replays
  delivery_id bigint,                      -- the recipient of the event; null: `body` says it all
  type text NOT NULL,
  body jsonb,                              -- { type, data }
  at timestamptz NOT NULL,                 -- of the fact
  state smallint NOT NULL DEFAULT 0,       -- 0 open 1 delivered 2 given up
  due_at timestamptz,                      -- null when it is not open; while it is being sent, when it may be tried again
  attempts int NOT NULL DEFAULT 0,         -- since it was laid out or replayed; a late answer compares it
  begun_at timestamptz NOT NULL DEFAULT now() -- three days count from here
);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook_id, due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX webhook_deliveries_at ON webhook_deliveries (webhook_id, at);
CREATE INDEX webhook_deliveries_age ON webhook_deliveries (begun_at);
CALL tenant_table('webhook_deliveries', true);

CREATE TABLE webhook_attempts (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id int NOT NULL REFERENCES tenants,
  webhook_id int NOT NULL REFERENCES webhooks ON DELETE CASCADE,
  webhook_delivery_id bigint NOT NULL REFERENCES webhook_deliveries ON DELETE CASCADE,
  at timestamptz NOT NULL,
  status int,                              -- HTTP status; null when there was no answer
  error text,                              -- why there was none, or why the answer is a failure
  duration_ms int NOT NULL,
  response text NOT NULL DEFAULT ''        -- the first 1 KB
);
CREATE INDEX webhook_attempts_newest ON webhook_attempts (webhook_id, id DESC);
CREATE INDEX webhook_attempts_of ON webhook_attempts (webhook_delivery_id);
CALL tenant_table('webhook_attempts', true);

GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO hikyaku_app, hikyaku_engine;
