import type { Config } from '@hikyaku/config';

/** What the demo is signed in with; the middle part of demo.json. */
export type DemoSeed = {
  readonly api_key: string;
  readonly email: string;
  readonly password: string;
  readonly tenant_id: string;
  readonly smtp: { readonly username: string; readonly password: string };
  readonly sending_domain: string;
  readonly lists: { readonly ten: string; readonly thousand: string; readonly hundred_thousand: string };
  readonly other_tenant: { readonly tenant_id: string; readonly api_key: string; readonly sending_domain: string };
};

export type SeedDemo = (input: {
  readonly config: Config;
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly engineUrl: string;
  readonly secret: string;
  /** Tells the person at the console what takes long. */
  readonly say: (line: string) => void;
}) => Promise<DemoSeed>;
