import type { IdKind, TenantSql } from '@hikyaku/db';
import type { Permission, Principal, Result } from '@hikyaku/tenancy';
import type { z } from 'zod';
import type { Multipart } from './request/read-multipart.ts';
import type { ApiWorld } from './world.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a handler answers with: a value that becomes JSON, text, or pieces of text that become a stream. */
export type Reply = {
  /** The endpoint's own when left out. */
  readonly status?: number;
  readonly body?: unknown;
  readonly text?: string | Uint8Array | AsyncIterable<string>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Wake-ups, once everything has committed. They are hints: nothing is lost when they are. */
  readonly afterCommit?: () => Promise<unknown>;
};

export type Context = {
  readonly world: ApiWorld;
  readonly principal: Principal;
  /** One transaction inside the tenant. The answer that an Idempotency-Key keeps is written in it. */
  transact(run: (sql: TenantSql) => Promise<Result<Reply>>): Promise<Result<Reply>>;
};

export type Body =
  | { readonly kind: 'json'; readonly schema: z.ZodType; readonly optional?: boolean; readonly example?: unknown }
  | { readonly kind: 'bytes'; readonly contentTypes: readonly string[]; readonly maxBytes: number }
  | { readonly kind: 'multipart'; readonly maxBytes: number; readonly schema: z.ZodType };

type InputOf<B> = B extends { kind: 'json'; schema: infer S extends z.ZodType }
  ? z.output<S>
  : B extends { kind: 'bytes' }
    ? Buffer
    : B extends { kind: 'multipart' }
      ? Multipart
      : undefined;

/** One call of the API, as data: what serves it, checks it and documents it reads this. */
export type Endpoint<
  I extends Readonly<Record<string, IdKind>> = Readonly<Record<string, IdKind>>,
  Q extends z.ZodType = z.ZodType,
  B extends Body | undefined = Body | undefined,
> = {
  readonly method: Method;
  /** Below `/api/v1`, with parameters in braces. */
  readonly path: string;
  /** What each parameter in the path names: anything else is a 404. */
  readonly ids?: I;
  /** Null: no key is asked for. */
  readonly permission: Permission;
  readonly tag: string;
  readonly summary: string;
  readonly query?: Q;
  readonly body?: B;
  readonly status: number;
  /** Of the body that `status` comes with; none for 204. */
  readonly response?: z.ZodType;
  /** Instead of JSON. */
  readonly responseType?: string;
  handle(
    context: Context,
    input: {
      readonly ids: { readonly [K in keyof I]: number };
      readonly query: z.output<Q>;
      readonly body: InputOf<B>;
    },
  ): Promise<Result<Reply>>;
};

/** Declares an endpoint; its handler's input is typed by its schemas. */
export const endpoint = <
  const I extends Readonly<Record<string, IdKind>>,
  Q extends z.ZodType,
  const B extends Body | undefined = undefined,
>(
  declared: Endpoint<I, Q, B>,
): Endpoint => declared as unknown as Endpoint;
