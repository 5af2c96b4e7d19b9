import { NO_STARTTLS, type OpenedSession, type Session } from '../wire/open-session.ts';
import { isCertificateFault } from './fetch-policy.ts';
import { namesHost, type StsPolicy } from './parse-policy.ts';

/** What one attempt at TLS came to; `result` in the words of RFC 8460 section 4.3, '' when it was as it should be. */
export type TlsVerdict = { readonly result: string; readonly detail: string };

/** True when mail under this policy may go over this session: the host is one that it names, and showed that it is. */
export const satisfies = (session: Pick<Session, 'isVerified' | 'target'>, policy: StsPolicy | null): boolean =>
  policy?.mode !== 'enforce' || (session.isVerified && namesHost(policy, session.target.host));

/** Without a policy a session in TLS is all that one can ask for; with one the host must be named and its certificate good. */
export function judgeSession(opened: OpenedSession | undefined, host: string, policy: StsPolicy | null): TlsVerdict {
  if (!opened || (policy && !namesHost(policy, host))) {
    return { result: 'validation-failure', detail: 'the policy does not name this host' };
  }
  if (!opened.ok) return { result: resultOf(opened.tlsFault), detail: opened.fault ?? opened.reply?.text ?? '' };
  const { session } = opened;
  if (session.tls === null) return { result: 'starttls-not-supported', detail: '' };
  if (policy && !session.isVerified) return { result: resultOf(session.tlsFault), detail: session.tlsFault };
  return { result: '', detail: '' };
}

/** The fault is a code of Node or OpenSSL, or ours for a host without STARTTLS. */
function resultOf(fault: string | undefined): string {
  if (fault === NO_STARTTLS) return 'starttls-not-supported';
  if (fault === 'ERR_TLS_CERT_ALTNAME_INVALID' || fault === 'HOSTNAME_MISMATCH') return 'certificate-host-mismatch';
  if (fault === 'CERT_HAS_EXPIRED') return 'certificate-expired';
  return isCertificateFault(fault) ? 'certificate-not-trusted' : 'validation-failure';
}
