// Where the keyboard goes on when a form is closed that had the focus, and whose opener had to make room for it.

import type { LitElement } from 'lit';

/** Puts the focus on the host's first match, unless it is somewhere in the host already. */
export function focusBack(host: LitElement, selector: string): void {
  if (!host.shadowRoot?.activeElement) host.renderRoot.querySelector<HTMLElement>(selector)?.focus();
}
