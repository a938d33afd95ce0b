// Well-known referrers by the registrable end of their host, and marks that ad networks add to addresses.
// A short list of what sites really see; everything else is named by its host.

export type Medium = 'search' | 'social' | 'ai' | 'email' | 'paid';
export type KnownSource = { source: string; medium: Medium };

// Written `name: hosts`; a host that ends in a dot matches any country's ending.
const TABLE: Record<Exclude<Medium, 'paid'>, string> = {
  search: `Google: google. | Bing: bing.com | DuckDuckGo: duckduckgo.com | Yahoo: search.yahoo.com yahoo.co.jp yahoo.com
    | Ecosia: ecosia.org | Qwant: qwant.com | Startpage: startpage.com | Brave: search.brave.com | Baidu: baidu.com
    | Yandex: yandex. ya.ru | Naver: naver.com | Kagi: kagi.com | Seznam: seznam.cz | Sogou: sogou.com | Ask: ask.com
    | AOL: search.aol.com | Swisscows: swisscows.com | Mojeek: mojeek.com | MetaGer: metager.de metager.org`,
  social: `Facebook: facebook.com fb.com fb.me messenger.com | Instagram: instagram.com | X: x.com twitter.com t.co
    | LinkedIn: linkedin.com lnkd.in | Reddit: reddit.com redd.it | YouTube: youtube.com youtu.be | TikTok: tiktok.com
    | Pinterest: pinterest. pin.it | Hacker News: news.ycombinator.com | Bluesky: bsky.app | Threads: threads.net
    threads.com | Mastodon: mastodon.social mastodon.online | Telegram: t.me telegram.org | WhatsApp: whatsapp.com wa.me
    | Discord: discord.com discord.gg | Slack: slack.com | Quora: quora.com | VK: vk.com vk.ru | Weibo: weibo.com
    | Tumblr: tumblr.com | Medium: medium.com | GitHub: github.com | Stack Overflow: stackoverflow.com
    | Product Hunt: producthunt.com | Lobsters: lobste.rs | Xing: xing.com | Snapchat: snapchat.com`,
  ai: `ChatGPT: chatgpt.com chat.openai.com | Perplexity: perplexity.ai | Claude: claude.ai | Gemini: gemini.google.com
    | Copilot: copilot.microsoft.com | DeepSeek: chat.deepseek.com | Mistral: chat.mistral.ai`,
  email: `Gmail: mail.google.com com.google.android.gm | Outlook: outlook.live.com outlook.office.com outlook.office365.com
    | Yahoo Mail: mail.yahoo.com | Proton Mail: mail.proton.me | GMX: gmx.net gmx.de | Web.de: web.de`,
};

const HOSTS = new Map<string, KnownSource>();
for (const [medium, list] of Object.entries(TABLE) as [Medium, string][]) {
  for (const entry of list.split('|')) {
    const [source, hosts] = entry.split(/:\s/) as [string, string];
    for (const host of hosts.trim().split(/\s+/)) HOSTS.set(host, { source: source.trim(), medium });
  }
}

/** Click ids in an address, most telling first. */
export const CLICK_IDS: readonly [parameter: string, known: KnownSource][] = [
  ['gclid', { source: 'Google', medium: 'paid' }],
  ['gbraid', { source: 'Google', medium: 'paid' }],
  ['wbraid', { source: 'Google', medium: 'paid' }],
  ['msclkid', { source: 'Bing', medium: 'paid' }],
  ['ttclid', { source: 'TikTok', medium: 'paid' }],
  ['twclid', { source: 'X', medium: 'paid' }],
  ['li_fat_id', { source: 'LinkedIn', medium: 'paid' }],
  ['fbclid', { source: 'Facebook', medium: 'social' }],
];

/** Finds a host or the longest known end of it: `m.facebook.com` is Facebook, `www.google.co.uk` is Google. */
export function knownSource(host: string): KnownSource | undefined {
  for (let rest = host; rest.includes('.'); rest = rest.slice(rest.indexOf('.') + 1)) {
    const known = HOSTS.get(rest) ?? HOSTS.get(anyEnding(rest));
    if (known) return known;
  }
  return undefined;
}

// google.de → `google.`, google.co.uk → `google.`; but not google.example.com, where the middle is no short code.
function anyEnding(host: string): string {
  const [name = '', second = '', third] = host.split('.');
  const isEnding = third === undefined ? second.length >= 2 : second.length <= 3 && third.length === 2;
  return isEnding && host.split('.').length <= 3 ? `${name}.` : '';
}
