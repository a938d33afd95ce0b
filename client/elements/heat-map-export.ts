// Takes the shown map out of the dashboard: as a picture of the whole page, or as rows for other programs.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { messageOf } from '../data/api.ts';
import { Task } from '../state/task.ts';
import { baseStyles, buttonStyles, panelStyles } from '../styles/shared.ts';
import { icon } from './icons.ts';

@customElement('heat-map-export')
export class HeatMapExport extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    panelStyles,
    css`
      :host { display: inline-flex; position: relative; }
      summary { list-style: none; }
      summary::-webkit-details-marker { display: none; }
      .panel { left: var(--panel-left, auto); right: var(--panel-right, 0); width: 240px; }
      .option { display: grid; gap: 0; padding: var(--space-2); }
      .option small { color: var(--muted); font-size: var(--size-xs); }
      @media (max-width: 640px) { .panel { left: 0; right: 0; width: auto; } }
      .said { padding: var(--space-2); font-size: var(--size-xs); }
      .said:empty { display: none; }
      .bad { color: var(--bad-text); }
    `,
  ];

  private readonly task = new Task(this);

  @query('details') private details!: HTMLDetailsElement | null;

  /** Makes the picture of what is shown; null where nothing can be drawn. */
  @property({ attribute: false }) draw: (() => Promise<Blob>) | null = null;
  /** Name of the files, without ending. */
  @property() name = 'heatmap';
  /** Addresses of the downloads by format; null when there is no page. */
  @property({ attribute: false }) addressOf: ((format: 'csv' | 'json') => string) | null = null;

  private readonly handlePicture = (): void => {
    const { draw } = this;
    if (draw)
      void this.task.run(async () => {
        save(await draw(), `${this.name}.png`);
        this.close();
      }, 'Saved');
  };

  private close(): void {
    if (this.details) this.details.open = false;
  }

  private readonly handleLeave = (event: FocusEvent): void => {
    if (event.relatedTarget instanceof Node && !this.renderRoot.contains(event.relatedTarget)) this.close();
  };

  private readonly handleKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !this.details?.open) return;
    this.close();
    this.renderRoot.querySelector('summary')?.focus();
  };

  private renderRows(format: 'csv' | 'json', title: string, about: string) {
    return html`<a class="option" href=${this.addressOf?.(format) ?? ''} download @click=${() => this.close()}>${title}<small>${about}</small></a>`;
  }

  protected override render() {
    if (!this.addressOf) return nothing;
    const { said, isBusy } = this.task;
    return html`<details @focusout=${this.handleLeave} @keydown=${this.handleKey}>
      <summary class="button">Export ${icon('chevron', 14)}</summary>
      <div class="panel">
        ${this.draw ? html`<button type="button" class="option" aria-busy=${isBusy} @click=${this.handlePicture}>Picture (PNG)<small>${isBusy ? 'Drawing the whole page…' : 'The whole page with title and legend'}</small></button>` : nothing}
        ${this.renderRows('csv', 'Rows (CSV)', 'Elements, offset bins and cells')}
        ${this.renderRows('json', 'Everything (JSON)', 'As the API answers it')}
        <p class="said ${said?.tone ?? ''}" role="status">${said?.tone === 'bad' ? messageOf(said.text) : ''}</p>
      </div>
    </details>`;
  }
}

/** Hands a file to the browser's downloads. */
function save(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-map-export': HeatMapExport;
  }
}
