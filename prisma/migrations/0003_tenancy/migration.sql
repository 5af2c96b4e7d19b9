-- Who may act: people, members, sessions, keys, invitations, mailed links. The login `engine` has no right on any of it.
-- What a gate must know before the tenant is known is answered by the SECURITY DEFINER functions below. A caller proves
-- itself with a secret (its SHA-256); a bare user id opens nothing but what the password check has just allowed.

-- The application changes what a tenant says of itself, never its status or its quota.
REVOKE UPDATE ON tenants FROM hikyaku_app;
GRANT UPDATE (name, postal_address, locale, timezone) ON tenants TO hikyaku_app;

-- A person exists once the address was confirmed by a mailed link, whatever the number of tenants.
CREATE TABLE users (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email text NOT NULL UNIQUE,              -- canonical
  name text NOT NULL DEFAULT '',
  locale text NOT NULL DEFAULT 'ja',
  password_hash text,                      -- argon2id; null: signs in by link only
  confirmed_at timestamptz NOT NULL DEFAULT now(),
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE members (
  tenant_id int NOT NULL REFERENCES tenants,
  user_id int NOT NULL REFERENCES users ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('owner', 'admin', 'editor', 'viewer')),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, user_id)
);
CREATE INDEX members_user ON members (user_id);
CALL tenant_table('members', false);

ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE users FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON users TO hikyaku_owner USING (true) WITH CHECK (true);
CREATE POLICY app_member ON users FOR SELECT TO hikyaku_app
  USING (EXISTS (SELECT 1 FROM members m WHERE m.user_id = users.id AND m.tenant_id = current_tenant()));
GRANT SELECT (id, email, name, locale, created_at) ON users TO hikyaku_app;

CREATE TABLE sessions (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  token_sha256 bytea NOT NULL UNIQUE,
  user_id int NOT NULL REFERENCES users ON DELETE CASCADE,
  tenant_id int NOT NULL REFERENCES tenants, -- the one in use
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz,
  ip text NOT NULL DEFAULT '',
  user_agent text NOT NULL DEFAULT ''
);
CREATE INDEX sessions_user ON sessions (user_id, tenant_id);
ALTER TABLE sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE sessions FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON sessions TO hikyaku_owner USING (true) WITH CHECK (true);

CREATE TABLE api_keys (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id int NOT NULL REFERENCES tenants,
  kind text NOT NULL CHECK (kind IN ('api', 'smtp')),
  name text NOT NULL,
  username text UNIQUE,                    -- of an SMTP login
  secret_sha256 bytea NOT NULL UNIQUE,     -- a secret has 40 random characters: a slow hash would add nothing
  prefix text NOT NULL,                    -- its first characters, to tell keys apart
  permissions text[] NOT NULL,
  requests_per_second int NOT NULL DEFAULT 100 CHECK (requests_per_second > 0),
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz,                -- to the minute
  revoked_at timestamptz,
  CHECK ((kind = 'smtp') = (username IS NOT NULL))
);
CREATE INDEX api_keys_newest ON api_keys (tenant_id, id DESC);
CALL tenant_table('api_keys', false);

CREATE TABLE invitations (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id int NOT NULL REFERENCES tenants,
  email text NOT NULL,                     -- canonical
  role text NOT NULL CHECK (role IN ('owner', 'admin', 'editor', 'viewer')),
  makes_tenant boolean NOT NULL DEFAULT false, -- an operator's: whoever accepts gets a tenant of their own
  token_sha256 bytea NOT NULL UNIQUE,
  invited_by int REFERENCES users ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  accepted_at timestamptz,
  revoked_at timestamptz
);
CREATE UNIQUE INDEX invitations_open ON invitations (tenant_id, email) WHERE accepted_at IS NULL AND revoked_at IS NULL;
CALL tenant_table('invitations', false);

CREATE TABLE magic_links (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  purpose text NOT NULL CHECK (purpose IN ('sign_in', 'sign_up', 'reset')),
  email text NOT NULL,                     -- canonical
  token_sha256 bytea NOT NULL UNIQUE,
  detail jsonb NOT NULL DEFAULT '{}',      -- of a sign-up: { tenantName, name, locale }
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE INDEX magic_links_age ON magic_links (expires_at);
ALTER TABLE magic_links ENABLE ROW LEVEL SECURITY;
ALTER TABLE magic_links FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON magic_links TO hikyaku_owner USING (true) WITH CHECK (true);

-- Guesses and mailed links, counted by address and by IP. Forgotten after an hour of peace.
CREATE TABLE sign_in_attempts (
  key text PRIMARY KEY,                    -- 'password:email:...', 'password:ip:...', 'link:email:...'
  attempts int NOT NULL,
  last_at timestamptz NOT NULL,
  until timestamptz NOT NULL               -- closed until then
);
ALTER TABLE sign_in_attempts ENABLE ROW LEVEL SECURITY;
ALTER TABLE sign_in_attempts FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON sign_in_attempts TO hikyaku_owner USING (true) WITH CHECK (true);

-- What the last look at DNS found, and since when the token is gone: a domain fails after three days without it.
ALTER TABLE sending_domains ADD found jsonb NOT NULL DEFAULT '{}', ADD missing_since timestamptz;

-- Whoever changes a password, a role or a membership, by whatever way, ends the sessions that rested on it.
CREATE FUNCTION end_member_sessions() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  UPDATE sessions SET revoked_at = now() WHERE user_id = OLD.user_id AND tenant_id = OLD.tenant_id AND revoked_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER members_end_sessions AFTER DELETE OR UPDATE OF role ON members FOR EACH ROW EXECUTE FUNCTION end_member_sessions();

CREATE FUNCTION end_user_sessions() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  UPDATE sessions SET revoked_at = now() WHERE user_id = OLD.id AND revoked_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER users_end_sessions AFTER UPDATE OF password_hash ON users FOR EACH ROW EXECUTE FUNCTION end_user_sessions();

-- Gates -----------------------------------------------------------------------------------------------------------

-- Whose key is this? `login` names an SMTP login and is null for an API key.
CREATE FUNCTION key_principal(wanted_kind text, login text, secret bytea)
RETURNS TABLE (key_id int, tenant_id int, permissions text[], requests_per_second int, tenant_name text, tenant_status text, is_system boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
#variable_conflict use_column
BEGIN
  UPDATE api_keys k SET last_used_at = now()
    WHERE k.secret_sha256 = secret AND k.kind = wanted_kind AND k.username IS NOT DISTINCT FROM login AND k.revoked_at IS NULL
      AND (k.last_used_at IS NULL OR k.last_used_at < now() - interval '1 minute');
  RETURN QUERY SELECT k.id, k.tenant_id, k.permissions, k.requests_per_second, t.name, t.status, t.is_system
    FROM api_keys k JOIN tenants t ON t.id = k.tenant_id
    WHERE k.secret_sha256 = secret AND k.kind = wanted_kind AND k.username IS NOT DISTINCT FROM login AND k.revoked_at IS NULL;
END $$;

CREATE FUNCTION is_operator(wanted_user int) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
  $$ SELECT EXISTS (SELECT 1 FROM members WHERE tenant_id = 1 AND user_id = wanted_user AND role IN ('owner', 'admin')) $$;

CREATE FUNCTION session_principal(token bytea)
RETURNS TABLE (session_id int, user_id int, email text, user_name text, user_locale text, has_password boolean, tenant_id int, role text,
  tenant_name text, tenant_status text, is_system boolean, is_operator boolean, expires_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
#variable_conflict use_column
BEGIN
  UPDATE sessions s SET last_seen_at = now()
    WHERE s.token_sha256 = token AND s.revoked_at IS NULL AND s.expires_at > now() AND s.last_seen_at < now() - interval '1 minute';
  RETURN QUERY SELECT s.id, u.id, u.email, u.name, u.locale, u.password_hash IS NOT NULL, t.id, m.role, t.name, t.status, t.is_system,
      is_operator(u.id), s.expires_at
    FROM sessions s JOIN users u ON u.id = s.user_id JOIN tenants t ON t.id = s.tenant_id
      JOIN members m ON m.tenant_id = s.tenant_id AND m.user_id = s.user_id
    WHERE s.token_sha256 = token AND s.revoked_at IS NULL AND s.expires_at > now();
END $$;

-- Sessions --------------------------------------------------------------------------------------------------------

-- Opens a session in the tenant wanted, else the one used last, else the first. Null when the person is a member of none.
CREATE FUNCTION session_open(wanted_user int, wanted_tenant int, token bytea, lifetime interval, from_ip text, agent text) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE chosen int;
BEGIN
  SELECT m.tenant_id INTO chosen FROM members m
    LEFT JOIN LATERAL (SELECT max(s.id) AS newest FROM sessions s WHERE s.user_id = m.user_id AND s.tenant_id = m.tenant_id) used ON true
    WHERE m.user_id = wanted_user
    ORDER BY m.tenant_id = wanted_tenant DESC NULLS LAST, used.newest DESC NULLS LAST, m.tenant_id LIMIT 1;
  IF chosen IS NOT NULL THEN
    DELETE FROM sessions WHERE user_id = wanted_user AND expires_at < now() - interval '30 days';
    INSERT INTO sessions (token_sha256, user_id, tenant_id, expires_at, ip, user_agent)
      VALUES (token, wanted_user, chosen, now() + lifetime, from_ip, left(agent, 300));
  END IF;
  RETURN chosen;
END $$;

-- The person behind a live session, or null.
CREATE FUNCTION session_user_id(token bytea) RETURNS int LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
  $$ SELECT user_id FROM sessions WHERE token_sha256 = token AND revoked_at IS NULL AND expires_at > now() $$;

CREATE FUNCTION session_switch(token bytea, wanted_tenant int) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  UPDATE sessions s SET tenant_id = wanted_tenant WHERE s.token_sha256 = token AND s.revoked_at IS NULL AND s.expires_at > now()
    AND EXISTS (SELECT 1 FROM members m WHERE m.tenant_id = wanted_tenant AND m.user_id = s.user_id);
  RETURN FOUND;
END $$;

-- Ends one session of the same person; null = this one.
CREATE FUNCTION session_end(token bytea, wanted int) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  UPDATE sessions s SET revoked_at = now() WHERE s.user_id = session_user_id(token) AND s.revoked_at IS NULL
    AND CASE WHEN wanted IS NULL THEN s.token_sha256 = token ELSE s.id = wanted END;
  RETURN FOUND;
END $$;

CREATE FUNCTION session_list(token bytea)
RETURNS TABLE (id int, tenant_id int, created_at timestamptz, last_seen_at timestamptz, ip text, user_agent text, is_current boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT s.id, s.tenant_id, s.created_at, s.last_seen_at, s.ip, s.user_agent, s.token_sha256 = token
  FROM sessions s WHERE s.user_id = session_user_id(token) AND s.revoked_at IS NULL AND s.expires_at > now() ORDER BY s.last_seen_at DESC
$$;

CREATE FUNCTION session_memberships(token bytea) RETURNS TABLE (tenant_id int, name text, role text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT t.id, t.name, m.role FROM members m JOIN tenants t ON t.id = m.tenant_id WHERE m.user_id = session_user_id(token) ORDER BY t.id
$$;

-- Accounts --------------------------------------------------------------------------------------------------------

-- For the password check of a sign-in, which happens outside the database.
CREATE FUNCTION account_of_email(wanted text) RETURNS TABLE (user_id int, name text, locale text, password_hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
  $$ SELECT id, name, locale, password_hash FROM users WHERE email = wanted $$;

CREATE FUNCTION account_of_session(token bytea) RETURNS TABLE (user_id int, password_hash text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
  $$ SELECT id, password_hash FROM users WHERE id = session_user_id(token) $$;

-- The person with this confirmed address, made when new. A given password is set only on a new account.
CREATE FUNCTION account_ensure(wanted text, new_name text, new_locale text, hash text) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE found_id int;
BEGIN
  INSERT INTO users (email, name, locale, password_hash) VALUES (wanted, new_name, new_locale, hash)
    ON CONFLICT (email) DO NOTHING RETURNING id INTO found_id;
  IF found_id IS NULL THEN
    SELECT id INTO found_id FROM users WHERE email = wanted;
  END IF;
  RETURN found_id;
END $$;

CREATE FUNCTION account_set_password(wanted_user int, hash text) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public AS
  $$ UPDATE users SET password_hash = hash WHERE id = wanted_user $$;

CREATE FUNCTION account_update(token bytea, new_name text, new_locale text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  UPDATE users SET name = new_name, locale = new_locale WHERE id = session_user_id(token);
  RETURN FOUND;
END $$;

-- A tenant and its first owner.
CREATE FUNCTION tenant_create(new_name text, new_locale text, quota bigint, owner_user int) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE made int;
BEGIN
  INSERT INTO tenants (name, locale, daily_quota) VALUES (new_name, new_locale, quota) RETURNING id INTO made;
  INSERT INTO members (tenant_id, user_id, role) VALUES (made, owner_user, 'owner');
  INSERT INTO audit_log (tenant_id, actor, action, target) VALUES (made, 'user:' || owner_user, 'tenant.create', new_name);
  RETURN made;
END $$;

-- Mailed links ----------------------------------------------------------------------------------------------------

CREATE FUNCTION link_create(wanted_purpose text, wanted_email text, token bytea, lifetime interval, more jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  DELETE FROM magic_links WHERE expires_at < now() - interval '1 day';
  INSERT INTO magic_links (purpose, email, token_sha256, expires_at, detail) VALUES (wanted_purpose, wanted_email, token, now() + lifetime, more);
END $$;

CREATE FUNCTION link_peek(token bytea) RETURNS TABLE (purpose text, email text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
  $$ SELECT purpose, email FROM magic_links WHERE token_sha256 = token AND used_at IS NULL AND expires_at > now() $$;

-- Works once: of two at the same time the second finds nothing.
CREATE FUNCTION link_take(token bytea, wanted_purpose text) RETURNS TABLE (email text, detail jsonb)
LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
  UPDATE magic_links SET used_at = now()
  WHERE token_sha256 = token AND purpose = wanted_purpose AND used_at IS NULL AND expires_at > now() RETURNING email, detail
$$;

-- Invitations -----------------------------------------------------------------------------------------------------

CREATE FUNCTION invitation_peek(token bytea)
RETURNS TABLE (email text, role text, makes_tenant boolean, tenant_name text, has_account boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT i.email, i.role, i.makes_tenant, t.name, EXISTS (SELECT 1 FROM users u WHERE u.email = i.email)
  FROM invitations i JOIN tenants t ON t.id = i.tenant_id
  WHERE i.token_sha256 = token AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > now()
$$;

-- Works once. Makes the person a member, unless the invitation is to a tenant of their own. Who is a member keeps the role.
CREATE FUNCTION invitation_take(token bytea, person int) RETURNS TABLE (tenant_id int, makes_tenant boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
#variable_conflict use_column
DECLARE taken invitations;
BEGIN
  UPDATE invitations i SET accepted_at = now()
    WHERE i.token_sha256 = token AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > now()
      AND i.email = (SELECT u.email FROM users u WHERE u.id = person)
    RETURNING i.* INTO taken;
  IF taken.id IS NULL THEN
    RETURN;
  END IF;
  IF NOT taken.makes_tenant THEN
    INSERT INTO members (tenant_id, user_id, role) VALUES (taken.tenant_id, person, taken.role) ON CONFLICT DO NOTHING;
  END IF;
  INSERT INTO audit_log (tenant_id, actor, action, target) VALUES (taken.tenant_id, 'user:' || person, 'invitation.accept', taken.email);
  RETURN QUERY SELECT taken.tenant_id, taken.makes_tenant;
END $$;

-- Attempts --------------------------------------------------------------------------------------------------------

-- Counts an attempt before it is made and answers 0, or the seconds to wait. The wait doubles with each attempt after the
-- free ones, up to 15 minutes. One row, one statement: parallel guesses queue up behind each other and are refused.
CREATE FUNCTION attempt_take(wanted text, free int) RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE seconds int;
BEGIN
  INSERT INTO sign_in_attempts AS a (key, attempts, last_at, until) VALUES (wanted, 1, now(), now())
    ON CONFLICT (key) DO UPDATE SET
      attempts = CASE WHEN a.last_at < now() - interval '1 hour' THEN 1 ELSE a.attempts + 1 END,
      last_at = now(),
      until = now() + CASE WHEN a.last_at < now() - interval '1 hour' OR a.attempts < free THEN interval '0'
        ELSE make_interval(secs => least(900, 2 ^ least(a.attempts + 1 - free, 10))) END
    WHERE a.until <= now()
    RETURNING 0 INTO seconds;
  IF seconds IS NULL THEN
    SELECT greatest(1, ceil(extract(epoch FROM a.until - now())))::int INTO seconds FROM sign_in_attempts a WHERE a.key = wanted;
  END IF;
  RETURN coalesce(seconds, 0);
END $$;

-- It was no guess: the address starts anew, the IP gets its attempt back.
CREATE FUNCTION attempt_forgive(forgotten text, given_back text) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
  DELETE FROM sign_in_attempts WHERE key = forgotten OR last_at < now() - interval '1 day';
  UPDATE sign_in_attempts SET attempts = greatest(0, attempts - 1), until = now() WHERE key = given_back;
$$;

-- Operators -------------------------------------------------------------------------------------------------------

-- Only inside the system tenant, where the gate lets operators alone act.
CREATE FUNCTION require_operator() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF current_tenant() IS DISTINCT FROM 1 THEN
    RAISE EXCEPTION 'only an operator may do this' USING ERRCODE = '42501';
  END IF;
END $$;

CREATE FUNCTION operator_tenants(after int, cap int)
RETURNS TABLE (id int, name text, is_system boolean, status text, held_reason text, daily_quota bigint, created_at timestamptz, members bigint, used_today bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
BEGIN
  PERFORM require_operator();
  RETURN QUERY SELECT t.id, t.name, t.is_system, t.status, t.held_reason, t.daily_quota, t.created_at,
      (SELECT count(*) FROM members m WHERE m.tenant_id = t.id),
      coalesce((SELECT u.recipients FROM tenant_usage u WHERE u.tenant_id = t.id AND u.day = (now() AT TIME ZONE t.timezone)::date), 0)
    FROM tenants t WHERE t.id > after ORDER BY t.id LIMIT cap;
END $$;

-- Null reason = released. The tenant finds it in its own log too.
CREATE FUNCTION operator_hold(wanted int, why text, who text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  PERFORM require_operator();
  UPDATE tenants SET status = CASE WHEN why IS NULL THEN 'active' ELSE 'held' END, held_reason = why WHERE id = wanted AND NOT is_system;
  IF FOUND THEN
    INSERT INTO audit_log (tenant_id, actor, action, target, detail)
      VALUES (wanted, who, CASE WHEN why IS NULL THEN 'tenant.release' ELSE 'tenant.hold' END, '', jsonb_strip_nulls(jsonb_build_object('reason', why)));
  END IF;
  RETURN FOUND;
END $$;

CREATE FUNCTION operator_quota(wanted int, quota bigint, who text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  PERFORM require_operator();
  UPDATE tenants SET daily_quota = quota WHERE id = wanted;
  IF FOUND THEN
    INSERT INTO audit_log (tenant_id, actor, action, target, detail) VALUES (wanted, who, 'tenant.quota', '', jsonb_build_object('daily_quota', quota));
  END IF;
  RETURN FOUND;
END $$;

-- Sending domains -------------------------------------------------------------------------------------------------

-- False when another tenant holds the name. Runs with the caller's rights: row level security applies.
CREATE FUNCTION hold_domain(wanted int) RETURNS boolean LANGUAGE plpgsql SET search_path = public AS $$
BEGIN
  UPDATE sending_domains SET status = 'verified', verified_at = coalesce(verified_at, now()), missing_since = NULL WHERE id = wanted;
  RETURN FOUND;
EXCEPTION WHEN unique_violation THEN
  RETURN false;
END $$;

REVOKE EXECUTE ON FUNCTION key_principal, is_operator, session_principal, session_open, session_user_id, session_switch, session_end,
  session_list, session_memberships, account_of_email, account_of_session, account_ensure, account_set_password, account_update,
  tenant_create, link_create, link_peek, link_take, invitation_peek, invitation_take, attempt_take, attempt_forgive,
  operator_tenants, operator_hold, operator_quota, end_member_sessions, end_user_sessions FROM PUBLIC;
GRANT EXECUTE ON FUNCTION key_principal, session_principal, session_open, session_switch, session_end,
  session_list, session_memberships, account_of_email, account_of_session, account_ensure, account_set_password, account_update,
  tenant_create, link_create, link_peek, link_take, invitation_peek, invitation_take, attempt_take, attempt_forgive,
  operator_tenants, operator_hold, operator_quota TO hikyaku_app;
