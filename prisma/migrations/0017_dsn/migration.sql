-- Delivery status notifications (RFC 3461): what a submitter over SMTP asked to be told, and the reports that are owed.

-- The envelope's sender, as given; null where nobody is told by mail (REST, the platform's own mail, the null sender).
ALTER TABLE messages
  ADD COLUMN mail_from text,
  ADD COLUMN dsn_full boolean NOT NULL DEFAULT false,  -- RET=FULL
  ADD COLUMN dsn_envid text;                           -- ENVID, decoded
-- notify: 1 SUCCESS, 2 FAILURE, 4 DELAY; null = nothing. orcpt: as given, decoded.
ALTER TABLE recipients
  ADD COLUMN notify smallint,
  ADD COLUMN orcpt text;
-- Sent with an empty reverse path: a report about it could only go in a circle.
ALTER TABLE contents ADD COLUMN null_sender boolean NOT NULL DEFAULT false;

-- A report owed: written with the outcome, sent by the MTA's sweeper. Each kind once per recipient.
CREATE TABLE dsn_reports (
  delivery_id bigint NOT NULL,
  action smallint NOT NULL,                -- the bit of notify that it answers
  tenant_id int NOT NULL,
  attempt smallint,                        -- the attempt that tells the rest; null: nothing was tried
  at timestamptz NOT NULL DEFAULT now(),
  sent_at timestamptz,
  PRIMARY KEY (delivery_id, action)
);
CREATE INDEX dsn_reports_owed ON dsn_reports (at) WHERE sent_at IS NULL;
CALL tenant_table('dsn_reports', true);
