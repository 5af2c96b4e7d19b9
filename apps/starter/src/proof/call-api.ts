import type { Demo } from '../testing/open-product.ts';

type Answer = { readonly status: number; readonly body: Record<string, unknown> };

/** The REST API with the demo tenant's key. Throws for an answer that is no 2xx. */
export function callApi(demo: Pick<Demo, 'api_url' | 'api_key'>) {
  const call = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const response = await fetch(`${demo.api_url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${demo.api_key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : {} };
  };
  const must = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await call(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as T;
  };
  return {
    get: <T>(path: string) => must<T>('GET', path),
    post: <T>(path: string, body: unknown = {}) => must<T>('POST', path, body),
    delete: (path: string) => must<unknown>('DELETE', path),
    /** All pages of a list, at most 20. */
    async list<T>(path: string): Promise<T[]> {
      const all: T[] = [];
      let cursor: string | null = null;
      for (let page = 0; page < 20; page++) {
        const mark = path.includes('?') ? '&' : '?';
        const next: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
        const got: { data: T[]; next_cursor: string | null } = await must('GET', `${path}${mark}limit=100${next}`);
        all.push(...got.data);
        cursor = got.next_cursor;
        if (!cursor) return all;
      }
      throw new Error(`${path} has more than 20 pages`);
    },
  };
}

export type Caught = { readonly message_id: string; readonly rcpt_to: string; readonly raw_url: string };
export type SandboxCounts = { readonly accepted: number; readonly duplicates: number; readonly violations: number };

/** What the sandbox's receivers accepted. */
export function readSandbox(demo: Pick<Demo, 'sandbox'>) {
  const read = async <T>(path: string) => (await (await fetch(new URL(path, demo.sandbox.url))).json()) as T;
  return {
    counts: () => read<SandboxCounts>('/counts'),
    messages: (to?: string) => read<Caught[]>(`/messages?limit=1000${to ? `&to=${encodeURIComponent(to)}` : ''}`),
  };
}
