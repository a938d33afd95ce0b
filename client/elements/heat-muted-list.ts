// The project's muted elements, each to be heard again: the way back for those that no list shows any more.

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { MutedElementView } from '../../src/contract/muted-element.ts';
import { unmuteElement } from '../data/elements.ts';
import { formatInstant } from '../format/time.ts';
import { Task } from '../state/task.ts';
import { baseStyles, buttonStyles } from '../styles/shared.ts';
import { said } from './said.ts';

/** Fires `muted-changed` after the server has taken it. */
@customElement('heat-muted-list')
export class HeatMutedList extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      :host { display: block; padding: 0 var(--space-4) var(--space-3); }
      li { display: flex; flex-wrap: wrap; align-items: center; gap: 0 var(--space-3); padding: var(--space-1) 0; }
      .name { flex: 1 1 160px; overflow-wrap: anywhere; }
      .button { min-height: 28px; font-size: var(--size-xs); }
    `,
  ];

  private readonly task = new Task(this);

  @property({ attribute: false }) items: readonly MutedElementView[] = [];
  @property() projectId = '';
  @property() timeZone = 'UTC';

  private async hear(item: MutedElementView): Promise<void> {
    const done = await this.task.run(
      () => unmuteElement(this.projectId, item),
      `${item.label} counts again.`,
    );
    if (done) this.dispatchEvent(new CustomEvent('muted-changed', { bubbles: true, composed: true }));
  }

  override render() {
    return html`<ul>${this.items.map(
      (item) => html`<li>
        <span class="name">${item.label}</span>
        <span class="muted small">${item.kind} clicks, muted ${formatInstant(item.mutedAtMs, this.timeZone, Date.now())}</span>
        <button type="button" class="button" aria-busy=${this.task.isBusy} aria-label="Count ${item.kind} clicks on ${item.label} again" @click=${() => this.hear(item)}>Count again</button>
      </li>`,
    )}</ul>
    ${said(this.task)}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-muted-list': HeatMutedList;
  }
}
