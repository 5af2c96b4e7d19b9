-- Reports are dropped by age.
CREATE INDEX inbound_messages_reports ON inbound_messages (received_at) WHERE mailbox_id IS NULL;

-- Forgets what is older than so many whole months: ledger months from the oldest on, until one has something open in it (the
-- later ones wait: what they refer to may be older than they are); then what belongs to months that are gone. Old months only: what
-- is open stays for ever. A portion at a time; call it again. Answers what it dropped.
CREATE FUNCTION prune_ledger(keep_months int) RETURNS TABLE (what text, n bigint) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE m bigint; is_open boolean; t text; oldest bigint; since timestamptz;
BEGIN
  IF keep_months < 1 THEN
    RAISE EXCEPTION 'at least one month is kept';
  END IF;
  -- The drop locks the whole table for a moment: whoever sends must not wait for it behind a long reader.
  SET LOCAL lock_timeout = '2s';
  FOR m IN SELECT substr(relname, 12)::bigint FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname ~ '^deliveries_[0-9]+$'
        AND substr(relname, 12)::bigint < ledger_month(now()) - keep_months ORDER BY 1 LOOP
    EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', 'deliveries_' || m);
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE state IN (0, 1))', 'deliveries_' || m) INTO is_open;
    EXIT WHEN is_open;
    FOREACH t IN ARRAY ARRAY['events', 'attempts', 'recipients', 'deliveries'] LOOP
      EXECUTE format('DROP TABLE IF EXISTS %I', t || '_' || m);
      what := t || '_' || m;
      n := 1;
      RETURN NEXT;
    END LOOP;
  END LOOP;
  SELECT min(substr(relname, 12)::bigint) INTO oldest FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname ~ '^deliveries_[0-9]+$';
  oldest := least(oldest, ledger_month(now()) - keep_months);
  since := timestamptz '2020-01-01 UTC' + make_interval(months => oldest::int);

  WITH gone AS (
    DELETE FROM messages WHERE id IN (SELECT id FROM messages WHERE id < oldest << 40 ORDER BY id LIMIT 5000) RETURNING content_id
  ), told AS (
    DELETE FROM contents c USING gone WHERE c.id = gone.content_id AND c.kind = 1
      AND NOT EXISTS (SELECT 1 FROM campaigns k WHERE k.content_id = c.id)
  )
  SELECT 'messages', count(*) INTO what, n FROM gone;
  IF n > 0 THEN RETURN NEXT; END IF;

  WITH gone AS (
    DELETE FROM connections WHERE id IN (SELECT id FROM (SELECT id, at FROM connections ORDER BY id LIMIT 5000) c WHERE at < since) RETURNING 1
  )
  SELECT 'connections', count(*) INTO what, n FROM gone;
  IF n > 0 THEN RETURN NEXT; END IF;

  WITH gone AS (
    DELETE FROM inbound_messages WHERE id IN (
      SELECT id FROM inbound_messages WHERE mailbox_id IS NULL AND NOT pending AND received_at < since ORDER BY received_at LIMIT 1000) RETURNING 1
  )
  SELECT 'inbound_messages', count(*) INTO what, n FROM gone;
  IF n > 0 THEN RETURN NEXT; END IF;
END $$;
REVOKE EXECUTE ON FUNCTION prune_ledger FROM PUBLIC;
GRANT EXECUTE ON FUNCTION prune_ledger TO hikyaku_engine;
