import type { ReplyRule } from './reply-rules.ts';

export const contentRules: readonly ReplyRule[] = [];
