import type { ReplyRule } from './reply-rules.ts';

/** What receivers say about the address itself. */
export const addressRules: readonly ReplyRule[] = [
  {
    reason: 'mailbox_full',
    pattern:
      /(?:over|exceed\w*|out of|above|has reached|reached|beyond|hit) (?:\S{1,40} ){0,4}(?:quota|storage|capacity|disk (?:space|limit))|quota (?:exceed|is full|full|limit|violation|has been|reached)|(?:mail ?box|mailfolder|mail ?folder|inbox|account|mail ?drop|maildir|user|message store|storage|disk)(?:'s)? (?:\S{1,100} )?(?:is |are |has |was |its )?(?:full|over (?:quota|size|limit)|out of (?:space|storage)|too (?:full|large)|exceed)|(?:mail ?box|disk) (?:size )?(?:limit|full|quota)|not enough (?:storage|disk|space)|insufficient (?:disk|space|quota|system storage|storage)|no space left|overquota|over.?quota|disk quota|would (?:go |be )?over(?:quota| quota)|容量|RESOLVER\.RST\.(?:RecipSizeLimit|QuotaE)|STOREDRV.{0,40}(?:quota|full)/i,
    says: '552 5.2.2 <a@example.com>... Mailbox Full',
  },
  {
    reason: 'mailbox_full',
    pattern: /\b[45]\.2\.2\b/,
    says: '552 5.2.2 sorry',
  },
  {
    reason: 'inactive_mailbox',
    pattern:
      /(?:account|mail ?box|user|recipient|address|inbox|mail ?id|email)(?: \S{1,100})? (?:is |has been |was |has |currently |been |temporarily |are )*(?:in[- ]?active|disabled|suspended|deactivated|discontinued|expired|closed|terminated|locked|dormant|de-?activated|frozen|on hold|retired|turned off|not active|no longer (?:in use|active|used|available|valid|with|accept))|(?:in[- ]?active|disabled|suspended|closed|expired|dormant|deactivated) (?:user|account|mail ?box|recipient)|mailbox (?:unavailable )?for .{0,60} suspended|account (?:that you tried to reach )?is (?:disabled|inactive)|user (?:has )?(?:been )?suspended|(?:has )?not (?:logged in|been used) (?:for|in|recently)/i,
    says: '550 5.2.1 The email account that you tried to reach is disabled.',
  },
  {
    reason: 'inactive_mailbox',
    pattern: /\b5\.7\.13\b/,
    says: '525 5.7.13 User account disabled',
  },
  {
    reason: 'recipient_rejected',
    pattern:
      /(?:due to|because of|by) (?:the )?(?:recipient|user|recipient's)(?:'s)? (?:preference|polic|filter|rule|setting|own)|(?:recipient|user)(?:'s)? (?:has )?(?:rejected|refused|declined|blocked) (?:the |your |this )?(?:message|mail|e-?mail|sender)|recipient (?:does not|doesn't|not) (?:want|accept)|refused by (?:the )?recipient|rejected by (?:the )?(?:recipient|user|a remote|the user's)|RCP-P[2-9]|(?:restricted|not accepting) (?:\S{1,40} )?(?:mail|messages|address)|RESOLVER\.RST\.|doesn't accept (?:mail|messages) from|message (?:was )?(?:filtered|refused by filter)|domain filter|指定受信|受信拒否|user reject/i,
    says: '550 5.1.1 RCP-P2 Refused due to recipient preferences',
  },
  {
    reason: 'remote_system',
    pattern:
      /unable to contact ldap|(?:could(?:n't| not)|can(?:not|'t)) (?:create|open|write|lock|save|access|chdir|find) (?:output|file|mail|"|user|\/|temporary|lock)|procmail|command (?:died|failed|output)|local (?:delivery|error|configuration|problem)|(?:internal|system|server|resource|configuration|database|software|processing|temporary) (?:\S{1,20} )?(?:error|failure|problem|trouble|unavailable)|(?:lookup|delivery) (?:failed|failure):? (?:temporary|internal)|service (?:is )?(?:currently |temporarily )?(?:unavailable|not available|refuse)|temporar(?:y|ily) (?:failure|unavailable|deferred|rejected|error|problem|disabled)|insufficient (?:resources|memory|system resources)|too busy|server (?:is )?(?:busy|overload|too)|disk (?:error|failure)|i\/o error|(?:unable|failed) to (?:process|open|lock|write|queue)|please try (?:again )?later|try again later|pipe (?:to|failed|transport)|child process|exit(?:ed)? (?:code|status|with)|returned (?:status|exit)|permission denied|mailer (?:error|died)|out of memory|delivery error: (?:local|internal)|all available ips|undefined mail delivery mode|unable to deliver message after multiple retries/i,
    says: '451 4.3.0 Temporary lookup failure',
  },
  {
    reason: 'invalid_recipient',
    pattern:
      /(?:user|recipient|address|mail ?box|account|customer|alias|name|addressee|mail ?address|destination|login|person|e-?mail|member)s?(?: \S{1,120}| name| account| address(?:es)?)? ?:? ?(?:is |was |are |were |be |has |have |seems |appears |to |could |can )*(?:unknown|un-?known|not (?:be )?(?:found|known|exist|recogni[sz]ed|registered|listed|valid|a valid|here|local|in (?:our|the|this|my)|resolved)|does(?: no|n')t (?:exist|have)|do(?: no|n')t exist|doesn&#39;t exist|invalid|non-?exist\w*|unavailable|undeliverable|not available|unrouteable|couldn't be found|wasn't found|(?:is )?no longer (?:on|exist|here))|(?:unknown|no such|invalid|bad|non-?existent|unrecogni[sz]ed|undefined|unrout(?:e)?able|illegal|incorrect|inexistent|no valid|nonexistant) (?:\S{1,20} )?(?:user|recipient|address|mail ?box|account|local[- ]?part|name|customer|alias|addressee|person|destination|e-?mail|userid|login|mailbox name|virtual|member|smtp address)|no (?:such )?(?:mailbox|account|user|recipient|address|person|one)\b.{0,30}(?:here|by that name|with|exist|matches|found|at this|in this)?|(?:this |that )?(?:user|account) (?:does(?: no|n')t|don't) have (?:a|an)|not (?:a|our) (?:valid |known |local )?(?:user|mailbox|customer|recipient|account|address|member|address here)|(?:user|account|mailbox|address) .{0,60}not listed|(?:listed|found) in (?:domino|public name|directory|address book)|(?:check|verify) (?:the )?(?:recipient|address|spelling)|(?:address|mailbox) (?:has )?(?:moved|changed)|user .{0,60}has moved|has moved to|RecipNotFound|RecipientNotFound|宛先.{0,40}(?:不明|見つかり|存在し)|(?:ユーザー?|メールアドレス|アドレス|宛先).{0,30}(?:存在し|見つか|ありません|不明)|(?:adresse|destinataire) .{0,30}(?:invalide|inconnu)|utilisateur inconnu|unbekannt|desconocid|пользователь не найден|tried to reach does not exist|recipient address rejected\.? ?$|user unknown|unknown rcpt|invalid final delivery/i,
    says: '550 5.1.1 <a@example.com>... User Unknown',
  },
];
