// The part of the tracker that may come a moment later: what happens between the visitor's acts. The script tag loads
// it beside itself; the module brings it along.

import { captureErrors } from './capture/errors.ts';
import { captureMoves } from './capture/moves.ts';
import { captureScroll } from './capture/scroll.ts';
import type { Core } from './core/core.ts';
import type { Options } from './core/options.ts';

/** Starts the captures of mouse paths, scrolling and script errors that the options ask for. */
export function watch(
  core: Core,
  { capture: { move = {}, scroll = true, errors = true } = {} }: Options,
): void {
  const { enabled = true, throttleMs = 80 } = move;
  if (enabled) captureMoves(core, throttleMs);
  if (scroll) captureScroll(core);
  if (errors) captureErrors(core);
}
