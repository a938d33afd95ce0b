// A funnel as a file: its steps as a table, its falling bars as a picture.

import type { FunnelStepResult } from '../../src/contract/funnels.ts';
import { formatDuration } from '../format/duration.ts';
import { formatNumber, formatShare } from '../format/number.ts';
import { type ChartFile, type Painting, textFont, writeText } from './painting.ts';

const STEP_PX = 190;
const GAP_PX = 56;
const BAR_PX = 200;

export function funnelFile(steps: readonly FunnelStepResult[]): ChartFile {
  const head = ['Step', 'Got here', 'Share', 'Share of the step before', 'Left', 'Median ms', 'P90 ms'];
  const rows = steps.map((step) => [
    ...[step.label, step.count, step.share, step.shareOfPrevious, step.left, step.medianMs, step.p90Ms].map(
      (cell) => String(cell ?? ''),
    ),
  ]);
  return { rows: [head, ...rows], picture: paintFunnel(steps) };
}

function paintFunnel(steps: readonly FunnelStepResult[]): Painting {
  return {
    width: steps.length * STEP_PX + (steps.length - 1) * GAP_PX,
    height: 48 + BAR_PX + 48,
    paint(context, inks) {
      for (const [at, step] of steps.entries()) {
        const x = at * (STEP_PX + GAP_PX);
        const box = { x, width: STEP_PX };
        context.fillStyle = inks.ink;
        context.font = textFont(inks, { px: 13, weight: 550 });
        writeText(context, `${at + 1}. ${step.label}`, { ...box, y: 10 });
        context.font = textFont(inks, { px: 18, weight: 650 });
        writeText(context, formatNumber(step.count), { ...box, y: 34 });
        context.fillStyle = inks.hover;
        context.fillRect(x, 48, STEP_PX, BAR_PX);
        const height = (step.share ?? 0) * BAR_PX;
        context.fillStyle = inks.ember;
        context.fillRect(x, 48 + BAR_PX - height, STEP_PX, height);
        context.fillStyle = inks.muted;
        context.font = textFont(inks);
        const before =
          at === 0 ? 'Everybody who began' : `${formatShare(step.shareOfPrevious)} of the step before`;
        writeText(context, `${formatShare(step.share)} · ${before}`, { ...box, y: 64 + BAR_PX });
        if (step.medianMs !== null)
          writeText(context, `after ${formatDuration(step.medianMs)}`, { ...box, y: 82 + BAR_PX });
        if (at + 1 < steps.length && step.left > 0)
          writeText(context, `−${formatNumber(step.left)} →`, {
            x: x + STEP_PX + 6,
            y: 48 + BAR_PX / 2,
            width: GAP_PX - 8,
          });
      }
    },
  };
}
