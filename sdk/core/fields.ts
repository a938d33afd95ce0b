// Form fields, and which of them are nobody's business.

import type { Core } from './core.ts';
import type { Selectors } from './options.ts';

/** Names of fields that hold secrets or say who somebody is. */
const SENSITIVE =
  /hidden|otp|one.?time|token|secret|pass|pwd|pin\b|card|cc-|cvc|cvv|iban|bic|account|ssn|social|tax|mail|phone|tel\b|birth|bday/i;

export type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement | HTMLElement;

/** The field that an event is about, or null: select and contenteditable are fields, buttons are none. */
export function fieldOf(event: Event): Field | null {
  const [hit] = event.composedPath() as Element[];
  const field = hit?.closest?.<HTMLElement>(
    'input:not([type=button],[type=submit],[type=reset],[type=image]),select,textarea',
  );
  return field ?? editableAround(hit);
}

function editableAround(hit?: Element): HTMLElement | null {
  let at = hit?.closest?.<HTMLElement>('[contenteditable]') ?? null;
  // Formatting inside an editor is not a field of its own.
  while (at?.parentElement?.isContentEditable) at = at.parentElement;
  return at?.isContentEditable ? at : null;
}

/** True for fields that are never recorded: blocked ones, and those whose names or purposes hint at secrets. */
export function isSensitive(core: Core, field: Field): unknown {
  const words = ['name', 'id', 'autocomplete', 'type', 'aria-label', 'placeholder'];
  return core._isBlocked(field) || words.some((word) => SENSITIVE.test(field.getAttribute(word) ?? ''));
}

/** True when the field is in a list of selectors. */
export function isListed(field: Field, selectors?: Selectors): boolean {
  return !!selectors?.length && field.matches(String(selectors));
}
