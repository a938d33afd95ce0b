// Numbers to pixels: round axis steps, positions, paths. Pure.

/** Round values from 0 to at least `max`, in about `wanted` steps of 1, 2, 2.5 or 5 times a power of ten; whole numbers only. */
export function niceTicks(max: number, wanted = 4): number[] {
  if (!(max > 0)) return [0, 1];
  const rough = max / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 2.5, 5, 10].find((one) => one * power >= rough) ?? 10;
  const step = Math.max(1, factor * power);
  const whole = Number.isInteger(step) ? step : Math.ceil(step);
  return Array.from({ length: Math.ceil(max / whole) + 1 }, (_, index) => index * whole);
}

export type Frame = { left: number; top: number; width: number; height: number };

/** Centre of the `index`-th of `count` points along x; a single point stands in the middle. */
export function xAt(index: number, count: number, frame: Frame): number {
  return count <= 1 ? frame.left + frame.width / 2 : frame.left + (index / (count - 1)) * frame.width;
}

/** Height of a value on an axis from 0 to `max`. */
export function yAt(value: number, max: number, frame: Frame): number {
  return frame.top + frame.height - (max > 0 ? value / max : 0) * frame.height;
}

/** `M0 10L5 8…` through all points, one decimal. */
export function linePath(points: readonly (readonly [x: number, y: number])[]): string {
  return points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('');
}

/** The area between a line and the baseline `y`. */
export function areaPath(points: readonly (readonly [x: number, y: number])[], baseline: number): string {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return '';
  return `${linePath(points)}L${round(last[0])} ${round(baseline)}L${round(first[0])} ${round(baseline)}Z`;
}

/** Every how many points a label fits when each takes `labelPx`; steps of 1, 2, 3, 4, 6, 7, 12, 14, 24… */
export function labelStep(count: number, widthPx: number, labelPx: number): number {
  const fitting = Math.max(1, Math.floor(widthPx / labelPx));
  const least = Math.ceil(count / fitting);
  return [1, 2, 3, 4, 6, 7, 12, 14, 24, 28, 48, 72].find((step) => step >= least) ?? least;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
