// Lists with bars behind their words, as a picture: breakdowns, splits, tables of shares.

import { type Painting, textFont, writeText } from './painting.ts';

export type BarRow = {
  label: string;
  /** Length of the bar, 0…1. */
  share: number;
  cells: readonly string[];
};

const ROW_PX = 30;
const CELL_PX = 96;
const LABEL_PX = 320;

/** `heads` names the label and each cell. */
export function paintBars(heads: readonly string[], rows: readonly BarRow[]): Painting {
  const cells = heads.length - 1;
  const width = LABEL_PX + cells * CELL_PX;
  return {
    width,
    height: (rows.length + 1) * ROW_PX,
    paint(context, inks) {
      const line = (texts: readonly string[], y: number): void => {
        for (const [at, text] of texts.entries()) {
          const box =
            at === 0
              ? ({ x: 8, y, width: LABEL_PX - 16 } as const)
              : ({ x: LABEL_PX + at * CELL_PX - 8, y, width: CELL_PX - 16, align: 'right' } as const);
          writeText(context, text, box);
        }
      };
      context.font = textFont(inks);
      context.fillStyle = inks.muted;
      line(heads, ROW_PX / 2);
      for (const [at, { label, share, cells: values }] of rows.entries()) {
        const top = (at + 1) * ROW_PX;
        context.globalAlpha = 0.16;
        context.fillStyle = inks.ember;
        context.fillRect(0, top + 2, Math.max(0, Math.min(1, share)) * LABEL_PX, ROW_PX - 4);
        context.globalAlpha = 1;
        context.font = textFont(inks, { px: 13 });
        context.fillStyle = inks.ink;
        line([label, ...values], top + ROW_PX / 2);
      }
    },
  };
}
