// Codes of countries as proxies and databases write them.

/** `XX` and `ZZ` are how it is said that nobody knows. */
const NOWHERE: ReadonlySet<string> = new Set(['XX', 'ZZ']);

/** Two upper-case letters; null for what names no country. */
export function countryCode(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const code = value.trim().toUpperCase();
  return /^[A-Z]{2}$/.test(code) && !NOWHERE.has(code) ? code : null;
}
