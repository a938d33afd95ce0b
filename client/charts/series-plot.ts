// The one place that knows uPlot: draws a chart model on its canvas, tells which label is in focus, and repaints when
// the theme changes. Loaded with the first chart that is shown.

import uPlot from 'uplot';
import { type ChartModel, type ChartNote, largest, plotColumns } from './chart-model.ts';
import { labelStep, niceTicks } from './scale.ts';

export type PlotOptions = {
  model: ChartModel;
  /** The newest slot still grows: its end is thin, with a ring. */
  isOpen: boolean;
  width: number;
  height: number;
  formatTick: (value: number) => string;
  /** A design token as a colour that canvases know. */
  colorOf: (token: string) => string;
  font: string;
  onFocus: (index: number | null) => void;
};
export type SeriesPlot = {
  resize(width: number, height: number): void;
  /** Moves the cross to a label, or takes it away. */
  focus(index: number | null): void;
  /** Where a label stands, px from the left of the chart. */
  leftOf(index: number): number;
  canvas: HTMLCanvasElement;
  destroy(): void;
};

const HUES = 6;
/** Room for a label of the x axis; the last one stands half beyond the last point, px. */
const LABEL_PX = 64;

export function drawSeries(host: HTMLElement, options: PlotOptions): SeriesPlot {
  const { model, isOpen, width, height } = options;
  const ticks = niceTicks(largest(model));
  const series: uPlot.Series[] = [{}];
  const columns: (number | null)[][] = [model.labels.map((_, index) => index)];
  const ground = options.colorOf('--surface');
  let hue = 0;
  for (const line of model.lines) {
    if (!line.isBefore) hue = (hue % HUES) + 1;
    const stroke = options.colorOf(`--series-${line.isBefore ? Math.max(1, hue) : hue}`);
    const isMain = !line.isBefore && model.lines.filter((other) => !other.isBefore).length === 1;
    for (const [piece, values] of plotColumns(line.values, isOpen && !line.isBefore).entries()) {
      columns.push(values);
      series.push(pieceOf({ stroke, ground, isBefore: line.isBefore === true, isMain, isEnd: piece === 1 }));
    }
  }
  const plot = new uPlot(
    {
      width,
      height,
      legend: { show: false },
      padding: [10, LABEL_PX / 2 - 8, 0, 0],
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 10, width: 2 } },
      scales: {
        x: { time: false, range: () => xRange(model.labels.length) },
        y: { range: [0, ticks.at(-1) ?? 1] },
      },
      axes: [xAxis(options), yAxis(options, ticks)],
      series,
      hooks: {
        setCursor: [(self) => options.onFocus(self.cursor.idx ?? null)],
        drawAxes: [(self) => drawNotes(self, model.notes, options)],
      },
    },
    columns as uPlot.AlignedData,
    host,
  );
  return {
    canvas: plot.ctx.canvas,
    resize: (w, h) => plot.setSize({ width: w, height: h }),
    focus: (index) => plot.setCursor({ left: index === null ? -10 : plot.valToPos(index, 'x'), top: 0 }),
    leftOf: (index) => plot.valToPos(index, 'x') + plot.over.offsetLeft,
    destroy: () => plot.destroy(),
  };
}

/** A single point stands in the middle. */
function xRange(count: number): [number, number] {
  return count <= 1 ? [-1, 1] : [0, count - 1];
}

type Piece = { stroke: string; ground: string; isBefore: boolean; isMain: boolean; isEnd: boolean };

/** Only the comparison is dashed: what is not over yet is thin and ends in a ring. */
function pieceOf({ stroke, ground, isBefore, isMain, isEnd }: Piece): uPlot.Series {
  return {
    stroke,
    width: isEnd ? 1 : isBefore ? 1.5 : 2,
    alpha: isBefore ? 0.5 : 1,
    ...(isBefore ? { dash: [4, 4] } : {}),
    ...(isMain ? { fill: translucent(stroke) } : {}),
    points: isEnd
      ? ringAtEnd(stroke, ground)
      : {
          show: (self, at) => (self.data[at] ?? []).filter((value) => value !== null).length === 1,
          size: 9,
          fill: stroke,
        },
  };
}

function ringAtEnd(stroke: string, ground: string): uPlot.Series.Points {
  return {
    show: true,
    filter: (self, at) => [(self.data[at]?.length ?? 0) - 1],
    ...{ size: 8, width: 2, stroke, fill: ground },
  };
}

/** `oklch(60% 0.18 38)` → the same at a tenth. */
function translucent(color: string): string {
  return color.replace(/\)$/, ' / 0.1)');
}

function xAxis({ model, colorOf, font }: PlotOptions): uPlot.Axis {
  return {
    stroke: colorOf('--muted'),
    font,
    size: 28,
    grid: { show: false },
    ticks: { show: false },
    splits: (self) => {
      const step = labelStep(model.labels.length, self.bbox.width / devicePixelRatio, LABEL_PX);
      return model.labels.flatMap((_, index) => (index % step === 0 ? [index] : []));
    },
    values: (_, splits) => splits.map((index) => model.labels[index]?.short ?? ''),
  };
}

function yAxis({ colorOf, font, formatTick }: PlotOptions, ticks: number[]): uPlot.Axis {
  return {
    stroke: colorOf('--muted'),
    font,
    size: 48,
    gap: 8,
    grid: { stroke: colorOf('--line'), width: 1 },
    ticks: { show: false },
    splits: () => ticks,
    values: (_, splits) => splits.map(formatTick),
  };
}

/** A dashed line from top to bottom with a flag at its head. */
function drawNotes({ ctx, bbox, valToPos }: uPlot, notes: readonly ChartNote[], options: PlotOptions): void {
  ctx.save();
  ctx.strokeStyle = options.colorOf('--info');
  ctx.fillStyle = options.colorOf('--info');
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio]);
  for (const { index } of notes) {
    const x = Math.round(valToPos(index, 'x', true)) + 0.5;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.beginPath();
    ctx.arc(x, bbox.top, 3.5 * devicePixelRatio, 0, 2 * Math.PI);
    ctx.fill();
  }
  ctx.restore();
}
