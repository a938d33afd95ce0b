// Serves a folder of somebody else's pages with the snippet added, as their owner would.

import { existsSync, statSync } from 'node:fs';
import { join, normalize } from 'node:path';

export type Site = { origin: string; stop: () => Promise<void> };

/** The folder of an installed package, e.g. `startbootstrap-clean-blog/dist`. */
export function packageFolder(name: string): string {
  return join(import.meta.dir, '..', '..', 'node_modules', name);
}

/** `snippet` is put before </head> of every page, which has `headers` too. Unknown paths answer 404. */
export function serveSite(
  folder: string,
  snippet: () => string,
  headers: () => Record<string, string> = () => ({}),
): Site {
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    async fetch(request) {
      const path = normalize(decodeURIComponent(new URL(request.url).pathname));
      let file = join(folder, path);
      if (!file.startsWith(folder)) return new Response('Not found', { status: 404 });
      if (existsSync(file) && statSync(file).isDirectory()) file = join(file, 'index.html');
      if (!existsSync(file)) return new Response('Not found', { status: 404 });
      if (!file.endsWith('.html')) return new Response(Bun.file(file));
      const html = await Bun.file(file).text();
      return new Response(html.replace('</head>', `${snippet()}</head>`), {
        headers: { 'content-type': 'text/html; charset=utf-8', ...headers() },
      });
    },
  });
  return { origin: `http://localhost:${server.port}`, stop: () => server.stop(true) };
}
