'use server';

import { parseId } from '@hikyaku/db';
import { switchTenant as use } from '@hikyaku/tenancy';
import { redirect } from 'next/navigation';
import { requirePrincipal } from '../gate/require-principal.ts';
import { house } from '../house/house.ts';

/** Uses another tenant of this person from now on. One that is not theirs changes nothing. */
export async function switchTenant(id: string): Promise<void> {
  const principal = await requirePrincipal();
  const tenant = parseId('tenant', id);
  if (tenant !== null) await use((await house()).app, principal.token, tenant);
  redirect('/');
}
