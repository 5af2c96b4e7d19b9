/**
 * Programs that fetch links and pictures without anybody looking. `scanner`: follows links to judge or to preview them.
 * `proxy`: fetches the pictures of a mail for people, now and then before they look. A general HTTP library is none of
 * them: people's own tools say such names too, and what hides behind one is found by its haste.
 */
export type Agent = {
  readonly name: string;
  readonly kind: 'scanner' | 'proxy';
  readonly pattern: RegExp;
  /** How it names itself; the test asks for each. */
  readonly says: string;
};

const scanner = (name: string, pattern: RegExp, says: string): Agent => ({ name, kind: 'scanner', pattern, says });
const proxy = (name: string, pattern: RegExp, says: string): Agent => ({ name, kind: 'proxy', pattern, says });

/** In this order: the first that fits. */
export const AGENTS: readonly Agent[] = [
  proxy(
    'Gmail',
    /GoogleImageProxy/,
    'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)',
  ),
  proxy('Yahoo', /YahooMailProxy/, 'YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html'),
  proxy('Apple Mail Privacy Protection', /^Mozilla\/5\.0$/, 'Mozilla/5.0'),

  scanner('Barracuda', /barracuda/i, 'Mozilla/5.0 (compatible; Barracuda Sentinel (EE))'),
  scanner('Proofpoint', /proofpoint|urldefense/i, 'Mozilla/5.0 (compatible; Proofpoint URL Defense)'),
  scanner('Mimecast', /mimecast/i, 'Mimecast URL Protect'),
  scanner('Symantec', /symantec|messagelabs/i, 'MessageLabs Link Following'),
  scanner('Trend Micro', /trend ?micro|\bTMOE\b/i, 'Mozilla/4.0 (compatible; TrendMicro WRS)'),
  scanner('Sophos', /sophos/i, 'Sophos-LinkScan/1.0'),
  scanner(
    'Palo Alto Networks',
    /palo ?alto|expanse/i,
    'Expanse, a Palo Alto Networks company, searches across the global IPv4 space',
  ),
  scanner('Cisco', /ironport|cisco/i, 'Mozilla/5.0 (compatible; Cisco IronPort URL check)'),
  scanner(
    'VirusTotal',
    /virustotal/i,
    'Mozilla/5.0 AppEngine-Google; (+http://code.google.com/appengine; appid: s~virustotalcloud)',
  ),
  scanner('Netcraft', /netcraft/i, 'Mozilla/5.0 (compatible; NetcraftSurveyAgent/1.0; +info@netcraft.com)'),
  scanner('Censys', /censysinspect/i, 'Mozilla/5.0 (compatible; CensysInspect/1.1; +https://about.censys.io/)'),
  scanner('Microsoft Office', /Microsoft Office .*Discovery|ms-office/i, 'Microsoft Office Protocol Discovery'),
  scanner(
    'Bing preview',
    /BingPreview/i,
    'Mozilla/5.0 (Windows NT 6.1) AppleWebKit/534+ (KHTML, like Gecko) BingPreview/1.0b',
  ),
  scanner('Skype', /SkypeUriPreview/i, 'Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5'),
  scanner('Google Safety', /Google-Safety/i, 'Google-Safety; (+http://www.google.com/bot.html)'),
  scanner(
    'Google Read Aloud',
    /Google-Read-Aloud/i,
    'Mozilla/5.0 (Linux; Android 7.0) (compatible; Google-Read-Aloud; +https://support.google.com/webmasters/answer/1061943)',
  ),
  scanner(
    'Facebook',
    /facebookexternalhit|facebookcatalog|meta-externalagent/i,
    'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
  ),
  scanner('LINE', /line-poker/i, 'facebookexternalhit/1.1;line-poker/1.0'),
  scanner('WhatsApp', /^WhatsApp\//, 'WhatsApp/2.23.20.0'),
  scanner('Slack', /Slackbot|Slack-ImgProxy/i, 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)'),
  scanner('Discord', /Discordbot/i, 'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)'),
  scanner('Telegram', /TelegramBot/i, 'TelegramBot (like TwitterBot)'),
  scanner('W3C link checker', /W3C-checklink|W3C_Validator/i, 'W3C-checklink/4.81 libwww-perl/6.05'),
  scanner('Xenu', /Xenu Link Sleuth/i, 'Xenu Link Sleuth/1.3.8'),
  scanner(
    'link checkers',
    /link[ -]?(?:check|scan|validat)/i,
    'LinkChecker/10.0 (+https://linkchecker.github.io/linkchecker/)',
  ),
  scanner(
    'headless browsers',
    /HeadlessChrome|PhantomJS/i,
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.0.0 Safari/537.36',
  ),
  // A maker of phones has the word in its name.
  scanner(
    'robots',
    /(?<!cu)bot\b|crawler|spider|slurp/i,
    'Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)',
  ),
];
