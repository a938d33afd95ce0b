// The map over the shop itself, opened by a link as its owner would.

import type { Page } from 'playwright-core';
import { saidBy } from '../../test/support/overlays.ts';
import type { Stage } from './stage.ts';

/** Makes the overlay's words readable: its shadow root is opened as it is made. */
const OPENED =
  "const attach = Element.prototype.attachShadow; Element.prototype.attachShadow = function (init) { const root = attach.call(this, init); if (this.localName === 'heat-overlay') this.inside = root; return root; };";

export async function takeOverlay(stage: Stage): Promise<Page> {
  const { url } = await stage.tell<{ url: string }>(`/projects/${stage.demo}/overlay-links`, {
    url: `${stage.url}/demo/`,
  });
  const context = await stage.open({ theme: 'light', width: 1440, height: 900 });
  await context.addInitScript(OPENED);
  const page = await context.newPage();
  await page.goto(url);
  await saidBy(page);
  return page;
}
