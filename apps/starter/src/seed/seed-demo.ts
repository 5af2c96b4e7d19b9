import type { SeedDemo } from './demo-seed.ts';

/** Nothing is seeded yet: the parts of demo.json that name a tenant are empty. */
export const seedDemo: SeedDemo = async () => ({
  api_key: '',
  email: '',
  password: '',
  tenant_id: '',
  smtp: { username: '', password: '' },
  sending_domain: '',
  lists: { ten: '', thousand: '', hundred_thousand: '' },
  other_tenant: { tenant_id: '', api_key: '', sending_domain: '' },
});
