-- A restored backup must not send again what was sent since. The number rises while mail is sent, and is kept outside the
-- database as well (each worker's folder, and Redis): a database that is behind it has been put back.
CREATE TABLE generation (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  id uuid NOT NULL DEFAULT gen_random_uuid(), -- of this database and of every copy of it
  number bigint NOT NULL DEFAULT 0,
  place text                                  -- where it lay when the number was raised last: cluster and database
);
INSERT INTO generation DEFAULT VALUES;
GRANT SELECT, UPDATE ON generation TO hikyaku_engine;

-- While this row is there nothing is claimed, planned or begun. A person decides; the MTA carries it out and deletes it.
CREATE TABLE egress_hold (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  since timestamptz NOT NULL DEFAULT now(),
  reason text NOT NULL CHECK (reason IN ('restored', 'behind', 'moved')),
  detail jsonb NOT NULL DEFAULT '{}',
  decision text CHECK (decision IN ('release', 'cancel')),
  decided_by text,
  decided_at timestamptz
);
-- Which workers have read what their folders say about who has it already, and how many entries that was.
CREATE TABLE egress_witnesses (
  worker text PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  entries bigint NOT NULL
);
-- Open here, but settled before the database was put back: with the state that it had then.
CREATE TABLE egress_evidence (
  delivery_id bigint PRIMARY KEY,
  state smallint NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON egress_hold, egress_witnesses, egress_evidence TO hikyaku_engine;

-- Holds everything, unless it is held already. Numbers drawn since the backup are in return-paths, links and webhooks out
-- there, and are never drawn again; what was claimed when the backup was made is nobody's.
CREATE FUNCTION begin_egress_hold(why text, more jsonb) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE numbers text;
BEGIN
  INSERT INTO egress_hold (reason, detail) VALUES (why, more) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  DELETE FROM egress_witnesses;
  DELETE FROM egress_evidence;
  FOREACH numbers IN ARRAY ARRAY['ledger_numbers', 'event_numbers', 'batches_id_seq'] LOOP
    PERFORM setval(numbers, nextval(numbers) + 100000000);
  END LOOP;
  UPDATE batches SET lease_until = now() WHERE state = 1;
  RETURN true;
END $$;
REVOKE EXECUTE ON FUNCTION begin_egress_hold FROM PUBLIC;
GRANT EXECUTE ON FUNCTION begin_egress_hold TO hikyaku_engine;
