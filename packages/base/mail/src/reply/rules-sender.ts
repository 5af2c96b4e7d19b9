import type { ReplyRule } from './reply-rules.ts';

/** Authentication, reputation, policy: what receivers say when they do not want the sender. */
export const senderRules: readonly ReplyRule[] = [
  {
    reason: 'auth_failed',
    pattern: /\b[45]\.7\.(?:2[0-79]|3[01]|40|50[89]|515)\b/,
    says: '550-5.7.26 This mail has been blocked because the sender is unauthenticated',
  },
];
