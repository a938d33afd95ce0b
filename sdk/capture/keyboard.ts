// Which kinds of keys are pressed, never which key.

import type { Core } from '../core/core.ts';
import { fieldOf, isListed, isSensitive } from '../core/fields.ts';
import { keyCategory } from '../core/key-category.ts';
import type { KeyboardOptions } from '../core/options.ts';

export function captureKeyboard(core: Core, { mode, allowSelectors }: KeyboardOptions = {}): void {
  core._on(document, 'keydown', (event: KeyboardEvent) => {
    const field = fieldOf(event);
    // Keys that repeat while held, and those that a script makes up, are not pressed.
    if (event.repeat || !event.isTrusted || core._isBlocked(event.composedPath()[0] as Element)) return;
    if (field && (isSensitive(core, field) || (mode === 'allowlist' && !isListed(field, allowSelectors))))
      return;
    core._emit({ type: 'keyboard', category: keyCategory(event.key) });
  });
}
