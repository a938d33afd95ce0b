// Opens every page of the demo shop in a real browser at three widths and writes demo/layout.json, which the demo's
// visitors click on. Run by hand after a change of the shop: bun demo/record-layout.ts

import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBrowser } from '../test/support/browser.ts';
import { makeSite } from './make-site.ts';

const VIEWPORTS = {
  desktop: { width: 1440, height: 900 },
  tablet: { width: 820, height: 1180 },
  mobile: { width: 390, height: 844 },
} as const;

const site = await mkdtemp(join(tmpdir(), 'heat-shop-'));
const names = await makeSite(site);
const built = await Bun.build({
  entrypoints: [join(import.meta.dir, 'describe-page.ts')],
  format: 'iife',
  target: 'browser',
});
const script = (await built.outputs[0]?.text()) ?? '';

const server = Bun.serve({
  port: 0,
  hostname: '127.0.0.1',
  fetch(request) {
    const path = new URL(request.url).pathname.replace(/^\/demo\//, '');
    if (path === '/heat.js') return new Response('', { headers: { 'content-type': 'text/javascript' } });
    return new Response(Bun.file(join(site, path === '' ? 'index.html' : path)));
  },
});
const browser = await openBrowser();
const layout: Record<string, unknown[]> = {};
for (const [device, viewport] of Object.entries(VIEWPORTS)) {
  const context = await browser.newContext({
    viewport,
    isMobile: device !== 'desktop',
    deviceScaleFactor: 1,
  });
  layout[device] = [];
  for (const name of names) {
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${server.port}/demo/${name === 'index.html' ? '' : name}`);
    await page.evaluate(script);
    layout[device].push(await page.evaluate('describePage()'));
    await page.close();
  }
  await context.close();
}
await browser.close();
await server.stop(true);
await Bun.write(join(import.meta.dir, 'layout.json'), `${JSON.stringify(layout)}\n`);
console.log(
  Object.entries(layout)
    .map(([device, pages]) => `${device}: ${pages.length} pages`)
    .join(', '),
);
