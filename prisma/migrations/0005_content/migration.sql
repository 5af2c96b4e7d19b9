-- Content: saved templates are found by name and listed newest first.

CREATE UNIQUE INDEX templates_name ON templates (tenant_id, name);
CREATE INDEX templates_newest ON templates (tenant_id, id DESC);
