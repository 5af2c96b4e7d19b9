-- Contacts that were deleted between freezing and planning: counted as canceled, and no row stands for them.
ALTER TABLE campaigns ADD COLUMN vanished bigint NOT NULL DEFAULT 0;
-- What the breaker had counted when it tripped last: after a person resumed the campaign, it counts from there.
ALTER TABLE campaigns ADD COLUMN breaker_base jsonb NOT NULL DEFAULT '{}';
-- A canceled campaign is busy until everything open in it is canceled; completed_at says when.
DROP INDEX campaigns_busy;
CREATE INDEX campaigns_busy ON campaigns (status)
  WHERE status IN ('scheduled', 'planning', 'sending', 'paused', 'canceled') AND completed_at IS NULL;
