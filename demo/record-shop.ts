// Opens every page of the demo shop, in each of its editions, in a real browser at three widths, and writes down
// demo/layout.json, which the demo's visitors click on, and demo/snapshots.json, what the tracker's own snapshot part
// sends of these pages. Run by hand after a change of the shop or of that part: bun demo/record-shop.ts

import { join } from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { buildTracker } from '../sdk/build-tracker.ts';
import type { Device } from '../src/contract/event-types.ts';
import type { SnapshotContent } from '../src/contract/snapshot.ts';
import type { PageLayout } from '../src/demo/layout.ts';
import type { RecordedPage } from '../src/demo/snapshots.ts';
import { EDITIONS, type Edition } from '../src/demo/story.ts';
import { cleanSnapshot } from '../src/replay/clean-snapshot.ts';
import { readUpload } from '../src/replay/read-upload.ts';
import { openBrowser } from '../test/support/browser.ts';
import { tempDir } from '../test/support/temp-dir.ts';
import { makeSite } from './make-site.ts';

const VIEWPORTS: Record<Device, { width: number; height: number }> = {
  desktop: { width: 1440, height: 900 },
  tablet: { width: 820, height: 1180 },
  mobile: { width: 390, height: 844 },
};

type Seen = { device: Device; layout: PageLayout; snapshot: SnapshotContent };

using folder = tempDir();
await buildTracker(folder.join('tracker'));
const describePage = await bundle('describe-page.ts');
const layouts: Record<Device, PageLayout[]> = { desktop: [], tablet: [], mobile: [] };
const styles: string[] = [];
const pages: RecordedPage[] = [];
const texts = new Map<string, string>();

const browser = await openBrowser();
for (const edition of EDITIONS) {
  const shop = folder.join(edition);
  for (const name of await makeSite(shop, edition)) {
    const html = await Bun.file(join(shop, name)).text();
    // As it was in the edition before.
    if (texts.get(name) === html) continue;
    texts.set(name, html);
    const seen = await visitAtAllWidths(browser, { shop, name, edition });
    for (const { device, layout } of seen) layouts[device].push(layout);
    pages.push(asOne(seen, edition));
  }
}
await browser.close();

const lines = (rows: readonly unknown[]) => `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]`;
await write(
  'layout',
  Object.entries(layouts).map(([device, rows]) => `"${device}": ${lines(rows)}`),
);
await write('snapshots', [`"styles": ${lines(styles)}`, `"pages": ${lines(pages)}`]);
console.log(`${pages.length} pages at ${Object.keys(VIEWPORTS).length} widths`);

async function visitAtAllWidths(
  browser: Browser,
  page: { shop: string; name: string; edition: Edition },
): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (const [device, viewport] of Object.entries(VIEWPORTS) as [
    Device,
    { width: number; height: number },
  ][]) {
    const context = await browser.newContext({
      viewport,
      isMobile: device !== 'desktop',
      deviceScaleFactor: 1,
    });
    seen.push({ device, ...(await visit(context, page)) });
    await context.close();
  }
  return seen;
}

/** Opens the page with a link, as its owner does; this server takes the part of heat's door and keeps what heat would. */
async function visit(
  context: BrowserContext,
  { shop, name, edition }: { shop: string; name: string; edition: Edition },
): Promise<Pick<Seen, 'layout' | 'snapshot'>> {
  const taken = Promise.withResolvers<SnapshotContent>();
  using server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    async fetch(request) {
      const { pathname } = new URL(request.url);
      if (pathname === '/snapshots') {
        if (request.method === 'POST') taken.resolve(cleanSnapshot(readUpload(await request.bytes())));
        return Response.json({});
      }
      const file = pathname.replace(/^\/demo\//, '') || 'index.html';
      return new Response(
        Bun.file(pathname.startsWith('/demo/') ? join(shop, file) : folder.join(`tracker${pathname}`)),
      );
    },
  });
  const page = await context.newPage();
  const path = `/demo/${name === 'index.html' ? '' : name}`;
  await page.goto(`http://127.0.0.1:${server.port}${path}#heat=snapshot.recorded.here`);
  const snapshot = await taken.promise;
  await page.evaluate(describePage);
  const layout = await page.evaluate<Omit<PageLayout, 'since'>>('describePage()');
  return { layout: { path, since: edition, ...layout }, snapshot };
}

/** The shop is the same document at all widths: only its size differs. Throws where it does not. */
function asOne(seen: readonly Seen[], since: Edition): RecordedPage {
  const [first, ...others] = seen;
  if (!first) throw new Error('Nothing was seen');
  const { nodes, descriptors, title, styles: sheets, assets } = first.snapshot;
  for (const { device, snapshot } of others)
    for (const part of ['nodes', 'descriptors', 'title', 'styles'] as const)
      if (!Bun.deepEquals(snapshot[part], first.snapshot[part]))
        throw new Error(`${first.layout.path} has other ${part} on ${device}`);
  const [sheet = ''] = sheets;
  if (sheets.length !== 1 || assets.length > 0) throw new Error(`${first.layout.path} has more files`);
  if (styles.length === 0) styles.push(sheet);
  if (styles[0] !== sheet) throw new Error(`${first.layout.path} has a style of its own`);
  const sizes = seen.map(({ device, snapshot: { viewport, doc } }) => [device, { viewport, doc }] as const);
  return {
    ...{ path: first.layout.path, since, title },
    sizes: Object.fromEntries(sizes) as RecordedPage['sizes'],
    ...{ nodes, descriptors },
  };
}

async function bundle(name: string): Promise<string> {
  const built = await Bun.build({
    entrypoints: [join(import.meta.dir, name)],
    format: 'iife',
    target: 'browser',
  });
  return (await built.outputs[0]?.text()) ?? '';
}

/** A line for each page, so that a change can be read. */
async function write(name: string, parts: readonly string[]): Promise<void> {
  await Bun.write(join(import.meta.dir, `${name}.json`), `{\n${parts.join(',\n')}\n}\n`);
}
