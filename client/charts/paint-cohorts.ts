// Retention as a file: who came again as a table of numbers, the coloured grid as a picture.

import type { RetentionAnswer } from '../../src/contract/funnels.ts';
import { formatNumber, formatShare } from '../format/number.ts';
import { type ChartFile, type Painting, textFont, writeText } from './painting.ts';

const LABEL_PX = 130;
const CELL_PX = 74;
const ROW_PX = 30;

/** `most` is the share that is drawn deepest. */
export function cohortsFile({ cohorts, interval, unit }: RetentionAnswer, most: number): ChartFile {
  const known = cohorts.filter(({ size }) => size > 0);
  const slots = Math.max(0, ...known.map(({ returned }) => returned.length));
  const later = Array.from({ length: slots }, (_, at) =>
    at === 0 ? `Same ${interval}` : `${interval === 'day' ? 'Day' : 'Week'} ${at}`,
  );
  const head = ['First came', unit === 'user' ? 'Users' : 'Visitors', ...later];
  const rows = known.map(({ label, size, returned }) => [label, String(size), ...returned.map(String)]);
  return { rows: [head, ...rows], picture: paintCohorts({ head, known, most }) };
}

type Grid = { head: readonly string[]; known: RetentionAnswer['cohorts']; most: number };

function paintCohorts({ head, known, most }: Grid): Painting {
  return {
    width: LABEL_PX + (head.length - 1) * CELL_PX,
    height: (known.length + 1) * ROW_PX,
    paint(context, inks) {
      const right = (at: number) => ({
        x: LABEL_PX + (at + 1) * CELL_PX - 8,
        width: CELL_PX - 10,
        align: 'right' as const,
      });
      const row = (cells: readonly string[], y: number): void => {
        for (const [at, text] of cells.entries())
          writeText(context, text, at === 0 ? { x: 0, y, width: LABEL_PX - 8 } : { ...right(at - 1), y });
      };
      context.font = textFont(inks);
      context.fillStyle = inks.muted;
      row(head, ROW_PX / 2);
      for (const [index, { label, size, returned }] of known.entries()) {
        const top = (index + 1) * ROW_PX;
        for (const [later, came] of returned.entries()) {
          const depth = later === 0 ? 0 : Math.min(0.92, (came / size / most) * 0.92);
          const left = LABEL_PX + (later + 1) * CELL_PX;
          context.fillStyle = inks.hover;
          context.fillRect(left + 1, top + 1, CELL_PX - 2, ROW_PX - 2);
          context.globalAlpha = depth;
          context.fillStyle = inks.ember;
          context.fillRect(left + 1, top + 1, CELL_PX - 2, ROW_PX - 2);
          context.globalAlpha = 1;
          context.fillStyle = depth > 0.74 ? inks.onEmber : inks.ink;
          writeText(context, formatShare(came / size), { ...right(later + 1), y: top + ROW_PX / 2 });
        }
        context.fillStyle = inks.ink;
        row([label, formatNumber(size)], top + ROW_PX / 2);
      }
    },
  };
}
