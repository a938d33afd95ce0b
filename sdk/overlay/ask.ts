// Asks heat for a map with the link's token, which is known here only.

import type { OverlayAnswer } from '../../src/contract/overlay.ts';
import { takeLink } from '../core/link.ts';
import type { Options } from '../core/options.ts';
import type { View } from './panel.ts';

/** Rejects with what the owner is to be told. */
export type Ask = (view: View) => Promise<OverlayAnswer>;

/** Takes the link out of the address; `address` is that of the page at each question. */
export function createAsk(
  { endpoint, projectKey: key }: Options,
  address: () => string,
  signal: AbortSignal,
): Ask {
  const token = takeLink();
  return async (view) => {
    let answer: Response;
    try {
      answer = await fetch(new URL('overlay', endpoint), {
        method: 'POST',
        body: JSON.stringify({ token, key, url: address(), ...view }),
        headers: { 'content-type': 'application/json' },
        credentials: 'omit',
        signal,
      });
    } catch {
      throw new Error('heat could not be reached from this page.');
    }
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.message);
    return told;
  };
}
