'use client';

import { useEffect, useState } from 'react';
import { previewCampaign } from './preview-campaign.ts';
import type { CampaignDraft, Preview } from './view.ts';

const WAIT_MS = 350;

/** The rendered draft, a moment after the last key. An older answer never replaces a newer one. */
export function usePreview(draft: CampaignDraft, contact: string): Preview | null {
  const [preview, setPreview] = useState<Preview | null>(null);
  const { from, subject, html, text } = draft;
  useEffect(() => {
    let current = true;
    const timer = setTimeout(async () => {
      const next = await previewCampaign({ from, subject, html, text, contact });
      if (current && next) setPreview(next);
    }, WAIT_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [from, subject, html, text, contact]);
  return preview;
}
