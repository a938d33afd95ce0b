// The parts of a long column as a list of links beside it, or folded above it where there is no room; leads to the part
// that the address names. Finds them itself: parts come and go with what a user may see.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { navigate, onLocationChange } from '../app/router.ts';
import { MediaController } from '../state/media.ts';
import { baseStyles } from '../styles/shared.ts';

type Part = { id: string; words: string; group: string | null; heading: HTMLElement };

/** What a reader does when he does not want to be led any more. */
const TAKES_OVER = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;
/** Shorter columns are seen at once. */
const LEAST = 4;

/** Stands before the `.column` that it lists: children with an `id` and an `h2`, some beginning a `data-group`. */
@customElement('heat-contents')
export class HeatContents extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host { display: block; }
      nav { font-size: var(--size-base); }
      summary { width: fit-content; padding: var(--space-1) 0; color: var(--muted); cursor: pointer; }
      .title, .group { color: var(--muted); font-size: var(--size-xs); }
      .title { margin-bottom: var(--space-2); }
      .group { padding: var(--space-3) var(--space-3) 2px; font-weight: var(--weight-medium); }
      ul { border-left: 1px solid var(--line); }
      li:first-child .group { padding-top: 0; }
      a {
        display: block; padding: 4px var(--space-3); border-radius: 0 var(--radius) var(--radius) 0;
        color: var(--muted); text-decoration: none;
      }
      a:hover { background: var(--hover); color: var(--ink); }
      a[aria-current] { border-radius: 0; color: var(--ink); font-weight: var(--weight-medium); box-shadow: inset 2px 0 0 var(--ember); }
      @media (min-width: 1200px) {
        :host { position: sticky; top: var(--space-5); align-self: start; max-height: calc(100dvh - 2 * var(--space-5)); overflow-y: auto; }
      }
      @media (max-width: 1199px) { a { padding: 8px var(--space-3); } }
    `,
  ];

  private readonly isWide = new MediaController(this, '(min-width: 1200px)');
  private readonly sizes = new ResizeObserver(() => this.collect());
  private stop: (() => void) | null = null;
  /** The part to be led to, while parts above it may still grow. */
  private wanted: string | null = null;

  @state() private parts: readonly Part[] = [];
  @state() private current = '';

  override connectedCallback(): void {
    super.connectedCallback();
    const column = this.parentElement?.querySelector('.column');
    if (column) this.sizes.observe(column);
    this.stop = onLocationChange(() => this.follow());
    for (const type of TAKES_OVER) window.addEventListener(type, this.handleTaken, { passive: true });
    this.follow();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sizes.disconnect();
    this.stop?.();
    for (const type of TAKES_OVER) window.removeEventListener(type, this.handleTaken);
  }

  private readonly handleTaken = (): void => {
    this.wanted = null;
  };

  private follow(): void {
    const asked = location.hash.slice(1);
    this.current = asked;
    this.wanted = asked === '' ? null : asked;
    this.lead(true);
  }

  private collect(): void {
    const children = [...(this.parentElement?.querySelector('.column')?.children ?? [])];
    let group: string | null = null;
    const parts = children.flatMap((child) => {
      group = child instanceof HTMLElement ? (child.dataset.group ?? group) : group;
      const heading = (child.shadowRoot ?? child).querySelector<HTMLElement>('h2');
      if (child.id === '' || !heading?.checkVisibility()) return [];
      // A chip beside the words is no part of the name.
      const words = (heading.firstChild?.textContent ?? '').trim();
      return [{ id: child.id, words, group, heading }];
    });
    const isSame =
      parts.length === this.parts.length &&
      parts.every(({ heading }, at) => heading === this.parts[at]?.heading);
    if (!isSame) this.parts = parts;
    this.lead(!isSame);
  }

  /** The keyboard goes on from there. */
  private lead(takesFocus: boolean): void {
    const heading = this.parts.find(({ id }) => id === this.wanted)?.heading;
    if (!heading) return;
    if (takesFocus) {
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }
    heading.scrollIntoView({ block: 'start' });
  }

  private handleLink(event: MouseEvent, id: string): void {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(`#${id}`, { keepScroll: true });
    this.wanted = id;
    this.lead(true);
  }

  private renderList() {
    return html`<ul>${this.parts.map(({ id, words, group }, at) => {
      const begins = group !== null && group !== this.parts[at - 1]?.group;
      return html`<li>${begins ? html`<p class="group">${group}</p>` : nothing}
        <a href="#${id}" aria-current=${id === this.current ? 'true' : nothing} @click=${(event: MouseEvent) => this.handleLink(event, id)}>${words}</a></li>`;
    })}</ul>`;
  }

  protected override render() {
    if (this.parts.length < LEAST) return nothing;
    return html`<nav aria-label="On this page">${
      this.isWide.matches
        ? html`<p class="title" aria-hidden="true">On this page</p>${this.renderList()}`
        : html`<details><summary>On this page</summary>${this.renderList()}</details>`
    }</nav>`;
  }
}
