import type { ReplyRule } from './reply-rules.ts';

export const addressRules: readonly ReplyRule[] = [];
