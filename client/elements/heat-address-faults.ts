// Says what of the page's address could not be understood, above a report that shows the rest of it.

import { css, html, LitElement, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { navigate } from '../app/router.ts';
import { findAddressFaults } from '../state/address-faults.ts';
import { ScopeController } from '../state/scope.ts';
import { addressZone } from '../state/session.ts';
import { baseStyles, buttonStyles } from '../styles/shared.ts';

@customElement('heat-address-faults')
export class HeatAddressFaults extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      :host { display: block; width: 100%; }
      :host([hidden]) { display: none; }
      div.faults {
        display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--space-2) var(--space-4);
        padding: var(--space-3) var(--space-4); border: 1px solid var(--warn); border-radius: var(--radius-card); background: var(--warn-soft);
      }
      li { overflow-wrap: anywhere; }
    `,
  ];

  // Follows the address.
  protected readonly scope = new ScopeController(this);

  protected override render() {
    const { said, cleaned } = findAddressFaults(
      location.pathname,
      location.search,
      addressZone(location.pathname),
    );
    this.hidden = said.length === 0;
    if (said.length === 0) return nothing;
    const clean = () => navigate(location.pathname + cleaned, { replace: true, keepScroll: true });
    return html`<div class="faults" role="alert"><div><strong>Not all of this address could be understood. The rest of it is shown.</strong>
        <ul>${said.map((sentence) => html`<li>${sentence}</li>`)}</ul></div>
      <button class="button" @click=${clean}>Take it out of the address</button></div>`;
  }
}
