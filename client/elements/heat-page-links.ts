// What an owner does on his own page through a signed link: take its snapshot, or look at its maps there. Asks for the
// address, opens the page, and waits where there is something to wait for.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { PageLink } from '../../src/contract/api.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import { createOverlayLink, createSnapshotLink, endPageLinks, fetchSnapshots } from '../data/snapshots.ts';
import { Modal } from '../state/modal.ts';
import { Poll } from '../state/poll.ts';
import { isNarrowed, parseScope, type Scope } from '../state/scope.ts';
import { Task } from '../state/task.ts';
import { baseStyles, buttonStyles, cardStyles, dialogStyles, formStyles } from '../styles/shared.ts';

const ASK_EVERY_MS = 1_500;

type Part = 'snapshot' | 'overlay';

/** Two buttons and their dialog; fires `snapshot-taken` when a new snapshot of the project is there. */
@customElement('heat-page-links')
export class HeatPageLinks extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    formStyles,
    dialogStyles,
    css`
      :host { display: contents; }
      dialog { --dialog-w: 480px; }
      .chip { align-self: center; }
      .actions { flex-wrap: wrap; }
      .wait { margin-top: var(--space-4); text-wrap: pretty; }
      .done { color: var(--good-text); font-weight: var(--weight-medium); }
    `,
  ];

  private readonly task = new Task(this);
  private readonly ending = new Task(this);
  private readonly modal = new Modal(this, () => this.renderRoot.querySelector('dialog'));

  @property() projectId = '';
  /** Address that is proposed. */
  @property() address = '';
  /** Its range and device class are what an overlay shows first. */
  @property({ attribute: false }) scope: Scope = parseScope('');
  /** The snapshot that is shown is a visitor's, all masked. */
  @property({ type: Boolean }) masked = false;
  @state() private wanted: Part = 'snapshot';
  @state() private link: PageLink | null = null;
  @state() private typed = '';

  constructor() {
    super();
    new Poll(this, ASK_EVERY_MS, (signal) => this.look(signal));
  }

  /** Opens the dialog that takes a snapshot of the page. */
  askSnapshot(): void {
    this.ask('snapshot');
  }

  private ask(part: Part): void {
    this.wanted = part;
    this.link = null;
    this.task.clear();
    this.ending.clear();
    this.typed = this.address;
    this.modal.open();
  }

  private async look(signal: AbortSignal): Promise<void> {
    const { link } = this;
    if (!link || this.wanted !== 'snapshot' || !this.modal.isOpen) return;
    const madeAtMs = link.expiresAtMs - LIMITS.snapshotLinkMs;
    const newest = (await fetchSnapshots(this.projectId, null, signal)).find(({ isMasked }) => !isMasked);
    if (!newest || newest.createdAtMs < madeAtMs) return;
    this.link = null;
    this.modal.close();
    this.dispatchEvent(new CustomEvent('snapshot-taken', { detail: { snapshot: newest } }));
  }

  private readonly handleSubmit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const url = this.typed.trim();
    await this.task.run(async () => {
      this.link = null;
      this.link =
        this.wanted === 'snapshot'
          ? await createSnapshotLink(this.projectId, url)
          : await createOverlayLink(this.projectId, url, this.scope);
    }, '');
    if (this.link) window.open(this.link.url, '_blank', 'noopener,noreferrer');
  };

  private readonly handleType = (event: Event): void => {
    this.typed = (event.target as HTMLInputElement).value;
  };

  private readonly handleCancel = (): void => this.modal.close();

  private readonly handleEnd = async (): Promise<void> => {
    if (await this.ending.run(() => endPageLinks(this.projectId), 'All links of this project are ended.'))
      this.link = null;
  };

  private renderWait({ url }: PageLink) {
    const again = html`If none has opened, <a href=${url} target="_blank" rel="noopener noreferrer">open the page here</a>.`;
    return html`<p class="wait" role="status">${
      this.wanted === 'snapshot'
        ? html`Waiting for the snapshot from the other tab… ${again} The link is good for five minutes.`
        : html`Your page is open in another tab, with its heatmap over it. ${again} The link is good for twenty minutes.`
    }</p>`;
  }

  private renderAbout() {
    return this.wanted === 'snapshot'
      ? html`Your page opens in a new tab, and the tracker in it copies the page as you see it there: behind
          a sign-in too, at the width of that window. What is typed into fields is left out, and so is everything marked
          <code>data-private</code>. Heat itself fetches nothing.`
      : html`Your page opens in a new tab, and the tracker in it draws the heatmap over it: behind a sign-in too, on what
          it is now, in the range that you look at here.${isNarrowed(this.scope) ? ' Your filters are not taken along.' : ''} Only that tab shows it, your visit is not recorded, and <kbd>Esc</kbd> closes it.`;
  }

  private renderDialog() {
    const { said, isBusy } = this.task;
    const isOverlay = this.wanted === 'overlay';
    const problem = [said, this.ending.said].find((one) => one?.tone === 'bad');
    return html`<dialog aria-labelledby="heading" aria-describedby="about">
      <form @submit=${this.handleSubmit} novalidate>
        <h2 id="heading">${isOverlay ? 'Open on the site' : 'Take a snapshot'}</h2>
        <p class="about" id="about">${this.renderAbout()}</p>
        <div class="field"><label for="address">Address of the page</label>
          <input id="address" type="url" .value=${this.typed} autocomplete="off" spellcheck="false" required @input=${this.handleType} /></div>
        ${problem ? html`<p class="problem" role="alert">${problem.text}</p>` : nothing}
        ${this.link ? this.renderWait(this.link) : nothing}
        ${this.ending.said?.tone === 'good' ? html`<p class="wait done" role="status">${this.ending.said.text}</p>` : nothing}
        <div class="actions">
          ${isOverlay ? html`<button type="button" class="button" ?disabled=${this.ending.isBusy} title="Whoever has one of them sees nothing any more" @click=${this.handleEnd}>End all links</button>` : nothing}
          <button type="button" class="button" @click=${this.handleCancel}>${this.link ? 'Close' : 'Cancel'}</button>
          <button class="button primary" ?disabled=${isBusy || this.typed.trim() === ''}>Open the page</button></div>
      </form>
    </dialog>`;
  }

  protected override render() {
    return html`${this.masked ? html`<span class="chip" title="Taken by a visitor’s browser: words are bars, pictures are boxes. Take a snapshot of your own to see the page itself.">Masked snapshot</span>` : nothing}
      <button type="button" class="button" @click=${() => this.ask('overlay')}>Open on the site</button>
      <button type="button" class="button" @click=${() => this.ask('snapshot')}>Take a snapshot</button>
      ${this.renderDialog()}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-page-links': HeatPageLinks;
  }
}
