// The secret that signs everybody's sign-ins, replaced by an owner of the installation. Nothing of it is ever shown.

import { css, html, LitElement, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { findSecret, rotateSecret, type SecretState } from '../data/secret.ts';
import { formatInstant } from '../format/time.ts';
import { Resource } from '../state/resource.ts';
import { Task } from '../state/task.ts';
import { sectionStyles } from '../styles/section.ts';
import { baseStyles, buttonStyles, cardStyles } from '../styles/shared.ts';
import type { HeatConfirm } from './heat-confirm.ts';
import './heat-confirm.ts';
import { said } from './said.ts';

@customElement('heat-signing-secret')
export class HeatSigningSecret extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    sectionStyles,
    css`:host { display: block; } .until { color: var(--muted); font-size: var(--size-xs); }`,
  ];

  private readonly secret = new Resource<SecretState>(this, {
    key: () => 'secret',
    load: (signal) => findSecret({ signal }),
  });
  private readonly task = new Task(this);

  private readonly handleAsk = (): void => this.shadowRoot?.querySelector<HeatConfirm>('heat-confirm')?.ask();

  private readonly handleRotate = async (): Promise<void> => {
    if (await this.task.run(() => rotateSecret({ endSignIns: false }), 'Replaced')) this.secret.refresh();
  };
  private readonly handleEnd = async (): Promise<void> => {
    await this.task.run(() => rotateSecret({ endSignIns: true }), 'Replaced');
    // Our own sign-in ended with all others.
    location.reload();
  };

  protected override render() {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const previous = this.secret.value?.previous ?? [];
    return html`<section class="card section">
      <h2>Signing secret</h2>
      <p class="why">It signs the sign-ins of all users and the links into pages. Replace it now and then: nobody notices, what the old one signed is accepted until it ends. When somebody may have read it, end all sign-ins with it.</p>
      ${previous[0] ? html`<p class="until">The one before is accepted until ${formatInstant(previous[0].untilMs, zone, Date.now())}.</p>` : nothing}
      <div class="controls"><button class="button" @click=${this.handleRotate} aria-busy=${this.task.isBusy}>Replace secret</button>
        <button class="button danger quiet" @click=${this.handleAsk}>Replace and end all sign-ins</button>${said(this.task)}</div>
      <heat-confirm heading="End all sign-ins?" action="Replace and end" @confirmed=${this.handleEnd}>Everybody signs in again, you too. Links into pages that were made until now open nothing any more.</heat-confirm>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-signing-secret': HeatSigningSecret;
  }
}
