/** What receivers say about the address itself. */
export const addressRules = String.raw`
# mailbox_full
(?:over|exceed\w*|out of|above|has reached|reached|beyond|hit) (?:\S{1,40} ){0,4}(?:quota|storage|capacity|disk (?:space|limit))
  > 552 1 Requested mail action aborted: exceeded storage allocation
  > 451 a@example.com is over quota
quota (?:exceed|is full|full|limit|violation|has been|reached)
  > 552 Quota violation for a@example.com
(?:mail ?box|mailfolder|mail ?folder|inbox|account|mail ?drop|maildir|user|message store|storage|disk)(?:'s)? (?:\S{1,100} )?(?:is |are |has |was |its |temporarily )?(?:full|over (?:quota|size|limit)|out of (?:space|storage)|too (?:full|large)|exceed)
  > 552 5.2.2 <a@example.com>... Mailbox Full
  > 452 4.2.1 Mailbox temporarily full
full mail ?box|(?:mail ?box|disk) (?:size )?(?:limit|quota)
  > 550 Full mailbox
  > 552 Mailbox limit exeeded for this email address
(?:not|does not have) enough (?:storage|disk|space)|insufficient (?:disk|space|quota|system storage|storage)|no space left
  > 452 4.3.1 Insufficient disk space
overquota|over.?quota|disk quota|would (?:go |be )?over(?:quota| quota)
  > 552 Recipient overquota
too many messages on the server
  > 550 User has too many messages on the server
容量
  > 550 メールボックスの容量が一杯です
RESOLVER\.RST\.(?:RecipSizeLimit|QuotaE)|STOREDRV.{0,40}(?:quota|full)
  > 550 5.2.0 STOREDRV.Deliver: quota
destinataire pleine|postfach .{0,60}voll\b|buz[oó]n .{0,40}llen[oa]|casella .{0,40}piena|ящик .{0,40}(?:переполнен|заполнен)|\b(?:OFR_?|LPN\d{3}_)417\b
  > 552 Boite du destinataire pleine. OFR_417
  > Das Postfach des Empfängers ist voll
  > El buzón del destinatario está lleno
\b[45]\.2\.2\b
  > 552 5.2.2 sorry

# inactive_mailbox
(?:account|mail ?box|user|recipient|address|inbox|mail ?id|email)(?: \S{1,100})? (?:is |has been |was |has |currently |been |temporarily |are )*(?:in[- ]?active|disabled|suspended|deactivated|discontinued|expired|closed|terminated|locked|dormant|de-?activated|frozen|on hold|retired|turned off|not active|no longer (?:in use|active|used|available|valid|with|accept))
  > 553 5.3.0 <a@example.com>... Mailbox is frozen.
account (?:that you tried to reach )is (?:disabled|inactive)
  > 550 5.2.1 The email account that you tried to reach is disabled.
(?:in[- ]?active|disabled|suspended|closed|expired|dormant|deactivated) (?:user|account|mail ?box|recipient)
  > 550 5.2.1 Inactive mailbox
mailbox (?:unavailable )?for .{0,60} suspended|user (?:has )?(?:been )?suspended
  > 550 Mailbox unavailable for this user: suspended
(?:has )?not (?:logged in|been used) (?:for|in|recently)
  > 550 The owner has not logged in for 30 days
\b5\.7\.13\b
  > 525 5.7.13 No mail here

# recipient_rejected
(?:due to|because of|by) (?:the )?(?:recipient|user|recipient's)(?:'s)? (?:preference|polic|filter|rule|setting|own)
  > 550 5.7.1 Refused due to recipient preferences
(?:recipient|user)(?:'s)? (?:has )?(?:rejected|refused|declined|blocked|refuses(?: to (?:receive|accept))?) (?:the |your |this )?(?:message|mail|e-?mail|sender)
  > 550 5.7.1 User refuses to receive this mail
  > 550 The recipient has declined your mail
recipient (?:does not|doesn't|not) (?:want|accept)
  > 550 The recipient does not accept mails from you
refused by (?:the )?recipients
  > 550 Refused by recipients
rejected by (?:the )?(?:user|a remote|the user's)
  > 550 Rejected by the user
RCP-P[2-9]
  > 550 5.1.1 RCP-P2 Refused
(?:restricted|not accepting) (?:\S{1,40} )?(?:mail|messages|address)
  > 550 a@example.com is not accepting any mail
RESOLVER\.RST\.
  > 550 5.7.1 RESOLVER.RST.RestrictedToRecipientsPermission; not authorized
doesn't accept (?:mail|messages) from
  > 550 a@example.com doesn't accept messages from strangers
message (?:was )?(?:filtered|refused by filter)|domain filter
  > 550 Message filtered
指定受信|受信拒否|受信制限|迷惑メール.{0,20}設定
  > 550 5.7.1 <a@example.ne.jp>: 受信拒否設定により配信できません
user reject
  > 550 5.2.0 Rejected due to user reject

# remote_system
unable to contact ldap
  > 451 4.3.0 Unable to contact LDAP server
(?:could(?:n't| not)|can(?:not|'t)) (?:create|open|write|lock|save|access|chdir|find) (?:output|file|mail|"|user|\/|temporary|lock)
  > can't create user output file
procmail|command (?:died|failed|output)
  > Command died with status 3: "/usr/local/bin/x"
local (?:delivery|error|configuration|problem)|(?:lookup|delivery) (?:failed|failure):? (?:temporary|internal)
  > 451 Requested action aborted: local error
(?:internal|system|server|resource|configuration|database|software|processing|temporary) (?:\S{1,20} )?(?:error|failure|problem|trouble|unavailable)
  > 451 4.3.0 Temporary lookup failure
  > 4.3.5 Server configuration error
service (?:is )?(?:currently |temporarily )?(?:unavailable|not available|refuse)
  > 421 Service not available, closing transmission channel
temporar(?:y|ily) (?:failure|unavailable|deferred|rejected|error|problem|disabled)
  > 451 4.3.0 Temporarily unavailable
insufficient (?:resources|memory|system resources)|out of memory
  > 452 4.3.1 Insufficient system resources
too busy|server (?:is )?(?:busy|overload|too)
  > 421 4.3.2 Too busy
disk (?:error|failure)|i\/o error
  > 451 4.3.0 I/O error
(?:unable|failed) to (?:process|open|lock|write|queue)
  > 451 4.3.0 Failed to queue it
try again later|please try later
  > 451 4.3.2 Please try again later
pipe (?:to|failed|transport)|child process|exit(?:ed)? (?:code|status|with)|returned (?:status|exit)
  > Child process of pipe transport returned 127
permission denied
  > Permission denied
mailer (?:error|died)
  > Unknown mailer error 255
delivery error: (?:local|internal)
  > 451 delivery error: internal
all available ips
  > 451 Tried on all available IPs
undefined mail delivery mode
  > 5.3.5 Undefined mail delivery mode: x
unable to deliver message after multiple retries
  > 550 5.7.1 Unable to deliver message after multiple retries

# invalid_recipient
(?:user|recipient|address|mail ?box|account|customer|alias|name|addressee|mail ?address|destination|login|person|e-?mail|member)s?(?: \S{1,120}| name| account| address(?:es)?)? ?:? ?(?:is |was |are |were |be |has |have |seems |appears |to |could |can )*(?:unknown|un-?known|not (?:be )?(?:found|known|exist|recogni[sz]ed|registered|listed|valid|a valid|here|local|in (?:our|the|this|my)|resolved|verified)|cannot be (?:found|verified)|does(?: no|n')t (?:exist|have)|do(?: no|n')t exist|doesn&#39;t exist|invalid|non-?exist\w*|unavailable|undeliverable|not available|unrouteable|couldn't be found|wasn't found|no longer (?:on|exist|here))
  > 550 5.1.1 <a@example.com>... User Unknown
  > 550 Mailbox not found.
  > 550 5.1.6 recipient no longer on server: a@example.com
(?:unknown|no such|invalid|bad|non-?existent|unrecogni[sz]ed|undefined|unrout(?:e)?able|illegal|incorrect|inexistent|no valid|nonexistant) (?:\S{1,20} )?(?:user|recipient|address|mail ?box|account|local[- ]?part|name|customer|alias|addressee|person|destination|e-?mail|userid|login|mailbox name|virtual|member|smtp address)
  > 550 5.1.1 Unknown user
  > 550 No such mailbox: a@example.com
no (?:such )?(?:mailbox|account|user|recipient|address|person|one)\b.{0,30}(?:here|by that name|with|exist|matches|found|at this|in this)?
  > 511 sorry, no mailbox here by that name (#5.1.1 - chkuser)
  > 550 No one here
tried to reach does not exist
  > 550 5.1.1 The email account that you tried to reach does not exist.
not (?:a|our) (?:valid |known |local )?(?:user|mailbox|customer|recipient|account|address|member|address here)
  > 550 5.1.1 Not our Customer
(?:user|account|mailbox|address) .{0,60}not listed|found in (?:domino|public name|directory|address book)
  > 550 The user a b of this site is not listed
(?:check|verify) (?:the )?(?:recipient|address|spelling)
  > 550 Please verify the spelling
(?:address|mailbox) (?:has )?(?:moved|changed)|user .{0,60}has moved|has moved to
  > 551 The user has moved to b@example.org
address rejected\.?\s*$
  > 550 #5.1.0 Address rejected.
  > 550 5.1.1 <a@example.com>: Recipient address rejected
宛先.{0,40}(?:不明|見つかり|存在し)|(?:ユーザー?|メールアドレス|アドレス|宛先).{0,30}(?:存在し|見つか|ありません|不明)
  > 550 5.1.1 該当するユーザーは存在しません
(?:adresse|destinataire) .{0,30}(?:invalide|inconnu|n'existe)|utilisateur inconnu
  > 550 Adresse de ce destinataire inconnue
unbekannt|(?:empf(?:ae|ä)nger|benutzer|postfach|adresse) .{0,40}(?:existiert nicht|nicht gefunden)
  > 550 5.1.1 Der Benutzer ist unbekannt
  > 550 Empfaenger existiert nicht
desconocid|no existe (?:el |ese |esa |dicha )?(?:usuario|persona|cuenta|buz)|(?:usuario|cuenta|buz[oó]n|direcci[oó]n)\b.{0,40}no (?:existe|se encuentra)|destinat[aá]rio (?:inexistente|desconhecido|n[aã]o encontrado)
  > 550 El usuario no existe
  > 550 5.1.1 Destinatario inexistente
utente (?:sconosciuto|inesistente)|(?:destinatario|casella) (?:sconosciut|inesistent)
  > 550 Utente sconosciuto
(?:пользователь|адресат|получатель|ящик).{0,40}не (?:найден|существует)
  > 550 Пользователь не найден
(?:用户|收件人|邮箱|帐号).{0,20}(?:不存在|未找到)|(?:수신자|사용자|계정|주소).{0,20}(?:존재하지|없)
  > 550 收件人不存在
unknown rcpt|mRcptUserUnknown
  > 550 Unknown RCPT
`;
