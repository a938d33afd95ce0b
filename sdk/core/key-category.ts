// Kinds of keys. Pure.

import type { KeyCategory } from '../../src/contract/event-types.ts';

const KINDS: [KeyCategory, RegExp][] = [
  ['navigation', /^(Arrow|Page|Home$|End$|Tab$)/],
  ['editing', /^(Backspace|Delete|Enter|Insert|Cut|Paste|Undo|Redo|Clear)$/],
  ['modifier', /^(Shift|Control|Alt|AltGraph|Meta|CapsLock|NumLock|Fn|OS)$/],
  ['system', /^(Escape|F\d+|PrintScreen|ContextMenu|Pause|ScrollLock|Audio\w+|Media\w+|Browser\w+)$/],
];

/** The kind of a key by its name; whatever writes a character is `other`. */
export function keyCategory(key: string): KeyCategory {
  return KINDS.find(([, names]) => names.test(key))?.[0] ?? 'other';
}
