// Elements whose rage or dead clicks are no trouble, by an owner's word. Reports leave these clicks out of their counts of
// that kind, for all time; the clicks themselves stay.

export const MUTE_KINDS = ['rage', 'dead'] as const;
export type MuteKind = (typeof MUTE_KINDS)[number];

export type MutedElementView = {
  /** Opaque id, as in heatmaps: the element on every page that has it. */
  element: string;
  kind: MuteKind;
  /** What it was called when it was muted. */
  label: string;
  /** `user:…`, `key:…`, `terminal`. */
  mutedBy: string;
  mutedAtMs: number;
};
