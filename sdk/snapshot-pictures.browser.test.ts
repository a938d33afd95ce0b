// Pictures of a snapshot in a browser that writes no WebP, as Safari: photographs stay small, and what can be looked
// through stays so.

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Browser } from 'playwright-core';
import type { SnapshotContent } from '../src/contract/snapshot.ts';
import { openBrowser } from '../test/support/browser.ts';
import { bundleTracker, ENTRIES, fileOf } from './build-tracker.ts';

setDefaultTimeout(60_000);

/** Noise, which no PNG makes smaller; the second with a hole in it. */
const PAGE = `<!doctype html><title>Gallery</title><script defer src="/heat.js" data-project="hw_pictures"></script>
  <canvas width="120" height="120"></canvas><canvas width="120" height="120"></canvas><script>
  for (const [at, canvas] of document.querySelectorAll('canvas').entries()) {
    const context = canvas.getContext('2d');
    const image = context.createImageData(120, 120);
    let noise = 1;
    for (let n = 0; n < image.data.length; n++) {
      noise = (noise * 48271) % 2147483647;
      image.data[n] = n % 4 === 3 ? 255 : (noise >> 16) & 255;
    }
    if (at) image.data[4 * 120 * 60 + 3] = 0;
    context.putImageData(image, 0, 0);
  }
  const write = HTMLCanvasElement.prototype.toDataURL;
  HTMLCanvasElement.prototype.toDataURL = function (type, quality) {
    return write.call(this, type === 'image/webp' ? 'image/png' : type, quality);
  };
</script>`;

let browser: Browser;
let server: ReturnType<typeof Bun.serve>;
let taken: (content: SnapshotContent) => void;
const content = new Promise<SnapshotContent>((resolve) => {
  taken = resolve;
});

beforeAll(async () => {
  browser = await openBrowser();
  const files = new Map<string, string>(
    await Promise.all(
      ENTRIES.map(async (entry) => [`/${fileOf(entry)}`, await bundleTracker(entry)] as const),
    ),
  );
  server = Bun.serve({
    port: 0,
    async fetch(request) {
      const { pathname } = new URL(request.url);
      const script = files.get(pathname);
      if (script) return new Response(script, { headers: { 'content-type': 'text/javascript' } });
      if (pathname !== '/snapshots') return new Response(PAGE, { headers: { 'content-type': 'text/html' } });
      if (request.method === 'POST')
        taken(JSON.parse(new TextDecoder().decode(Bun.gunzipSync(await request.bytes()))));
      return new Response('{}');
    },
  });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop(true);
});

test('where PNG stands for WebP, what is opaque becomes a JPEG and what is not stays a PNG', async () => {
  const page = await browser.newPage();
  await page.goto(`${server.url}#heat=snapshot.claims.signature`);
  const { assets } = await content;
  expect(assets.map((asset) => asset.split(';')[0])).toEqual(['data:image/jpeg', 'data:image/png']);
  expect(assets[0]?.length).toBeLessThan((assets[1]?.length ?? 0) / 2);
});
