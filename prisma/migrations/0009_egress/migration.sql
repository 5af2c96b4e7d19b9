-- Which of these domains are ours: their mail goes to the MDA without the network.
CREATE FUNCTION local_domains(wanted text[]) RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
  $$ SELECT DISTINCT name FROM sending_domains WHERE name = ANY (wanted) AND receives AND status = 'verified' $$;

-- The first due row of each (site, stream, tenant, campaign): a skip scan over deliveries_due, so that its cost follows the
-- number of groups and not the number of rows.
CREATE FUNCTION due_groups(only_site int, only_stream int)
RETURNS TABLE (site_id int, stream smallint, tenant_id int, campaign_id int, due_at timestamptz) LANGUAGE sql STABLE AS $$
  WITH RECURSIVE g AS (
    (SELECT d.site_id, d.stream, d.tenant_id, d.campaign_id, d.due_at FROM deliveries d
      WHERE d.due_at IS NOT NULL AND (only_site IS NULL OR (d.site_id = only_site AND d.stream = only_stream))
      ORDER BY d.site_id, d.stream, d.tenant_id, d.campaign_id, d.due_at LIMIT 1)
    UNION ALL
    SELECT n.* FROM g CROSS JOIN LATERAL (
      SELECT d.site_id, d.stream, d.tenant_id, d.campaign_id, d.due_at FROM deliveries d
      WHERE d.due_at IS NOT NULL AND (d.site_id, d.stream, d.tenant_id, d.campaign_id) > (g.site_id, g.stream, g.tenant_id, g.campaign_id)
        AND (only_site IS NULL OR (d.site_id = only_site AND d.stream = only_stream))
      ORDER BY d.site_id, d.stream, d.tenant_id, d.campaign_id, d.due_at LIMIT 1) n
  )
  SELECT * FROM g
$$;
