// A few words for a browser, so that its owner finds it in a list. Not for statistics: apply/parse-agent.ts is.
// The words are ours: nothing of what the header says is kept.

const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\/|\bOPT\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bVersion\/[\d.]+ .*Safari\//, 'Safari'],
  [/^curl\//, 'curl'],
  [/\bpython|^aiohttp/i, 'Python'],
  [/^(?:Bun|node|undici|axios)\b/i, 'JavaScript'],
  [/^Go-http-client\//, 'Go'],
];
/** iPhones say "like Mac OS X", Android says Linux: the narrower stands first. */
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac(?:intosh| OS X)\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];
/** Characters that are looked at. */
const READ_CHARS = 512;

/** "Firefox on Windows", "curl", or "Unknown program". */
export function agentName(userAgent: string | null): string {
  const text = (userAgent ?? '').slice(0, READ_CHARS);
  const nameIn = (table: typeof BROWSERS) => table.find(([pattern]) => pattern.test(text))?.[1];
  const browser = nameIn(BROWSERS) ?? 'Unknown program';
  const system = nameIn(SYSTEMS);
  return system === undefined ? browser : `${browser} on ${system}`;
}
