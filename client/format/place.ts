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

/** The flag as regional indicators; empty where that would be two letters or a gap. Always stands beside the name. */
export function countryFlag(code: string): string {
  if (!/^[a-z]{2}$/i.test(code) || !drawsFlags()) return '';
  return String.fromCodePoint(...[...code.toUpperCase()].map((letter) => 0x1f1a5 + letter.charCodeAt(0)));
}

let knownDrawsFlags: boolean | undefined;

/** Whether this browser has flags among its letters: the two that make one are then as wide as one of them. */
function drawsFlags(): boolean {
  if (knownDrawsFlags === undefined) {
    const canvas = typeof document === 'undefined' ? null : document.createElement('canvas').getContext('2d');
    const wide = (text: string) => canvas?.measureText(text).width ?? 0;
    knownDrawsFlags = canvas === null || wide('\u{1f1e9}\u{1f1ea}') < 1.5 * wide('\u{1f1e9}');
  }
  return knownDrawsFlags;
}

function nameOf(names: Intl.DisplayNames, code: string): string | undefined {
  try {
    return names.of(code);
  } catch {
    return undefined;
  }
}
