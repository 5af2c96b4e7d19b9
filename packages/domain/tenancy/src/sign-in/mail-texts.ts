import { LINK_MINUTES, type Locale } from './mailed-link.ts';

type Text = { readonly subject: string; readonly text: string };

const JA_END = '\n\nお心当たりがない場合は、このメールを破棄してください。\n\nHikyaku\n';
const EN_END = '\n\nIf you did not ask for this, ignore this mail.\n\nHikyaku\n';

const ja = (subject: string, lines: string, link: string, valid = `${LINK_MINUTES}分間`): Text => ({
  subject,
  text: `${lines}\n\n${link}\n\nこのリンクは${valid}、一度だけ有効です。${JA_END}`,
});

const en = (subject: string, lines: string, link: string, valid = `${LINK_MINUTES} minutes`): Text => ({
  subject,
  text: `${lines}\n\n${link}\n\nThis link works once, within ${valid}.${EN_END}`,
});

export const signInMail = (locale: Locale, link: string): Text =>
  locale === 'ja'
    ? ja('サインイン用リンク', '次のリンクを開くと、Hikyakuにサインインできます。', link)
    : en('Your sign-in link', 'Open this link to sign in to Hikyaku.', link);

export const signUpMail = (locale: Locale, link: string, tenantName: string): Text =>
  locale === 'ja'
    ? ja('メールアドレスの確認', `「${tenantName}」の登録を続けるには、次のリンクを開いてください。`, link)
    : en('Confirm your address', `Open this link to go on with setting up “${tenantName}”.`, link);

/** For an address that has an account already: the page of the sign-up answers the same for both. */
export const knownAddressMail = (locale: Locale, link: string): Text =>
  locale === 'ja'
    ? ja(
        'すでに登録されています',
        'このメールアドレスはすでに登録されています。次のリンクからサインインできます。',
        link,
      )
    : en('You have an account already', 'This address has an account already. Open this link to sign in.', link);

export const resetMail = (locale: Locale, link: string): Text =>
  locale === 'ja'
    ? ja('パスワードの再設定', '次のリンクを開いて、新しいパスワードを設定してください。', link)
    : en('Set a new password', 'Open this link to set a new password.', link);

export const invitationMail = (locale: Locale, link: string, by: { tenantName: string; inviter: string }): Text =>
  locale === 'ja'
    ? ja(`${by.tenantName}への招待`, `${by.inviter}さんから「${by.tenantName}」に招待されました。`, link, '7日間')
    : en(`Invitation to ${by.tenantName}`, `${by.inviter} invites you to “${by.tenantName}”.`, link, '7 days');

export const tenantInvitationMail = (locale: Locale, link: string): Text =>
  locale === 'ja'
    ? ja('Hikyakuへの招待', 'Hikyakuのアカウントを作成できます。次のリンクを開いてください。', link, '7日間')
    : en('Invitation to Hikyaku', 'You may set up an account with Hikyaku. Open this link.', link, '7 days');
