import { campaignRows } from './campaign/rows.ts';
import { postfixRows } from './peers/rows.ts';
import { wireRows } from './wire.ts';
import type { RowPlan } from './world.ts';

/** Every row of the table, in its order. */
export const ROWS: readonly RowPlan[] = [...wireRows, ...campaignRows, ...postfixRows];
