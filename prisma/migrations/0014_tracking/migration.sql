-- Opens and clicks. What a content tracks is frozen with it: a retry renders the same links, and a link finds its target here.
ALTER TABLE contents
  ADD track_opens boolean NOT NULL DEFAULT false,
  ADD links text[],                        -- targets in the order of their numbers, from 1; with merge fields as written. null: clicks are not tracked
  ADD tracking_domain text;                -- the tenant's own host for these links; null: the product's address

ALTER TABLE campaigns
  ADD track_opens boolean NOT NULL DEFAULT true,
  ADD track_clicks boolean NOT NULL DEFAULT true;
