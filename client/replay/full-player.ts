// Plays recorded pages with rrweb's player, inside a document that runs nothing and fetches nothing. Follows the clock of
// heat's own player, and has no controls.

import { Replayer } from '@rrweb/replay';
import type { PageRecord } from '../../src/contract/replay-chunk.ts';

/** What is used of rrweb's player; times are ms since the first record. */
type Player = {
  iframe: HTMLIFrameElement;
  play(offsetMs: number): void;
  pause(offsetMs?: number): void;
  getCurrentTime(): number;
  setConfig(config: { speed: number }): void;
  on(event: 'resize', handle: (size: { width: number; height: number }) => void): unknown;
  destroy(): void;
};
const PlayerClass = Replayer as unknown as new (records: readonly PageRecord[], config: object) => Player;

export type Playing = { atMs: number; isPlaying: boolean; speed: number };
export type FullPlayer = {
  /** Shows a moment, ms since the session's start, and goes on from there when it plays. */
  show(moment: Playing): void;
  destroy(): void;
};

/** It goes on by itself unless it is further from the clock than this, ms of the session at single speed. */
const DRIFT_MS = 300;

/** Pointer and clicks are drawn over the frame, from the session's events: rrweb's are told without a mouse's last step. */
const FRAME_STYLE = `
  body { margin: 0; overflow: hidden; background: white; }
  .replayer-wrapper { position: relative; }
  .replayer-mouse { display: none; }
  iframe { border: 0; }`;

/**
 * `frame` is the document of a sandboxed frame; everything in it is replaced. `records` are those of one session in
 * order of time, at least two. `onSize` hears how large the visitor's window is, px.
 */
export function createFullPlayer(
  frame: Document,
  {
    records,
    startedAtMs,
    onSize,
  }: { records: readonly PageRecord[]; startedAtMs: number; onSize(w: number, h: number): void },
): FullPlayer {
  const style = frame.createElement('style');
  style.textContent = FRAME_STYLE;
  frame.head.replaceChildren(style);
  frame.body.replaceChildren();
  const player = new PlayerClass(records, {
    root: frame.body,
    showWarning: false,
    showDebug: false,
    skipInactive: false,
    triggerFocus: false,
    loadTimeout: 0,
    mouseTail: false,
  });
  player.on('resize', ({ width, height }) => onSize(width, height));
  const firstMs = (records[0]?.timestamp ?? startedAtMs) - startedAtMs;
  let shown: Playing = { atMs: Number.NaN, isPlaying: false, speed: 1 };
  return {
    show(moment) {
      const offsetMs = Math.max(0, moment.atMs - firstMs);
      const isDue = moment.isPlaying && moment.atMs >= firstMs;
      const hasDrifted = Math.abs(player.getCurrentTime() - offsetMs) > DRIFT_MS * moment.speed;
      if (isDue && (!shown.isPlaying || moment.speed !== shown.speed || hasDrifted)) {
        player.setConfig({ speed: moment.speed });
        player.play(offsetMs);
      } else if (!isDue && (shown.isPlaying || moment.atMs !== shown.atMs)) player.pause(offsetMs);
      shown = { ...moment, isPlaying: isDue };
    },
    destroy: () => player.destroy(),
  };
}
