// What happens in form fields and which kinds of keys are pressed, for sites that ask for it. Never what is typed.

import { captureInputs } from './capture/inputs.ts';
import { captureKeyboard } from './capture/keyboard.ts';
import type { Core } from './core/core.ts';

/** The options, also where the tag says only the mode or `true`; undefined when it is off. */
export function wanted<O extends { enabled?: boolean; mode?: string }>(
  said?: O | string | boolean,
): O | undefined {
  const options = (typeof said === 'object' ? said : { enabled: !!said, mode: said }) as O;
  return options.enabled && options.mode !== 'off' ? options : undefined;
}

/** Starts what the settings ask for. */
export function startInputs(core: Core): void {
  const inputs = wanted(core._settings.inputs);
  const keyboard = wanted(core._settings.keyboard);
  if (inputs) captureInputs(core, inputs);
  if (keyboard) captureKeyboard(core, keyboard);
}
