import { formatId } from '@hikyaku/db';
import { findHold } from '@hikyaku/egress';
import { can, listMemberships } from '@hikyaku/tenancy';
import type { ReactNode } from 'react';
import { AppFrame } from '../../frame/frame.tsx';
import { requirePrincipal } from '../../gate/require-principal.ts';
import { house } from '../../house/house.ts';
import { viewerUrl } from '../../house/viewer-url.ts';

export default async function FrameLayout({ children }: { children: ReactNode }) {
  const principal = await requirePrincipal();
  const { app, engine, config } = await house();
  const memberships = await listMemberships(app, principal.token);
  return (
    <AppFrame
      viewerUrl={viewerUrl(config)}
      isHeld={principal.tenant.status === 'held'}
      isRestored={principal.isOperator && (await findHold(engine)) !== null}
      hidden={[
        ...(can(principal, 'audit:read') ? [] : (['audit'] as const)),
        ...(principal.isOperator ? [] : (['tenants', 'sites'] as const)),
      ]}
      tenant={{ id: formatId('tenant', principal.tenant.id), name: principal.tenant.name }}
      tenants={memberships.map((one) => ({ id: formatId('tenant', one.tenantId), name: one.name }))}
      email={principal.user.email}
      role={principal.role}
    >
      {children}
    </AppFrame>
  );
}
