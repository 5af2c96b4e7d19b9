'use client';

import { buttonClass, Menu, MenuItem } from '@hikyaku/ui';
import { Building2, ChevronsUpDown } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useTransition } from 'react';
import { switchTenant } from '../sign/switch-tenant.ts';

type Tenant = { id: string; name: string };

/** Name of the tenant on screen; a menu for those who belong to several. */
export function TenantSwitcher({ tenant, tenants }: { tenant: Tenant; tenants: readonly Tenant[] }) {
  const t = useTranslations('frame');
  const [, start] = useTransition();
  if (tenants.length < 2) return <p className="truncate text-sm font-medium">{tenant.name}</p>;
  return (
    <Menu
      trigger={
        <button
          type="button"
          className={buttonClass('quiet', 'small', 'max-w-full')}
          aria-label={t('switchTenant', { name: tenant.name })}
        >
          <span className="truncate">{tenant.name}</span>
          <ChevronsUpDown className="size-4 shrink-0 text-faint" aria-hidden />
        </button>
      }
    >
      {tenants.map((other) => (
        <MenuItem
          key={other.id}
          chosen={other.id === tenant.id}
          icon={<Building2 className="size-4 text-faint" aria-hidden />}
          onClick={() => start(() => switchTenant(other.id))}
        >
          {other.name}
        </MenuItem>
      ))}
    </Menu>
  );
}
