'use client';

import { buttonClass, Sheet } from '@hikyaku/ui';
import { Menu } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { MainNav } from './main-nav.tsx';
import type { NavKey } from './navigation.ts';

/** The navigation of a small screen. */
export function NavSheet({ hidden }: { hidden: readonly NavKey[] }) {
  const t = useTranslations('frame');
  const [open, setOpen] = useState(false);
  return (
    <Sheet
      open={open}
      onOpenChange={setOpen}
      title="Hikyaku"
      closeLabel={t('close')}
      trigger={
        <button type="button" className={buttonClass('quiet', 'small', 'md:hidden')} aria-label={t('openMenu')}>
          <Menu className="size-5" aria-hidden />
        </button>
      }
    >
      <MainNav hidden={hidden} onGo={() => setOpen(false)} />
    </Sheet>
  );
}
