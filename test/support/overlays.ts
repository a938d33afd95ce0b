// What the overlay tests do: make links, open them in a tab, read what the overlay draws and says.

import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { PageLink } from '../../src/contract/api.ts';
import { eventually, type Serving } from './heat-process.ts';
import type { Box, Point } from './snapshots.ts';
import { openVisitor } from './visitor.ts';

/** Through the API, as a script of the owner's would. */
export async function pageLink(
  serving: Serving,
  {
    project,
    part,
    url,
  }: { project: { id: string; apiKey: string }; part: 'overlay' | 'snapshot'; url: string },
): Promise<string> {
  const answer = await fetch(`${serving.url}/api/v1/projects/${project.id}/${part}-links`, {
    method: 'POST',
    headers: { authorization: `Bearer ${project.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ url }),
  });
  if (answer.status !== 201) throw new Error(`no link: ${await answer.text()}`);
  return ((await answer.json()) as PageLink).url;
}

/** A tab of its own browser context, with the overlay's words readable: its shadow root is opened as it is made. */
export async function openOwner(
  browser: Browser,
  viewport = { width: 1280, height: 800 },
): Promise<{ context: BrowserContext; tab: Page }> {
  const context = await openVisitor(browser, viewport);
  await context.addInitScript(
    "const attach = Element.prototype.attachShadow; Element.prototype.attachShadow = function (init) { const root = attach.call(this, init); if (this.localName === 'heat-overlay') { this.wasClosed = init.mode === 'closed'; this.inside = root; } return root; };",
  );
  return { context, tab: await context.newPage() };
}

/** Waits until a script answers something true; asked from outside, because a page's policy may forbid to do it inside. */
export const until = (tab: Page, script: string): Promise<unknown> =>
  eventually(async () => (await tab.evaluate<unknown>(script)) || undefined);

const SAID = "document.querySelector('heat-overlay')?.inside.querySelector('.said').textContent ?? ''";

/** What the overlay says once it has answered, or once it says something like that. */
export async function saidBy(tab: Page, like = /^(?!Loading…$)./): Promise<string> {
  return eventually(async () => {
    const text = await tab.evaluate<string>(SAID);
    return like.test(text) ? text : undefined;
  });
}

export const drawnBy = (tab: Page): Promise<Point[]> =>
  tab.evaluate("document.querySelector('heat-overlay').drawnPoints()");

/** Chooses in one of the overlay's controls, by its label. */
export async function choose(tab: Page, label: string, value: string): Promise<void> {
  await tab.evaluate(
    `(() => { const select = document.querySelector('heat-overlay').inside.querySelector('[aria-label="${label}"]'); select.value = '${value}'; select.onchange(); })()`,
  );
}

/** Boxes of what is clicked when these selectors are, in px of the page. */
export const boxesOf = (tab: Page, selectors: readonly string[]): Promise<(Box | null)[]> =>
  tab.evaluate(`${JSON.stringify(selectors)}.map((selector) => {
    const found = document.querySelector(selector);
    const element = found && (found.closest('a, button') ?? found);
    if (!element) return null;
    const { x, y, width: w, height: h } = element.getBoundingClientRect();
    return { x: x + scrollX, y: y + scrollY, w, h };
  })`);
