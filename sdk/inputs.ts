// What happens in form fields and which kinds of keys are pressed, for sites that ask for it. Never what is typed.

import { captureInputs } from './capture/inputs.ts';
import { captureKeyboard } from './capture/keyboard.ts';
import type { Core } from './core/core.ts';

/** Starts what the settings ask for: a mode other than `off`, and not `enabled: false`. */
export function startInputs(core: Core): void {
  const { inputs, keyboard } = core._settings;
  const isWanted = (one?: { enabled?: boolean; mode?: string }) => one?.enabled && one.mode !== 'off';
  if (isWanted(inputs)) captureInputs(core, inputs);
  if (isWanted(keyboard)) captureKeyboard(core, keyboard);
}
