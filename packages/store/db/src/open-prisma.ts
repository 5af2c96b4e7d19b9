import type { PrismaClient } from './generated/client.ts';

/** Prisma over one pool of its own, with the rights of the login in its URL. */
export type PrismaPool = {
  readonly client: PrismaClient;
  close(): Promise<void>;
};

export type PrismaOptions = {
  readonly url: string;
  /** Connections that this pool may hold, on top of the program's other pools. */
  readonly max: number;
  readonly name: string;
  readonly onError?: (error: Error) => void;
};

/**
 * Prisma for the control plane (members, invitations, settings): some two times slower than SQL, which hot paths use.
 * Loaded when it is opened: programs without it do not carry it. Connections are opened when they are needed.
 */
export async function openPrisma(options: PrismaOptions): Promise<PrismaPool> {
  const [{ PrismaPg }, { PrismaClient }] = await Promise.all([
    import('@prisma/adapter-pg'),
    import('./generated/client.ts'),
  ]);
  const adapter = new PrismaPg(
    {
      connectionString: options.url,
      max: options.max,
      application_name: options.name,
      connectionTimeoutMillis: 10_000,
    },
    { onPoolError: (error) => options.onError?.(error), onConnectionError: (error) => options.onError?.(error) },
  );
  const client = new PrismaClient({ adapter, transactionOptions: { maxWait: 10_000, timeout: 15_000 } });
  return { client, close: () => client.$disconnect() };
}
