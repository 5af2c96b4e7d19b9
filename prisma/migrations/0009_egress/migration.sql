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

-- Defaults per source and site: what operators of large senders keep to. Data, to be edited per installation.
INSERT INTO shaping_rules (name, rank, match_on, patterns, connections, per_connection, per_second, tls, verify_tls) VALUES
  ('google', 500, 'mx', '{google.com,googlemail.com}', 5, 50, 20, 'required', false),
  ('outlook.com', 510, 'mx', '{olc.protection.outlook.com}', 5, 50, 10, 'required', false),
  ('office365', 520, 'mx', '{mail.protection.outlook.com,mx.microsoft}', 5, 50, 20, 'required', false),
  ('yahoo', 530, 'mx', '{yahoodns.net}', 5, 20, 10, 'opportunistic', false),
  ('yahoo.co.jp', 540, 'domain', '{yahoo.co.jp}', 2, 20, 10, 'opportunistic', false),
  ('icloud', 550, 'mx', '{icloud.com}', 10, 5, 5, 'opportunistic', false),
  ('docomo', 560, 'mx', '{docomo.ne.jp}', 2, 100, 5, 'opportunistic', false),
  ('au', 570, 'mx', '{au.com,ezweb.ne.jp}', 2, 50, 5, 'opportunistic', false),
  ('softbank', 580, 'mx', '{softbank.jp,i.softbank.jp}', 2, 50, 5, 'opportunistic', false),
  ('gmx', 590, 'mx', '{gmx.net,web.de}', 4, 20, 5, 'required', false),
  ('comcast', 600, 'mx', '{comcast.net}', 25, 1000, NULL, 'required', false),
  ('mimecast', 610, 'mx', '{mimecast.com}', 10, 100, NULL, 'opportunistic', false),
  ('orange', 620, 'mx', '{orange.fr}', 2, 100, 5, 'required', false),
  ('qq', 630, 'mx', '{qq.com}', 4, 8, 2, 'required', false),
  ('163', 640, 'mx', '{netease.com}', 4, 7, 2, 'required', false),
  ('default', 1000, 'default', '{}', 10, 100, 20, 'opportunistic', false);
