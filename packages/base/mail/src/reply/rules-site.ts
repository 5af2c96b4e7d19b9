import type { ReplyRule } from './reply-rules.ts';

export const siteRules: readonly ReplyRule[] = [];
