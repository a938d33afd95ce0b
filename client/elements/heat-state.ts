// What stands where data will stand: a skeleton of the same size, an empty answer, or an error with retry.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { ApiError, messageOf } from '../data/api.ts';
import { baseStyles, buttonStyles } from '../styles/shared.ts';

/** Fires `retried` (bubbles). The default slot of `empty` takes the button that says what to do next. */
@customElement('heat-state')
export class HeatState extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      :host { display: grid; min-height: var(--state-height, 160px); }
      .bones { display: grid; gap: 10px; align-content: start; padding: var(--state-padding, var(--space-4)); }
      .bone {
        height: 14px; border-radius: 4px; background: var(--hover);
        animation: breathe 1.4s ease-in-out infinite alternate;
      }
      .bone:nth-child(3n + 2) { width: 82%; }
      .bone:nth-child(3n) { width: 64%; }
      .block { height: auto; min-height: calc(var(--state-height, 160px) - 2 * var(--space-4)); border-radius: var(--radius); }
      @keyframes breathe { to { opacity: 0.45; } }
      @media (prefers-reduced-motion: reduce) { .bone { animation: none; } }
      .say {
        display: grid; justify-items: center; align-content: center; gap: var(--space-2);
        padding: var(--space-6) var(--space-4); text-align: center;
      }
      .say h1, .say h2 { max-width: 46ch; font-size: var(--size-md); letter-spacing: normal; }
      .say p { max-width: 56ch; color: var(--muted); text-wrap: pretty; }
      .act { display: flex; flex-wrap: wrap; justify-content: center; gap: var(--space-2); margin-top: var(--space-2); }
      .mark { width: 8px; height: 8px; border-radius: 50%; background: var(--bad); }
    `,
  ];

  /** Which of the three. */
  @property() status: 'loading' | 'empty' | 'error' = 'loading';
  /** Stands for a whole page, whose heading it is then. */
  @property({ type: Boolean }) alone = false;
  /** Skeleton: lines of text, or one block for charts and maps. */
  @property() shape: 'lines' | 'block' = 'lines';
  /** Lines of the skeleton. */
  @property({ type: Number }) lines = 5;
  /** What is missing or failed, in a few words. */
  @property() heading = '';
  /** Why, and what to do. For errors it defaults to what the server said. */
  @property() detail = '';
  /** What was thrown. */
  @property({ attribute: false }) error: unknown = null;

  private handleRetry(): void {
    this.dispatchEvent(new CustomEvent('retried', { bubbles: true, composed: true }));
  }

  private renderHeading(words: unknown) {
    return this.alone ? html`<h1>${words}</h1>` : html`<h2>${words}</h2>`;
  }

  /** Not a fault: the project's owner decided so. */
  private renderSums() {
    return html`<div class="say"><h2>This project keeps to sums</h2>
      <p>Nothing that follows one person is shown. Its owner decides so under Settings → Visitors’ privacy.</p></div>`;
  }

  private renderError() {
    if (this.error instanceof ApiError && this.error.code === 'aggregate_only') return this.renderSums();
    const requestId = this.error instanceof ApiError ? this.error.requestId : null;
    return html`<div class="say" role="alert">
      ${this.renderHeading(html`<span class="mark"></span> ${this.heading || 'This could not be loaded'}`)}
      <p>${this.detail || messageOf(this.error)} Your data is safe: nothing was changed.</p>
      ${requestId ? html`<p class="small">Request <code>${requestId}</code></p>` : nothing}
      <div class="act"><button class="button" @click=${this.handleRetry}>Try again</button><slot></slot></div>
    </div>`;
  }

  protected override render() {
    if (this.status === 'error') return this.renderError();
    if (this.status === 'empty') {
      return html`<div class="say">${this.renderHeading(this.heading)}${this.detail ? html`<p>${this.detail}</p>` : nothing}
        <div class="act"><slot></slot></div></div>`;
    }
    const bones =
      this.shape === 'block'
        ? html`<div class="bone block"></div>`
        : Array.from({ length: this.lines }, () => html`<div class="bone"></div>`);
    return html`<div class="bones" aria-hidden="true">${bones}</div><span class="visually-hidden" role="status">Loading</span>`;
  }
}
