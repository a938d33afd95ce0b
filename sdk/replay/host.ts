// What the recorder of pages is handed by the tracker it belongs to. Names without an underscore: the recorder may come
// from another build than an installed tracker.

import type { Settings } from '../core/options.ts';

export type ReplayHost = {
  /** Id of the session that is recorded; '' while none is. */
  session: string;
  /** False before consent and once the tracker has stopped. */
  isOn(): boolean | undefined;
  /** A signed-in visitor's JWT, where the site has given one. */
  token?(): string | undefined;
  settings: Pick<Settings, 'endpoint' | 'projectKey' | 'blockSelectors' | 'maskTextSelectors' | 'replay'>;
  /** The body compressed, or undefined when that does not pay or cannot be done. */
  pack?(body: string): Promise<BlobPart | undefined> | undefined;
  /** Put there by the recorder: the session is another one, or may be recorded again. */
  onSession?(): void;
};

/** Where recorders find hosts that were there before them, on `window`. */
export const HOSTS = '__heatReplay';
