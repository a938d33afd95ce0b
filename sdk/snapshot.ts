// The part of the tracker that takes a snapshot of a page for its owner. Loaded only when the address carries a link
// that the dashboard made, and does nothing until the server has said that the link is good on this page.

import { pageUrl } from './core/privacy.ts';
import { copyPage } from './snapshot/copy-page.ts';
import { openNotice } from './snapshot/notice.ts';
import { scrollThrough } from './snapshot/scroll-through.ts';

/** As LIMITS.snapshotBytes. */
const MOST_BYTES = 4_000_000;

export type SnapshotOrder = {
  /** From the address. */
  token: string;
  endpoint: string;
  projectKey: string;
  privacy?: { blockSelectors?: string[]; maskTextSelectors?: string[] };
};

/** Takes the snapshot and tells the owner how it went. Never throws into the page. */
export async function snapshot({ token, endpoint, projectKey, privacy = {} }: SnapshotOrder): Promise<void> {
  history.replaceState(history.state, '', location.href.replace(/[#&]heat=[\w.-]+/, ''));
  const door = new URL('snapshots', endpoint || location.origin);
  door.search = String(new URLSearchParams({ token, key: projectKey }));
  const say = openNotice();
  try {
    await send(door, {});
    say('Taking a snapshot of this page…');
    if (document.readyState !== 'complete')
      await new Promise((resolve) => addEventListener('load', resolve, { once: true }));
    await scrollThrough();
    const page = await copyPage({
      url: pageUrl(location.href),
      block: ['[data-private]', ...(privacy.blockSelectors ?? [])].join(),
      mask: String(privacy.maskTextSelectors ?? ''),
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
