// The moment of a session in an address: `#t=12.3`, seconds since its start. Pure.

/** Milliseconds, or null when the hash names no moment. */
export function readMoment(hash: string): number | null {
  const [, seconds] = /^#t=(\d{1,6}(?:\.\d{1,3})?)$/.exec(hash) ?? [];
  return seconds === undefined ? null : Math.round(Number(seconds) * 1000);
}

/** `#t=12.3`. */
export function writeMoment(atMs: number): string {
  return `#t=${(Math.max(0, atMs) / 1000).toFixed(3).replace(/\.?0+$/, '')}`;
}
