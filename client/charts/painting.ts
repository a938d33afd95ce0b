// Charts as pictures: what a painter is handed, and the canvas that comes out. Painters stand in paint-….ts, one a chart.

/** Colours and font of the page, resolved for a canvas. */
export type Inks = Record<
  'background' | 'ink' | 'muted' | 'line' | 'hover' | 'ember' | 'onEmber' | 'font',
  string
>;
/** Sizes in CSS px. */
export type Painting = {
  width: number;
  height: number;
  paint: (context: CanvasRenderingContext2D, inks: Inks) => void;
};
/** A chart to take away: its table, and its picture where it has one now. */
export type ChartFile = { rows: string[][]; picture: Painting | HTMLCanvasElement | null };

/** In the density of the screen. Null where the browser gives no canvas. */
export function canvasOf({ width, height, paint }: Painting, inks: Inks): HTMLCanvasElement | null {
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(width * devicePixelRatio);
  canvas.height = Math.ceil(height * devicePixelRatio);
  const context = canvas.getContext('2d');
  if (!context) return null;
  context.scale(devicePixelRatio, devicePixelRatio);
  context.textBaseline = 'middle';
  paint(context, inks);
  return canvas;
}

/** A text that is cut with an ellipsis where its room ends; `align` is where `x` is. */
export function writeText(
  context: CanvasRenderingContext2D,
  text: string,
  { x, y, width, align = 'left' }: { x: number; y: number; width: number; align?: 'left' | 'right' },
): void {
  context.textAlign = align;
  let shown = text;
  if (context.measureText(text).width > width) {
    let length = text.length;
    while (length > 0 && context.measureText(`${text.slice(0, length)}…`).width > width) length -= 1;
    shown = `${text.slice(0, length)}…`;
  }
  context.fillText(shown, x, y);
}

export function textFont({ font }: Inks, { px = 12, weight = 400 } = {}): string {
  return `${weight} ${px}px ${font}`;
}
