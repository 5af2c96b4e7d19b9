-- What the MTA knows of other domains' TLS, shared by its workers. Nothing here belongs to a tenant.

-- Policies of MTA-STS (RFC 8461), as last fetched well; in force until expires_at, whatever happens to their source.
CREATE TABLE sts_policies (
  domain text PRIMARY KEY,
  policy_id text NOT NULL,                 -- the id of the TXT record that announced it
  mode text NOT NULL CHECK (mode IN ('enforce', 'testing', 'none')),
  mx text[] NOT NULL,
  lines text[] NOT NULL,                   -- as served, for reports
  fetched_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);
CREATE INDEX sts_policies_fetched ON sts_policies (fetched_at);

-- Hosts whose handshake failed: spoken to in clear until then, where nothing requires TLS.
CREATE TABLE clear_hosts (
  host text NOT NULL,
  ip text NOT NULL,
  until timestamptz NOT NULL,
  PRIMARY KEY (host, ip)
);

-- Sessions by policy domain and day (RFC 8460). result '' = TLS as it should be.
CREATE TABLE tls_results (
  day date NOT NULL,                       -- UTC
  domain text NOT NULL,
  policy text NOT NULL CHECK (policy IN ('sts', 'no-policy-found')),
  result text NOT NULL,
  mx_host text NOT NULL,
  mx_ip text NOT NULL,
  source_ip text NOT NULL,
  detail text NOT NULL DEFAULT '',
  sessions int NOT NULL,
  PRIMARY KEY (day, domain, policy, result, mx_host, mx_ip, source_ip)
);
-- Days whose reports were made: where to, or null where nobody wants one.
CREATE TABLE tls_reports (
  day date NOT NULL,
  domain text NOT NULL,
  rua text,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (day, domain)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON sts_policies, clear_hosts, tls_results, tls_reports TO hikyaku_engine;
