// Form fields: entered, left, changed, sent. Kind and length only, or stars where the site wants them.

import type { Core } from '../core/core.ts';
import { type Field, fieldOf, isListed, isSensitive } from '../core/fields.ts';
import type { InputOptions } from '../core/options.ts';

const ACTIONS = { focusin: 'focus', focusout: 'blur', change: 'change' } as const;
const MOST_STARS = 64;

export function captureInputs(core: Core, { mode, allowSelectors }: InputOptions = {}): void {
  /** Editors whose content has changed since they were entered: they tell no change by themselves. */
  const changed = new Set<Field>();

  const note = (action: 'focus' | 'blur' | 'change', field: Field) => {
    const length = lengthOf(field);
    core._emit({
      type: 'input',
      action,
      e: core._describe(field),
      inputType: kindOf(field),
      length,
      masked: mode === 'masked' && length ? '*'.repeat(Math.min(length, MOST_STARS)) : undefined,
    });
  };
  core._on(document, 'focusin focusout change input', (event: Event) => {
    const field = fieldOf(event);
    if (!field || isSensitive(core, field)) return;
    if (mode === 'allowlist' && !isListed(field, allowSelectors)) return;
    if (event.type === 'input') {
      if (field.isContentEditable) changed.add(field);
      return;
    }
    if (event.type === 'focusout' && changed.delete(field)) note('change', field);
    note(ACTIONS[event.type as keyof typeof ACTIONS], field);
  });
  core._on(document, 'submit', ({ target }: Event) => {
    const form = target as HTMLElement;
    if (!core._isBlocked(form) && (mode !== 'allowlist' || isListed(form, allowSelectors)))
      core._emit({ type: 'input', action: 'submit', e: core._describe(form) });
  });
}

/** Characters of a text field; choices have none. */
function lengthOf(field: Field): number | undefined {
  if (field.isContentEditable) return field.textContent?.length;
  const { value } = field as HTMLInputElement;
  const isText =
    !/^(SELECT)$/.test(field.tagName) && !/^(checkbox|radio|range|color|file)$/.test(typeOf(field));
  return isText ? value?.length : undefined;
}

const typeOf = (field: Field) => (field as HTMLInputElement).type ?? '';

/** `text`, `checkbox` …, `select`, `textarea` or `contenteditable`. */
function kindOf(field: Field): string {
  if (field.isContentEditable) return 'contenteditable';
  return field.localName === 'input' ? typeOf(field) : field.localName;
}
