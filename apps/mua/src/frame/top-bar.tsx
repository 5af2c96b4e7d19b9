import { AccountMenu } from './account-menu.tsx';
import { Brand } from './brand.tsx';
import { NavSheet } from './nav-sheet.tsx';
import { LanguageMenu, ThemeMenu } from './preference-menus.tsx';
import { TenantSwitcher } from './tenant-switcher.tsx';

export type FrameProps = {
  tenant: { id: string; name: string };
  /** Tenants of this person, the one on screen included. */
  tenants: readonly { id: string; name: string }[];
  email: string;
  role: 'owner' | 'admin' | 'editor' | 'viewer';
  theme: string;
};

export function TopBar({ tenant, tenants, email, role, theme }: FrameProps) {
  return (
    <header className="flex min-h-13 items-center gap-2 border-b border-line bg-surface px-3 md:px-5">
      <NavSheet />
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
