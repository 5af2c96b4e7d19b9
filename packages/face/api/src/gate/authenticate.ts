import { authenticateKey, type Principal } from '@hikyaku/tenancy';
import { type Answer, answerProblem } from '../answer/answer.ts';
import type { ApiWorld } from '../world.ts';

/** Who asks, by `Authorization: Bearer hk_...`; otherwise 401 with a challenge (RFC 6750 section 3). */
export async function authenticate(world: ApiWorld, headers: Headers): Promise<Principal | Answer> {
  const given = headers.get('authorization');
  const key = given === null ? undefined : /^bearer +(\S+)$/i.exec(given.trim())?.[1];
  if (!key) {
    return challenge('Give an API key: Authorization: Bearer hk_...', 'Bearer realm="Hikyaku"');
  }
  const principal = await authenticateKey(world.app, key);
  return principal ?? challenge('This API key is unknown or revoked.', 'Bearer realm="Hikyaku", error="invalid_token"');
}

const challenge = (detail: string, wanted: string): Answer =>
  answerProblem('unauthorized', detail, [{ path: 'authorization', message: detail }], {
    'www-authenticate': wanted,
  });
