-- Which domains a site has: each drain asks, and the sweeper for each site that has due work.
CREATE INDEX site_domains_site ON site_domains (site_id);
-- What waits at a site, held or not: it moves as a whole when the site's domain does.
CREATE INDEX batches_site ON batches (site_id) WHERE state IN (0, 2);

-- The engine's own: nobody else makes partitions.
REVOKE EXECUTE ON FUNCTION ensure_partitions FROM PUBLIC;
