// Shares of one whole that stand below or beside each other: of one precision, and their sum is that of the parts. Pure.

/** A tenth of a percent. */
const UNITS = 1000;

/**
 * Shares of 0…1 as `47.4 %`, `0 %`, `100 %`, `–` for null: tenths that add up to what all shares together are, so that
 * parts of a whole are 100 % and not 100.5 %. Each is the tenth below or above it, by the largest remainders; `< 0.1 %`
 * stands for what is left without a tenth. Never rounds to 100 what is not.
 */
export function formatShares(shares: readonly (number | null)[]): string[] {
  const exact = shares.map((share) => (share !== null && Number.isFinite(share) ? share * UNITS : null));
  const tenths = exact.map((size) => Math.floor((size ?? 0) + 1e-9));
  const sum = Math.round(exact.reduce<number>((all, size) => all + (size ?? 0), 0));
  const rest = sum - tenths.reduce((all, size) => all + size, 0);
  const remainderOf = (at: number) => (exact[at] ?? 0) - (tenths[at] ?? 0);
  const isOpen = (at: number) => remainderOf(at) > 1e-9 && (tenths[at] ?? 0) < UNITS - 1;
  const byRemainder = [...exact.keys()].filter(isOpen).sort((a, b) => remainderOf(b) - remainderOf(a));
  for (const at of byRemainder.slice(0, Math.max(0, rest))) tenths[at] = (tenths[at] ?? 0) + 1;
  return exact.map((size, at) => (size === null ? '–' : written(tenths[at] ?? 0, size)));
}

function written(tenths: number, exact: number): string {
  if (tenths === 0) return exact > 0 ? '< 0.1 %' : '0 %';
  return tenths === UNITS ? '100 %' : `${(tenths / 10).toFixed(1)} %`;
}
