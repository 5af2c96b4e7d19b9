import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Keyring } from '@hikyaku/config';
import { type Database, formatId } from '@hikyaku/db';
import type { Resolver } from '@hikyaku/dns';
import { counter, histogram } from '@hikyaku/log';
import { Webhook } from 'standardwebhooks';
import type { EndpointRules } from '../webhook/endpoint-rules.ts';
import { claimDue, type DueFact } from './claim-due.ts';
import { loadBodies } from './load-bodies.ts';
import { type Posted, postWebhook } from './post-webhook.ts';
import { settleAttempts, type Tried } from './settle-attempts.ts';

export type NotifierWorld = {
  readonly engine: Database;
  readonly keyring: Keyring;
  readonly resolver: Resolver;
  readonly rules: EndpointRules;
};

/** Requests that one endpoint gets at once; one that fails gets one. */
const AT_ONCE = 8;
/** Then the endpoint makes room for others. */
const HAND_BACK_AFTER_MS = 10_000;

const attempts = counter('hikyaku_webhook_attempts_total', 'Attempts at webhook endpoints', ['outcome']);
const seconds = histogram(
  'hikyaku_webhook_seconds',
  'Duration of an attempt at an endpoint',
  [0.01, 0.05, 0.25, 1, 5, 10],
);

type Endpoint = { id: number; url: string; secret: string };

/**
 * Sends what is due at one endpoint, in order of time and several at once, until nothing is due, it fails, or ten seconds
 * are over (or `signal` says so). Answers whether the endpoint is well: one that is not is asked with a single request.
 */
export async function drainEndpoint(
  world: NotifierWorld,
  webhookId: number,
  well: boolean,
  signal?: AbortSignal,
): Promise<boolean> {
  const [endpoint] = await world.engine.query<Endpoint>(
    'SELECT id, url, secret FROM webhooks WHERE id = $1 AND active',
    [webhookId],
  );
  if (!endpoint) return true;
  const agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };
  const signer = new Webhook(world.keyring.open('webhook', endpoint.secret));
  const until = performance.now() + HAND_BACK_AFTER_MS;
  try {
    do {
      const facts = await claimDue(world.engine, webhookId, well ? AT_ONCE : 1);
      if (facts.length === 0) return well;
      const bodies = await loadBodies(world.engine, facts);
      const post = (headers: Record<string, string>, body: string) =>
        postWebhook({ ...world, agents }, endpoint.url, headers, body);
      const tried = await Promise.all(facts.map((fact) => tryFact(fact, bodies.get(fact.id), signer, post)));
      await settleAttempts(world.engine, webhookId, tried);
      if (tried.some(({ posted }) => posted.status === 410)) await disable(world.engine, webhookId);
      well = tried.some(({ posted }) => posted.error === null);
    } while (well && !signal?.aborted && performance.now() < until);
    return well;
  } finally {
    agents.http.destroy();
    agents.https.destroy();
  }
}

async function tryFact(
  fact: DueFact,
  body: string | undefined,
  signer: Webhook,
  post: (headers: Record<string, string>, body: string) => Promise<Posted>,
): Promise<Tried> {
  const at = new Date();
  if (body === undefined) {
    return { fact, at, posted: { status: null, error: 'the fact is too old to be told', durationMs: 0, response: '' } };
  }
  const id = formatId('event', fact.event_id);
  const posted = await post(
    {
      'content-type': 'application/json',
      'user-agent': 'Hikyaku',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': signer.sign(id, at, body),
    },
    body,
  );
  attempts.inc({ outcome: posted.error === null ? 'success' : 'failure' });
  seconds.observe(posted.durationMs / 1_000);
  return { fact, at, posted };
}

/** 410 Gone: the endpoint asks not to be told any more (Standard Webhooks). */
const disable = (engine: Database, webhookId: number) =>
  engine.query('UPDATE webhooks SET active = false WHERE id = $1', [webhookId]);
