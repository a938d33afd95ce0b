// Asks for the address of a page, opens it through a signed link, and waits until its snapshot has arrived.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { PageLink } from '../../src/contract/api.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import { createSnapshotLink, fetchSnapshots } from '../data/snapshots.ts';
import { Poll } from '../state/poll.ts';
import { Task } from '../state/task.ts';
import { baseStyles, buttonStyles, dialogStyles, formStyles } from '../styles/shared.ts';

const ASK_EVERY_MS = 1_500;

/** `ask()` opens it; fires `snapshot-taken` when a new snapshot of the project is there. */
@customElement('heat-snapshot-dialog')
export class HeatSnapshotDialog extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    formStyles,
    dialogStyles,
    css`
      dialog { --dialog-w: 480px; }
      .wait { margin-top: var(--space-4); text-wrap: pretty; }
    `,
  ];

  private readonly task = new Task(this);

  @query('dialog') private dialog!: HTMLDialogElement | null;

  @property() projectId = '';
  /** Address that is proposed. */
  @property() address = '';
  @state() private link: PageLink | null = null;
  @state() private typed = '';

  constructor() {
    super();
    new Poll(this, ASK_EVERY_MS, (signal) => this.look(signal));
  }

  ask(): void {
    this.link = null;
    this.typed = this.address;
    this.dialog?.showModal();
  }

  private async look(signal: AbortSignal): Promise<void> {
    const { link } = this;
    if (!link || !this.dialog?.open) return;
    const madeAtMs = link.expiresAtMs - LIMITS.snapshotLinkMs;
    const [newest] = await fetchSnapshots(this.projectId, null, signal);
    if (!newest || newest.createdAtMs < madeAtMs) return;
    this.link = null;
    this.dialog?.close();
    this.dispatchEvent(new CustomEvent('snapshot-taken', { detail: { snapshot: newest } }));
  }

  private readonly handleSubmit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    await this.task.run(async () => {
      this.link = await createSnapshotLink(this.projectId, this.typed.trim());
    }, '');
    if (this.link) window.open(this.link.url, '_blank', 'noopener,noreferrer');
  };

  private readonly handleType = (event: Event): void => {
    this.typed = (event.target as HTMLInputElement).value;
  };

  private readonly handleCancel = (): void => this.dialog?.close();

  private renderWait(link: PageLink) {
    return html`<p class="wait" role="status">Waiting for the snapshot from the other tab…
      If none has opened, <a href=${link.url} target="_blank" rel="noopener noreferrer">open the page here</a>.
      The link is good for five minutes.</p>`;
  }

  protected override render() {
    const { said, isBusy } = this.task;
    return html`<dialog aria-labelledby="heading" aria-describedby="about">
      <form @submit=${this.handleSubmit} novalidate>
        <h2 id="heading">Take a snapshot</h2>
        <p class="about" id="about">Your page opens in a new tab, and the tracker in it copies the page as you see it there: behind
          a sign-in too, at the width of that window. What is typed into fields is left out, and so is everything marked
          <code>data-private</code>. Heat itself fetches nothing.</p>
        <div class="field"><label for="address">Address of the page</label>
          <input id="address" type="url" .value=${this.typed} autocomplete="off" spellcheck="false" required @input=${this.handleType} /></div>
        ${said?.tone === 'bad' ? html`<p class="problem" role="alert">${said.text}</p>` : nothing}
        ${this.link ? this.renderWait(this.link) : nothing}
        <div class="actions"><button type="button" class="button" @click=${this.handleCancel}>Cancel</button>
          <button class="button primary" ?disabled=${isBusy || this.typed.trim() === ''}>Open the page</button></div>
      </form>
    </dialog>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-snapshot-dialog': HeatSnapshotDialog;
  }
}
