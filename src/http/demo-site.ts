// The demo site's files, read by @elysiajs/static in an app of its own that listens nowhere: its routes are exact
// paths, found once. It stands behind one of our own routes, because its answers carry none of our headers, no type
// for style sheets and ETags without quotes.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { staticPlugin } from '@elysiajs/static';
import { Elysia } from 'elysia';
import { contentTypeOf } from './asset-map.ts';

/** The file at a path like `/demo/shop.css` with its type, or null when there is none. */
export type DemoSite = (path: string) => Promise<{ bytes: ArrayBuffer; type: string } | null>;

const DEMO_FOLDER = 'demo';

/** Looks into the folder at the first question; the plugin fails on a missing one, so that is asked before. */
export function createDemoSite(publicDir: string): DemoSite {
  const folder = join(publicDir, DEMO_FOLDER);
  let opened: Promise<Elysia> | null = null;
  return async (path) => {
    const type = contentTypeOf(path);
    if (type === undefined || !existsSync(folder)) return null;
    opened ??= openFolder(folder);
    const answer = await (await opened).handle(new Request(`http://localhost${path}`));
    return answer.status === 200 ? { bytes: await answer.arrayBuffer(), type } : null;
  };
}

async function openFolder(folder: string): Promise<Elysia> {
  const plugin = await staticPlugin({
    assets: folder,
    prefix: `/${DEMO_FOLDER}`,
    alwaysStatic: true,
    etag: false,
    indexHTML: false,
    silent: true,
  });
  return new Elysia({ name: 'demo-site' }).use(plugin);
}
