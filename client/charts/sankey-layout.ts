// Where the bars and bands of a Sankey stand. Pure: numbers in, numbers out.

import type { JourneysAnswer } from '../../src/contract/funnels.ts';

export type SankeyNode = {
  level: number;
  index: number;
  page: string | null;
  path: string;
  sessions: number;
  ended: number;
  x: number;
  y: number;
  height: number;
};
export type SankeyBand = {
  from: SankeyNode;
  to: SankeyNode;
  sessions: number;
  /** Left and right upper edges, and thickness. */
  y0: number;
  y1: number;
  height: number;
};
/** Sessions that have no further page: where they stand at a bar that others go on from. */
export type SankeyEnd = { node: SankeyNode; y: number; height: number };
/**
 * `bottom` is where the lowest bar's room ends, above or below the height asked for: the scale is the widest level's,
 * gaps are those of the level with most bars, and words need their room.
 */
export type SankeyLayout = { nodes: SankeyNode[]; bands: SankeyBand[]; ends: SankeyEnd[]; bottom: number };
export type SankeySize = {
  width: number;
  height: number;
  barWidth: number;
  gap: number;
  /** Room of a bar at least: what is written on one that is less high needs it. */
  leastPitch: number;
};

/** Room of one line of words on a bar, px. */
export const LINE_PX = 20;

/** As high as the level with most bars needs, for bars with words on them. */
export function sizeForWords(
  { levels }: JourneysAnswer,
  across: Pick<SankeySize, 'width' | 'barWidth'>,
): SankeySize {
  const most = Math.max(0, ...levels.map((nodes) => nodes.length));
  return { ...across, height: Math.max(260, most * 54), gap: 10, leastPitch: LINE_PX };
}

/** Every level is as wide apart as the others; heights are sessions, on one scale. `to` runs from right to left. */
export function layoutSankey(answer: JourneysAnswer, size: SankeySize): SankeyLayout {
  const { levels, links, direction } = answer;
  const most = Math.max(1, ...levels.map((nodes) => nodes.reduce((sum, { sessions }) => sum + sessions, 0)));
  const gaps = Math.max(0, ...levels.map((nodes) => nodes.length - 1)) * size.gap;
  const scale = Math.max(0, size.height - gaps) / most;
  const step = levels.length > 1 ? (size.width - size.barWidth) / (levels.length - 1) : 0;
  const placed = levels.map((nodes, level) => {
    let y = 0;
    return nodes.map((node, index): SankeyNode => {
      const height = Math.max(1, node.sessions * scale);
      const at = direction === 'from' ? level : levels.length - 1 - level;
      const here = { level, index, ...node, x: at * step, y, height };
      y += Math.max(height, size.leastPitch) + size.gap;
      return here;
    });
  });
  const leaving = new Map<SankeyNode, number>();
  const arriving = new Map<SankeyNode, number>();
  const bands: SankeyBand[] = [];
  for (const link of [...links].sort((a, b) => a.level - b.level || a.from - b.from || a.to - b.to)) {
    const from = placed[link.level]?.[link.from];
    const to = placed[link.level + 1]?.[link.to];
    if (!from || !to) continue;
    const height = link.sessions * scale;
    const y0 = from.y + (leaving.get(from) ?? 0);
    const y1 = to.y + (arriving.get(to) ?? 0);
    leaving.set(from, (leaving.get(from) ?? 0) + height);
    arriving.set(to, (arriving.get(to) ?? 0) + height);
    bands.push({ from, to, sessions: link.sessions, y0, y1, height });
  }
  const ends = placed.slice(0, -1).flatMap((nodes) =>
    nodes.flatMap((node): SankeyEnd[] => {
      const height = node.ended * scale;
      return height > 0 ? [{ node, y: node.y + (leaving.get(node) ?? 0), height }] : [];
    }),
  );
  const nodes = placed.flat();
  const bottom = Math.max(0, ...nodes.map(({ y, height }) => y + Math.max(height, size.leastPitch)));
  return { nodes, bands, ends, bottom };
}

/** The outline of a band between two bars. */
export function bandPath({ from, to, y0, y1, height }: SankeyBand, barWidth: number): string {
  const isForward = from.x <= to.x;
  const [left, right] = isForward ? [from.x + barWidth, to.x] : [to.x + barWidth, from.x];
  const [a, b] = isForward ? [y0, y1] : [y1, y0];
  const middle = (left + right) / 2;
  return `M${left} ${a}C${middle} ${a} ${middle} ${b} ${right} ${b}V${b + height}C${middle} ${b + height} ${middle} ${a + height} ${left} ${a + height}Z`;
}
