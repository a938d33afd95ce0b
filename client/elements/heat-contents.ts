// The headings of a long column as a list beside it, to be gone to. Finds them itself: sections come and go with what a
// user may see.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { baseStyles } from '../styles/shared.ts';

/** Stands beside the `.column` that it lists; hidden where there is no room for both. */
@customElement('heat-contents')
export class HeatContents extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host { display: none; position: sticky; top: var(--space-5); align-self: start; }
      @media (min-width: 1200px) { :host { display: block; } }
      p { margin-bottom: var(--space-2); color: var(--muted); font-size: var(--size-xs); }
      ul { border-left: 1px solid var(--line); }
      button {
        display: block; width: 100%; padding: 5px var(--space-3); border: 0; border-radius: 0 var(--radius) var(--radius) 0; background: none;
        color: var(--muted); font: inherit; text-align: left; cursor: pointer;
      }
      button:hover { background: var(--hover); color: var(--ink); }
    `,
  ];

  @state() private headings: readonly HTMLElement[] = [];
  private readonly sizes = new ResizeObserver(() => this.collect());

  override connectedCallback(): void {
    super.connectedCallback();
    const column = this.parentElement?.querySelector('.column');
    if (column) this.sizes.observe(column);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sizes.disconnect();
  }

  private collect(): void {
    const sections = [...(this.parentElement?.querySelector('.column')?.children ?? [])];
    const found = sections.flatMap((section) => {
      const headings = (section.shadowRoot ?? section).querySelectorAll<HTMLElement>('h2');
      return [...headings].filter((heading) => heading.checkVisibility() && !heading.closest('dialog'));
    });
    const isSame =
      found.length === this.headings.length && found.every((one, at) => one === this.headings[at]);
    if (!isSame) this.headings = found;
  }

  /** The keyboard goes on from there. */
  private goTo(heading: HTMLElement): void {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    heading.scrollIntoView({ block: 'start', behavior: isCalm ? 'auto' : 'smooth' });
  }

  protected override render() {
    if (this.headings.length < 4) return nothing;
    return html`<nav aria-label="On this page"><p aria-hidden="true">On this page</p>
      <ul>${this.headings.map((heading) => html`<li><button type="button" @click=${() => this.goTo(heading)}>${heading.textContent}</button></li>`)}</ul></nav>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-contents': HeatContents;
  }
}
