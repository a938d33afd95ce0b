// From depths as they were measured to the page as it is drawn: other widths and newer contents move everything, so the
// sections found on both serve as marks, with straight lines between them. Pure.

/** A depth in px of the measured page, and where that place is in the drawn one. */
export type DepthMark = readonly [measuredPx: number, drawnPx: number];
export type DepthScale = {
  toDrawn: (measuredPx: number) => number;
  toMeasured: (drawnPx: number) => number;
};

/** Depths as they are: the wireframe is the measured page itself. */
export const SAME_DEPTHS: DepthScale = { toDrawn: (px) => px, toMeasured: (px) => px };

/**
 * Marks that run against the others (a section that moved up past its neighbour) are left out, the fewest of them.
 * Both pages begin at 0; without marks they are as long as each other in proportion to `end`.
 */
export function depthScale(marks: readonly DepthMark[], end: DepthMark): DepthScale {
  const inner = marks.filter(
    ([measured, drawn]) => measured > 0 && drawn > 0 && measured < end[0] && drawn < end[1],
  );
  const kept: DepthMark[] = [[0, 0], ...longestRise(inner), end];
  return {
    toDrawn: (px) => follow(kept, px),
    toMeasured: (px) =>
      follow(
        kept.map(([measured, drawn]): DepthMark => [drawn, measured]),
        px,
      ),
  };
}

function follow(marks: readonly DepthMark[], px: number): number {
  const next = Math.max(
    1,
    marks.findIndex(([from]) => from >= px),
  );
  const at = marks[next] ? next : marks.length - 1;
  const [[fromA, toA], [fromB, toB]] = [marks[at - 1] ?? [0, 0], marks[at] ?? [0, 0]];
  return fromB === fromA ? toB : toA + ((px - fromA) / (fromB - fromA)) * (toB - toA);
}

/** The longest run of marks that rises on both sides. */
function longestRise(marks: readonly DepthMark[]): DepthMark[] {
  const sorted = [...marks].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const best = sorted.map(() => ({ length: 1, before: -1 }));
  let last = -1;
  for (const [at, mark] of sorted.entries()) {
    for (let earlier = 0; earlier < at; earlier++) {
      const [measured, drawn] = sorted[earlier] ?? mark;
      const length = (best[earlier]?.length ?? 0) + 1;
      if (measured < mark[0] && drawn < mark[1] && length > (best[at]?.length ?? 0))
        best[at] = { length, before: earlier };
    }
    if (last < 0 || (best[at]?.length ?? 0) > (best[last]?.length ?? 0)) last = at;
  }
  const run: DepthMark[] = [];
  for (let at = last; at >= 0; at = best[at]?.before ?? -1) run.unshift(sorted[at] as DepthMark);
  return run;
}
