// Pictures and fonts of a snapshot as data URLs, each once, within a byte budget. What cannot be read keeps its size.

import { LONGEST_EDGE } from './picture-size.ts';

/** Characters of all assets together: what is left of the snapshot's limit belongs to nodes and styles. */
const BUDGET = 2_200_000;
const MOST_ASSETS = 1_000;
/** Of pictures: they are looked at under a map. */
const QUALITY = 0.6;
/** Files and drawings that are taken as they are, bytes. */
const LARGEST_FILE = 120_000;

export type Assets = ReturnType<typeof createAssets>;

export function createAssets() {
  const places = new Map<string, number>();
  const sources: (() => Promise<string>)[] = [];
  const loaded = new Set(performance.getEntriesByType('resource').map((entry) => entry.name));
  let left = BUDGET;

  const reference = (key: string, source: () => Promise<string>): string => {
    const place = places.get(key) ?? sources.length;
    if (place === sources.length) {
      if (place >= MOST_ASSETS) return '';
      places.set(key, place);
      sources.push(source);
    }
    return `heat:${place}`;
  };
  return {
    /** A picture that the page shows; the box stands for one that cannot be read. */
    picture(image: HTMLImageElement, box: string, isDrawing: boolean): string {
      const url = image.currentSrc;
      const picture = () =>
        isDrawing
          ? fileOf(url).catch(() => paintPicture(image))
          : paintPicture(image).catch(() => paintCopy(url));
      return reference(url, async () => (await picture()) || box);
    },
    /** What is painted on a canvas or a video now. */
    painted(source: HTMLCanvasElement | HTMLVideoElement): string {
      const [w, h] =
        source instanceof HTMLVideoElement
          ? [source.videoWidth, source.videoHeight]
          : [source.width, source.height];
      return w && h ? reference(`painted ${sources.length}`, async () => paint(source, w, h)) : '';
    },
    /** A file that a style names. Only what this page has loaded is worth its bytes. */
    file(url: string): string {
      return reference(url, async () => {
        if (/^data:/.test(url))
          return url.length < LARGEST_FILE ? dataUrl(await (await fetch(url)).blob(), url) : '';
        // The browser's list ends after 250 entries.
        if (!loaded.has(url) && loaded.size < 250) return '';
        return fileOf(url);
      });
    },
    /** All files, in the order in which they were asked for; those beyond the budget are empty. */
    async collect(): Promise<string[]> {
      const files: string[] = [];
      for (const source of sources) {
        const file = await source().catch(() => '');
        files.push(file.length <= left ? file : '');
        left -= (files.at(-1) as string).length;
      }
      return files;
    },
  };
}

/** The page's own picture may be from another site, which a canvas must not give away; asked for again, it may. */
async function paintCopy(url: string): Promise<string> {
  const copy = new Image();
  copy.crossOrigin = 'anonymous';
  copy.src = url;
  await copy.decode();
  return paintPicture(copy);
}

const paintPicture = async (image: HTMLImageElement) => paint(image, image.naturalWidth, image.naturalHeight);

function paint(source: CanvasImageSource, w: number, h: number): string {
  const scale = Math.min(1, LONGEST_EDGE / Math.max(w, h));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(w * scale));
  canvas.height = Math.max(1, Math.round(h * scale));
  const context = canvas.getContext('2d');
  context?.drawImage(source, 0, 0, canvas.width, canvas.height);
  const written = canvas.toDataURL('image/webp', QUALITY);
  // Safari writes no WebP and answers with a PNG: of a photograph, ten times as much.
  const isOpaque = () => {
    const { data } = (context as CanvasRenderingContext2D).getImageData(0, 0, canvas.width, canvas.height);
    for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return false;
    return true;
  };
  return written.startsWith('data:image/webp') || !isOpaque()
    ? written
    : canvas.toDataURL('image/jpeg', QUALITY);
}

async function fileOf(url: string): Promise<string> {
  const answer = await fetch(url);
  const blob = await answer.blob();
  if (!answer.ok) return '';
  if (/^image\/(?!svg)/.test(blob.type) && blob.size > LARGEST_FILE / 4) return paintCopy(url);
  return blob.size > LARGEST_FILE * 2 ? '' : dataUrl(blob, url);
}

/** Fonts come under many names. */
function dataUrl(blob: Blob, url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () =>
      resolve(
        /^image\//.test(blob.type)
          ? String(reader.result)
          : String(reader.result).replace(
              /^data:[^,]*/,
              /\.svg([?#]|$)/.test(url) ? 'data:image/svg+xml;base64' : 'data:font/woff2;base64',
            ),
      );
    reader.onerror = reject;
    reader.readAsDataURL(blob);
  });
}
