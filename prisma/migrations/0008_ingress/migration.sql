-- A report that came before its recipient was settled: what it says is drawn when the outcome is known.
ALTER TABLE inbound_messages ADD COLUMN pending boolean NOT NULL DEFAULT false;
CREATE INDEX inbound_messages_pending ON inbound_messages (id) WHERE pending;
