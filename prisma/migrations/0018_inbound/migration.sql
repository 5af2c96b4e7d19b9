-- Mail is kept as it came: most of it is encoded or compressed already, and squeezing 8 KB costs more than writing them.
ALTER TABLE inbound_messages ALTER COLUMN raw SET STORAGE EXTERNAL;

-- Who a received mail is really from, as far as its sender's domain says (RFC 8601). A row of its own, written once, soon
-- after the mail: DNS must hold up neither the reply to its sender nor the rows of others.
CREATE TABLE inbound_auth (
  inbound_id bigint PRIMARY KEY REFERENCES inbound_messages ON DELETE CASCADE,
  tenant_id int NOT NULL REFERENCES tenants,
  spf text NOT NULL,                       -- 'pass', 'fail', 'softfail', 'neutral', 'none', 'temperror', 'permerror'
  dkim text NOT NULL,
  dmarc text NOT NULL,
  arc text NOT NULL,
  detail jsonb NOT NULL,                   -- the domains that were looked at
  checked_at timestamptz NOT NULL DEFAULT now()
);
CALL tenant_table('inbound_auth', true);
