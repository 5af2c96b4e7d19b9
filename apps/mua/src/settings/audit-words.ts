import { getTranslations } from 'next-intl/server';

/** Actions that have words of their own; another one is shown by its name. */
const actions = [
  'answer_rule.remove',
  'answer_rule.save',
  'campaign.create',
  'campaign.update',
  'campaign.schedule',
  'campaign.send',
  'campaign.pause',
  'campaign.resume',
  'campaign.cancel',
  'egress.release',
  'egress.cancel',
  'domain.create',
  'domain.adopt',
  'domain.verify',
  'domain.receives',
  'domain.delete',
  'invitation.create',
  'invitation.revoke',
  'key.create',
  'key.revoke',
  'member.role',
  'member.remove',
  'operator.grant',
  'session.create',
  'shaping.remove',
  'shaping.save',
  'site.lift',
  'site.suspend',
  'suppression.create',
  'suppression.lift',
  'tenant.create',
  'tenant.update',
  'tenant.hold',
  'tenant.release',
  'tenant.quota',
  'webhook.create',
  'webhook.delete',
  'webhook.replay',
] as const;

/** Says what an entry of the audit log did. */
export async function auditWords(): Promise<(action: string) => string> {
  const t = await getTranslations('audit.actions');
  return (action) => {
    const known = actions.find((one) => one === action);
    return known ? t(known) : action;
  };
}
