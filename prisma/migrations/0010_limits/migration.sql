-- Limits that all workers share when there is no Redis. They are hints that rebuild themselves, hence UNLOGGED:
-- after a crash of Postgres the tables are empty.

-- One row for a rate: the theoretical arrival time of the next permit (generic cell rate algorithm), and what the last
-- call was granted, for its RETURNING.
CREATE UNLOGGED TABLE limit_rates (
  key text PRIMARY KEY,
  arrival_micros bigint NOT NULL,
  granted int NOT NULL
) WITH (fillfactor = 50);

CREATE UNLOGGED TABLE limit_leases (
  key text NOT NULL,
  holder text NOT NULL,
  expires_micros bigint NOT NULL,
  PRIMARY KEY (key, holder)
) WITH (fillfactor = 50);

GRANT SELECT, INSERT, UPDATE, DELETE ON limit_rates, limit_leases TO hikyaku_engine;

-- Takes or prolongs a lease. Null when it is held, else the milliseconds until the first one in the way expires.
-- Callers for one key follow one another (the lock ends with the statement's transaction); each statement below sees
-- what the caller before has committed, which one statement alone would not.
CREATE FUNCTION acquire_limit_lease(p_key text, p_holder text, p_limit int, p_ttl_ms int, p_now bigint) RETURNS int
LANGUAGE plpgsql AS $$
DECLARE
  held int;
  first bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('limit_lease:' || p_key, 0));
  DELETE FROM limit_leases WHERE key = p_key AND expires_micros <= p_now;
  UPDATE limit_leases SET expires_micros = p_now + p_ttl_ms * 1000::bigint WHERE key = p_key AND holder = p_holder;
  IF FOUND THEN
    RETURN NULL;
  END IF;
  SELECT count(*), min(expires_micros) INTO held, first FROM limit_leases WHERE key = p_key;
  IF held >= p_limit THEN
    RETURN greatest(1, ceil((coalesce(first, p_now + p_ttl_ms * 1000::bigint) - p_now) / 1000.0));
  END IF;
  INSERT INTO limit_leases (key, holder, expires_micros) VALUES (p_key, p_holder, p_now + p_ttl_ms * 1000::bigint);
  RETURN NULL;
END $$;

REVOKE EXECUTE ON FUNCTION acquire_limit_lease FROM PUBLIC;
GRANT EXECUTE ON FUNCTION acquire_limit_lease TO hikyaku_engine;
