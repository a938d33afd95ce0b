// Journeys as a file: who went from where to where as a table, the Sankey as a picture.

import type { JourneysAnswer } from '../../src/contract/funnels.ts';
import { formatNumber, formatShare } from '../format/number.ts';
import { readablePath } from '../format/path.ts';
import { type ChartFile, type Painting, textFont, writeText } from './painting.ts';
import { bandPath, LINE_PX, layoutSankey, sizeForWords } from './sankey-layout.ts';

/** Width of a bar, px: its name stands on it. */
const BAR = 170;
const LEVEL_PX = BAR + 110;
const EDGE_PX = 5;
const REST = 'Other pages';

export function journeysFile(answer: JourneysAnswer): ChartFile {
  const isFrom = answer.direction === 'from';
  const nameOf = (level: number, at: number): string => {
    const node = answer.levels[level]?.[at];
    return node?.page === null ? REST : (node?.path ?? '');
  };
  const links = answer.links.map(({ level, from, to, sessions }) => [
    ...[String(level + 1), nameOf(level, from), nameOf(level + 1, to), String(sessions)],
  ]);
  const ends = answer.levels.flatMap((nodes, level) =>
    nodes.flatMap(({ ended }, at) =>
      ended === 0
        ? []
        : [[String(level + 1), nameOf(level, at), isFrom ? '(ended)' : '(began)', String(ended)]],
    ),
  );
  const head = ['Step', isFrom ? 'Page' : 'Page reached', isFrom ? 'Next page' : 'Page before', 'Sessions'];
  const rows = [...links, ...ends].sort((a, b) => Number(a[0]) - Number(b[0]));
  return { rows: [head, ...rows], picture: paintSankey(answer) };
}

function paintSankey(answer: JourneysAnswer): Painting {
  const width = (answer.levels.length - 1) * LEVEL_PX + BAR;
  const size = sizeForWords(answer, { width, barWidth: BAR });
  const { nodes, bands, bottom } = layoutSankey(answer, size);
  return {
    width,
    height: Math.max(size.height, bottom) + 4,
    paint(context, inks) {
      context.fillStyle = inks.ember;
      context.globalAlpha = 0.22;
      for (const band of bands) context.fill(new Path2D(bandPath(band, BAR)));
      context.globalAlpha = 1;
      for (const { x, y, height, page, path, sessions } of nodes) {
        context.fillStyle = page === null ? inks.line : inks.ember;
        context.globalAlpha = 0.14;
        context.fillRect(x, y, BAR, Math.max(LINE_PX, height));
        context.globalAlpha = 1;
        context.fillRect(x, y, EDGE_PX, height);
        context.fillStyle = inks.ink;
        context.font = textFont(inks);
        const box = { x: x + EDGE_PX + 6, width: BAR - EDGE_PX - 12 };
        writeText(context, page === null ? REST : readablePath(path), { ...box, y: y + 10 });
        context.fillStyle = inks.muted;
        if (height >= 36)
          writeText(context, `${formatNumber(sessions)} · ${formatShare(sessions / answer.sessions)}`, {
            ...box,
            y: y + 27,
          });
      }
    },
  };
}
