#!/bin/sh
# Run once by the Postgres image: the three logins and the database that migrations grant to by name.
set -eu
psql -v ON_ERROR_STOP=1 -U postgres \
  -v owner="$HIKYAKU_OWNER_PASSWORD" -v app="$HIKYAKU_APP_PASSWORD" -v engine="$HIKYAKU_ENGINE_PASSWORD" <<'SQL'
CREATE ROLE hikyaku_owner LOGIN PASSWORD :'owner';
CREATE ROLE hikyaku_app LOGIN PASSWORD :'app';
CREATE ROLE hikyaku_engine LOGIN PASSWORD :'engine';
CREATE DATABASE hikyaku OWNER hikyaku_owner;
SQL
