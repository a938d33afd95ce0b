// The part of the tracker that takes a snapshot of a visitor's page with all text masked. Loaded only when the project has
// switched that on and heat asks this page to look whether one is wanted; never for visitors who said no, because nothing
// of theirs is answered.

import { maskAttribute, maskDescriptor, maskText } from '../src/contract/mask-page.ts';
import type { Core } from './core/core.ts';
import { BUILT_IN_BLOCK, unhashed } from './core/privacy.ts';
import { createBoxes } from './snapshot/boxes.ts';

/** Elements of a page that is worth a visitor's time. */
const MOST_ELEMENTS = 4_000;
/** Longest piece of work in one turn, ms, and longest wait for an idle moment. */
const TURN_MS = 8;
const PATIENCE_MS = 5_000;

let isStarted = false;

/** Takes one, in idle moments, if it is wanted. Never throws into the page. */
export function startMasked(core: Core): void {
  if (isStarted) return;
  isStarted = true;
  takeMasked(core).catch(() => {});
}

async function takeMasked(core: Core): Promise<void> {
  const { projectKey: key, blockSelectors, maskTextSelectors } = core._settings;
  const { url } = core._page;
  const door = (path: string, query: { [name: string]: string }) => {
    const address = new URL(`snapshots/${path}`, core._endpoint);
    address.search = String(new URLSearchParams(query));
    return address;
  };
  if (document.readyState !== 'complete')
    await new Promise((resolve) => addEventListener('load', resolve, { once: true }));
  await idle();
  const question = door('wanted', { key, url, width: String(innerWidth) });
  const { wanted } = await (await fetch(question, { credentials: 'omit' })).json();
  const mayGoOn = () =>
    core._isOn && core._page.url === url && document.getElementsByTagName('*').length < MOST_ELEMENTS;
  if (!wanted || !mayGoOn()) return;
  const { copyPage } = await import('./snapshot/copy-page.ts');
  await idle();
  let until = performance.now() + TURN_MS;
  const page = await copyPage({
    url,
    block: [BUILT_IN_BLOCK, ...[blockSelectors ?? []].flat()].join(),
    mask: `${BUILT_IN_BLOCK},${String(maskTextSelectors ?? '') || ':not(*)'}`,
    unhashed: unhashed({ blockSelectors, maskTextSelectors }),
    assets: createBoxes(),
    everything: { maskText, maskAttribute, maskDescriptor },
    async pause() {
      if (performance.now() < until) return;
      await idle();
      until = performance.now() + TURN_MS;
    },
  });
  if (page.isCut || !mayGoOn()) return;
  const text = JSON.stringify(page);
  const body = ((await core._pack?.(text)) ?? text) as BodyInit;
  await fetch(door('masked', { key }), { method: 'POST', body, credentials: 'omit' });
}

function idle(): Promise<unknown> {
  // Safari has none.
  const ask = window.requestIdleCallback as typeof requestIdleCallback | undefined;
  return new Promise((resolve) => (ask ? ask(resolve, { timeout: PATIENCE_MS }) : setTimeout(resolve, 200)));
}
