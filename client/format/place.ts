// Country and language codes as names and flags. Pure; unknown codes stay as they are.

const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });
const languages = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' });

/** `DE` → `Germany`; what is no code comes back unchanged. */
export function countryName(code: string): string {
  return nameOf(regions, code.toUpperCase()) ?? code;
}

/** `de-AT` → `Austrian German`. */
export function languageName(code: string): string {
  return nameOf(languages, code) ?? code;
}

/** The flag as regional indicators, or an empty string. Always stands beside the name. */
export function countryFlag(code: string): string {
  if (!/^[a-z]{2}$/i.test(code)) return '';
  return String.fromCodePoint(...[...code.toUpperCase()].map((letter) => 0x1f1a5 + letter.charCodeAt(0)));
}

function nameOf(names: Intl.DisplayNames, code: string): string | undefined {
  try {
    return names.of(code);
  } catch {
    return undefined;
  }
}
