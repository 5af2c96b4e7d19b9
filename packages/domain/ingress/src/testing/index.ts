export { arf, dsn, note } from './mails.ts';
export { openRig, type RigTenant } from './open-rig.ts';
