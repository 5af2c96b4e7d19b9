import type { Client } from '@hikyaku/tenancy';

/** Who asks, as a session row notes it. A proxy in front appends the address that it saw; the first is the client. */
export const clientOf = (headers: Headers): Client => ({
  ip: headers.get('x-forwarded-for')?.split(',')[0]?.trim() ?? '',
  userAgent: headers.get('user-agent') ?? '',
});
