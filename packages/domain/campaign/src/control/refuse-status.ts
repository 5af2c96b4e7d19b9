import { type Refusal, refuse } from '@hikyaku/tenancy';
import type { CampaignStatus } from '../campaign.ts';

/** 409: in this status the campaign cannot be `done` (a participle: sent, paused, resumed, canceled, changed). */
export const refuseStatus = (status: CampaignStatus, done: string): Refusal =>
  refuse(409, 'campaign_status', `A campaign that is ${status} cannot be ${done}.`);
