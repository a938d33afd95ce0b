// Fits the styles of a snapshot to a frame that is as tall as the page: what depended on the height of the window gets
// the height that the window had. Pure text.

export type CapturedWindow = { width: number; height: number };

/** Not in the middle of a name: `.h-100vh` and `\[100vh\]` stay. */
const HEIGHT_UNIT = /(^|[\s:(,+*/])(-?(?:\d+\.?\d*|\.\d+))([sld]?v(?:h|b|min|max))\b/gi;
const HEIGHT_QUERY = /\(\s*(min|max)-(?:device-)?height\s*:\s*([\d.]+)(px|em|rem)\s*\)/gi;
const ORIENTATION = /\(\s*orientation\s*:\s*(portrait|landscape)\s*\)/gi;
/** Conditions that always and never hold. */
const ALWAYS = '(min-width:0px)';
const NEVER = '(max-width:0px)';

/** The sheet with references resolved by `assetOf` (null: there is none) and without units of the window's height. */
export function fitCss(
  css: string,
  captured: CapturedWindow,
  assetOf: (place: number) => string | null,
): string {
  return (
    css
      .replace(/url\(heat:(\d+)\)/g, (_, place: string) => `url("${assetOf(Number(place)) ?? 'data:,'}")`)
      .replace(
        HEIGHT_UNIT,
        (_, before: string, amount: string, unit: string) => before + heightOf(amount, unit, captured),
      )
      .replace(HEIGHT_QUERY, (_, end: string, amount: string, unit: string) =>
        holds(end, Number(amount) * (unit.toLowerCase() === 'px' ? 1 : 16), captured.height) ? ALWAYS : NEVER,
      )
      .replace(ORIENTATION, (_, wanted: string) =>
        wanted.toLowerCase() === 'landscape'
          ? `(min-width:${captured.height + 1}px)`
          : `(max-width:${captured.height}px)`,
      )
      // Without scripts no element of the page's own is ever defined; pages hide them until they are.
      .replace(/:defined\b/g, ':not(heat-undefined)')
  );
}

function heightOf(amount: string, unit: string, { height }: CapturedWindow): string {
  const px = `${round((Number(amount) * height) / 100)}px`;
  const kind = unit.toLowerCase().replace(/^[sld]/, '');
  // The width of the frame still counts for the smaller and the larger of both.
  if (kind === 'vmin') return Number(amount) < 0 ? `max(${amount}vw,${px})` : `min(${amount}vw,${px})`;
  if (kind === 'vmax') return Number(amount) < 0 ? `min(${amount}vw,${px})` : `max(${amount}vw,${px})`;
  return px;
}

function holds(end: string, px: number, height: number): boolean {
  return end.toLowerCase() === 'min' ? height >= px : height <= px;
}

function round(px: number): number {
  return Math.round(px * 1000) / 1000;
}
