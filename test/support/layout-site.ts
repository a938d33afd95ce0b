// Serves the pages of test/browser/layouts as their owner would: with the snippet, and, once it is switched on, with a
// banner that pushes everything down. Links lead nowhere, so that one visit can click them all.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';

export const LAYOUTS_FOLDER = join(import.meta.dir, '..', 'browser', 'layouts');

/** Names of all layouts, without the ending. */
export const LAYOUTS = readdirSync(LAYOUTS_FOLDER)
  .filter((name) => name.endsWith('.html'))
  .map((name) => name.slice(0, -5))
  .sort();

/** What a shop puts on top from one day to the next; on narrow screens it breaks over several lines. */
const BANNER =
  '<div style="padding:18px 24px;background:#fe9;font:18px/1.4 Arial,sans-serif">Free delivery for everything that is ordered before the end of the month, wherever you live. <a href="/delivery">How it works</a></div>';

/** Nothing that is clicked leads away, opens or sends. */
const STAY =
  "<script>for (const name of ['click', 'submit', 'mousedown']) addEventListener(name, (event) => { if (name !== 'mousedown' || event.target.localName === 'select') event.preventDefault(); });</script>";

export type LayoutSite = {
  origin: string;
  /** The layout's page has a banner from now on, or has none. */
  setBanner: (layout: string, isThere: boolean) => void;
  stop: () => Promise<void>;
};

/** `/<layout>.html` with the snippet, `/plain/<layout>.html` and `/banner/<layout>.html` without. */
export function serveLayouts(snippet: () => string): LayoutSite {
  const bannered = new Set<string>();
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    async fetch(request) {
      const { pathname } = new URL(request.url);
      const picture = /^\/picture\/(\d+)x(\d+)\.svg$/.exec(pathname);
      if (picture) return pictureOf(Number(picture[1]), Number(picture[2]));
      if (pathname === '/inner') return html('<!doctype html><button>Not ours</button>');
      const [, folder, name] = /^\/(plain\/|banner\/|)([a-z]+)\.html$/.exec(pathname) ?? [];
      if (!name || !LAYOUTS.includes(name)) return new Response('Not found', { status: 404 });
      const page = await Bun.file(join(LAYOUTS_FOLDER, `${name}.html`)).text();
      const isBannered = folder === 'banner/' || (folder === '' && bannered.has(name));
      return html(
        page
          .replace('</head>', () => `${folder === '' ? snippet() : ''}${STAY}</head>`)
          .replace(/<body[^>]*>/, (body) => body + (isBannered ? BANNER : '')),
      );
    },
  });
  return {
    origin: `http://localhost:${server.port}`,
    setBanner: (layout, isThere) => {
      if (isThere) bannered.add(layout);
      else bannered.delete(layout);
    },
    stop: () => server.stop(true),
  };
}

function html(text: string): Response {
  return new Response(text, { headers: { 'content-type': 'text/html; charset=utf-8' } });
}

function pictureOf(width: number, height: number): Response {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#9ab"/><circle cx="50%" cy="50%" r="20%" fill="#fff"/></svg>`;
  return new Response(svg, { headers: { 'content-type': 'image/svg+xml' } });
}
