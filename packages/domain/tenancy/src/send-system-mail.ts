/**
 * Mail of the platform itself: sign-in links, confirmations, invitations, alerts. The programs wire it to the one door
 * through which all mail goes; it resolves when the mail is accepted.
 */
export type SendSystemMail = (mail: {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
}) => Promise<void>;
