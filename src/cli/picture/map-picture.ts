// A map of clicks or of the mouse's rests as a picture: density over the boxes of the page.

import type { HeatmapAnswer } from '../../contract/api.ts';
import { EMBER } from '../../contract/ember.ts';
import { layoutFrame } from '../../contract/frame-layout.ts';
import { intensityCap } from '../../contract/intensity.ts';
import { type Plot, projectPoints, suggestMode } from '../../contract/project-points.ts';
import { drawHeat } from './heat-layer.ts';
import { drawPage, type PictureOptions, titleOf } from './page-picture.ts';
import type { Raster } from './raster.ts';

const RADIUS = 24;
const FULL_SPOT_SCALE = 0.4;

/** Throws nothing of its own; a map without clicks is a picture that says so. */
export function drawMap(answer: HeatmapAnswer, options: PictureOptions): Raster {
  const { kind, page, meta } = answer;
  const layout = layoutFrame(answer, options.width);
  const plot = projectPoints(answer, layout, kind === 'move' ? 'grid' : suggestMode(answer, layout));
  const radiusPx = RADIUS * Math.min(1, Math.max(0.5, layout.scale / FULL_SPOT_SCALE));
  const cap = intensityCap(plot.points, radiusPx);
  const style = { cap, radiusPx, stops: EMBER, opacity: 0.85 };
  const shown = {
    ...{ layout, title: titleOf(kind, page), legend: legendOf(answer, plot, cap), folds: meta.folds },
    drawOver: (raster: Raster, { head }: { head: number }) => drawHeat(raster, plot.points, head, style),
  };
  return drawPage(shown, options);
}

function legendOf({ kind, meta: { total } }: HeatmapAnswer, plot: Plot, cap: number): string {
  const noun = kind === 'move' ? 'rests' : 'clicks';
  if (total === 0) return `No ${noun} in this range`;
  const placed = Math.round((plot.placed / total) * 100);
  return `1 to ${cap.toLocaleString('en')}+ ${noun} per spot · ${total.toLocaleString('en')} ${noun}, ${placed} % on the picture`;
}
