'use client';

import { buttonClass, Menu, MenuItem, MenuNote } from '@hikyaku/ui';
import { CircleUser, LogOut, UserRound } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useTransition } from 'react';
import { signOut } from '../sign/sign-out.ts';

export function AccountMenu({ email, role }: { email: string; role: 'owner' | 'admin' | 'editor' | 'viewer' }) {
  const t = useTranslations('frame');
  const [, start] = useTransition();
  const router = useRouter();
  return (
    <Menu
      trigger={
        <button type="button" className={buttonClass('quiet', 'small', 'text-faint')} aria-label={t('account')}>
          <CircleUser className="size-5" aria-hidden />
        </button>
      }
    >
      <MenuNote>
        <span className="block text-sm text-ink">{email}</span>
        {t(`roles.${role}`)}
      </MenuNote>
      <MenuItem icon={<UserRound className="size-4 text-faint" aria-hidden />} onClick={() => router.push('/profile')}>
        {t('profile')}
      </MenuItem>
      <MenuItem icon={<LogOut className="size-4 text-faint" aria-hidden />} onClick={() => start(() => signOut())}>
        {t('signOut')}
      </MenuItem>
    </Menu>
  );
}
