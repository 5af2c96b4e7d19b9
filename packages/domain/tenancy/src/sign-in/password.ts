import { hash, verify } from '@node-rs/argon2';
import { ok, type Refusal, type Result, refuseField } from '../result.ts';

const MIN = 10;
const MAX = 200;

// A hash that nothing was made for: an unknown address takes as long as a wrong password.
let decoy: Promise<string> | undefined;

/** argon2id, 19 MiB, 2 passes (OWASP's first choice; the library's default). */
export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'));

/** False also when there is no hash, after the same time. */
export async function checkPassword(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hash('decoy');
  const right = await verify(stored ?? (await decoy), password.slice(0, MAX * 2).normalize('NFKC'));
  return right && stored !== null;
}

/** Long enough, and not the address itself. Length alone is asked for: rules about characters make passwords worse. */
export function validatePassword(password: string, email: string): Result<void> {
  const wrong = (message: string): Refusal => refuseField('password', message);
  if (password.length < MIN) return wrong(`A password has at least ${MIN} characters.`);
  if (password.length > MAX) return wrong(`A password has at most ${MAX} characters.`);
  if (password.toLowerCase() === email.toLowerCase()) return wrong('The password must not be the address.');
  return ok(undefined);
}
