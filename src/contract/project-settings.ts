// What an owner decides about a project beside its name, origins and zone. Stored as JSON, so that a new setting needs
// no migration; whatever stands there, reading it gives every setting a value of its type.

import type { Json } from './wire.ts';

export type ProjectSettings = {
  /** Pages of sampled visitors are taken with all text masked, where the owner took none. Off unless switched on. */
  visitorSnapshots: boolean;
};

/** As it is stored: other keys may be beside those of ProjectSettings. */
export type StoredSettings = { [name: string]: Json };

/** Key beside the settings: links into the tracker that were made up to this moment open nothing any more (UTC ms). */
export const LINKS_ENDED = 'linksEndedAtMs';

export const DEFAULT_SETTINGS: ProjectSettings = { visitorSnapshots: false };

/** Every setting; the default where nothing, or nothing of its type, is stored. */
export function readSettings(stored: StoredSettings): ProjectSettings {
  const { visitorSnapshots } = stored;
  return { visitorSnapshots: visitorSnapshots === true };
}
