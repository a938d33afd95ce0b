// A chart as a file: its table as CSV that spreadsheets read without running it, its canvas as PNG with its title.

const FORMULA = /^\s*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;

/** RFC 4180; numbers stay bare, texts are quoted and disarmed. */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

function csvCell(cell: string): string {
  if (/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(cell)) return cell;
  const text = cell.replaceAll('"', '""');
  return FORMULA.test(text) ? `"'${text}"` : `"${text}"`;
}

export type PictureOptions = {
  title: string;
  about: string;
  background: string;
  ink: string;
  muted: string;
  font: string;
};

/** The chart with its title above it, in the density of the screen. */
export async function pictureOf(chart: HTMLCanvasElement, options: PictureOptions): Promise<Blob | null> {
  const scale = devicePixelRatio;
  const head = 56 * scale;
  const edge = 16 * scale;
  const canvas = document.createElement('canvas');
  canvas.width = chart.width + 2 * edge;
  canvas.height = chart.height + head + edge;
  const context = canvas.getContext('2d');
  if (!context) return null;
  context.fillStyle = options.background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = options.ink;
  context.font = `600 ${15 * scale}px ${options.font}`;
  context.fillText(options.title, edge, 26 * scale);
  context.fillStyle = options.muted;
  context.font = `400 ${12 * scale}px ${options.font}`;
  context.fillText(options.about, edge, 44 * scale);
  context.drawImage(chart, edge, head);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}

/** Hands the browser a file to keep. */
export function download(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
