-- A person who signs in for the first time comes to a tenant of their own before the system tenant: an operator works there on purpose only.
CREATE OR REPLACE FUNCTION session_open(wanted_user int, wanted_tenant int, token bytea, lifetime interval, from_ip text, agent text) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE chosen int;
BEGIN
  SELECT m.tenant_id INTO chosen FROM members m
    LEFT JOIN LATERAL (SELECT max(s.id) AS newest FROM sessions s WHERE s.user_id = m.user_id AND s.tenant_id = m.tenant_id) used ON true
    WHERE m.user_id = wanted_user
    ORDER BY m.tenant_id = wanted_tenant DESC NULLS LAST, used.newest DESC NULLS LAST, m.tenant_id = 1, m.tenant_id LIMIT 1;
  IF chosen IS NOT NULL THEN
    DELETE FROM sessions WHERE user_id = wanted_user AND expires_at < now() - interval '30 days';
    INSERT INTO sessions (token_sha256, user_id, tenant_id, expires_at, ip, user_agent)
      VALUES (token, wanted_user, chosen, now() + lifetime, from_ip, left(agent, 300));
  END IF;
  RETURN chosen;
END $$;
