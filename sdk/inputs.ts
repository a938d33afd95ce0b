// What happens in form fields and which kinds of keys are pressed, for sites that ask for it. Never what is typed.

import { captureInputs } from './capture/inputs.ts';
import { captureKeyboard } from './capture/keyboard.ts';
import type { Core } from './core/core.ts';

const MODES = /^(metadata|masked|allowlist)$/;

/**
 * The options, also where the tag says only the mode or `true`; undefined when it is off, and for a mode that there is
 * not: a slip of the pen must not switch on what records typing.
 */
export function wanted<O extends { enabled?: boolean; mode?: string }>(
  said?: O | string | boolean,
): O | undefined {
  const {
    enabled,
    mode = 'metadata',
    ...rest
  } = (typeof said === 'object' ? said : { enabled: !!said, mode: said === true ? undefined : said }) as O;
  return enabled && MODES.test(mode) ? ({ ...rest, enabled, mode } as O) : undefined;
}

/** Starts what the settings ask for. */
export function startInputs(core: Core): void {
  const inputs = wanted(core._settings.inputs);
  const keyboard = wanted(core._settings.keyboard);
  if (inputs) captureInputs(core, inputs);
  if (keyboard) captureKeyboard(core, keyboard);
}
