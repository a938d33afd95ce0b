// The part of the tracker that takes a snapshot of a page for its owner. Loaded only when the address carries a link
// that the dashboard made, and does nothing until the server has said that the link is good on this page.

import { takeLink } from './core/link.ts';
import type { Options } from './core/options.ts';
import { unhashed } from './core/privacy.ts';
import { createAssets } from './snapshot/assets.ts';
import { copyPage } from './snapshot/copy-page.ts';
import { openNotice } from './snapshot/notice.ts';
import { scrollThrough } from './snapshot/scroll-through.ts';

/** As LIMITS.snapshotBytes. */
const MOST_BYTES = 4_000_000;

/** Takes the snapshot and tells the owner how it went. Never throws into the page. */
export function startSnapshot(options: Options): void {
  void takeSnapshot(takeLink(), options);
}

async function takeSnapshot(token: string, options: Options): Promise<void> {
  // A script tag's attributes stand beside each other, without groups.
  const { endpoint, projectKey, blockSelectors, maskTextSelectors } = { ...options, ...options.privacy };
  const door = new URL('snapshots', endpoint);
  door.search = String(new URLSearchParams({ token, key: projectKey }));
  const say = openNotice();
  try {
    await send(door, {});
    say('Taking a snapshot of this page…');
    if (document.readyState !== 'complete')
      await new Promise((resolve) => addEventListener('load', resolve, { once: true }));
    await scrollThrough();
    const page = await copyPage({
      block: ['[data-private]', ...[blockSelectors ?? []].flat()].join(),
      mask: String(maskTextSelectors ?? '') || ':not(*)',
      unhashed: unhashed({ blockSelectors, maskTextSelectors }),
      assets: createAssets(),
    });
    const text = JSON.stringify(page);
    await send(door, { method: 'POST', body: await packed(text) });
    say(
      `Snapshot taken${page.isCut ? ', without the end of this very long page' : ''}. You can close this tab.`,
      true,
    );
  } catch (error) {
    say(`No snapshot: ${(error as Error).message}`, true);
  }
}

/** Smaller where the browser can make it so; the server knows gzip by its first bytes. Text needs no preflight. */
async function packed(text: string): Promise<BodyInit> {
  if (text.length > MOST_BYTES) throw new Error('this page is too large.');
  if (typeof CompressionStream !== 'function') return text;
  return new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer();
}

async function send(door: URL, init: RequestInit): Promise<void> {
  let answer: Response;
  try {
    answer = await fetch(door, { ...init, credentials: 'omit' });
  } catch {
    throw new Error('heat could not be reached from this page.');
  }
  if (!answer.ok) throw new Error((await answer.json()).message);
}
