-- Audience: what pages and imports need beyond the ground.

CREATE INDEX imports_newest ON imports (tenant_id, id DESC);

-- Which run of an import writes: raised when a run takes over from one that died, so that the late one's writes lose.
ALTER TABLE imports ADD COLUMN run int NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN touched_at timestamptz NOT NULL DEFAULT now();
CREATE INDEX imports_open ON imports (touched_at) WHERE status IN ('pending', 'running');
