-- Routing and TLS outward.

-- What the next host is told of a submitter's wishes. On the content, which is read for every sending anyway.
ALTER TABLE contents
  ADD COLUMN require_tls boolean NOT NULL DEFAULT false,  -- REQUIRETLS (RFC 8689)
  ADD COLUMN dsn_full boolean,                            -- RET (RFC 3461); null: nobody asked for anything
  ADD COLUMN dsn_envid text;                              -- ENVID, decoded
