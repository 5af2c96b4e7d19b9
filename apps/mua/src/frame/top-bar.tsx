import { AccountMenu } from './account-menu.tsx';
import { Brand } from './brand.tsx';
import { NavSheet } from './nav-sheet.tsx';
import type { NavKey } from './navigation.ts';
import { LanguageMenu, ThemeMenu } from './preference-menus.tsx';
import { TenantSwitcher } from './tenant-switcher.tsx';

export type FrameProps = {
  tenant: { id: string; name: string };
  /** Tenants of this person, the one on screen included. */
  tenants: readonly { id: string; name: string }[];
  email: string;
  role: 'owner' | 'admin' | 'editor' | 'viewer';
  theme: string;
  /** Entries of the navigation that this person has no use for. */
  hidden: readonly NavKey[];
};

export function TopBar({ tenant, tenants, email, role, theme, hidden }: FrameProps) {
  return (
    <header className="flex min-h-13 items-center gap-2 border-b border-line bg-surface px-3 md:px-5">
      <NavSheet hidden={hidden} />
      <div className="hidden items-center sm:flex md:w-50">
        <Brand />
      </div>
      <div className="min-w-0 grow">
        <TenantSwitcher tenant={tenant} tenants={tenants} />
      </div>
      <LanguageMenu />
      <ThemeMenu theme={theme} />
      <AccountMenu email={email} role={role} />
    </header>
  );
}
