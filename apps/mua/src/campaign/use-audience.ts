'use client';

import { useEffect, useState } from 'react';
import { countLists } from './count-lists.ts';
import type { AudienceCount } from './view.ts';

/** The exact audience of the chosen lists; null while it is counted and without a list. */
export function useAudience(listIds: readonly string[]): AudienceCount | null {
  const [audience, setAudience] = useState<AudienceCount | null>(null);
  const key = listIds.join(',');
  useEffect(() => {
    let current = true;
    setAudience(null);
    if (key === '') return;
    void countLists(key.split(',')).then((next) => {
      if (current) setAudience(next);
    });
    return () => {
      current = false;
    };
  }, [key]);
  return audience;
}
