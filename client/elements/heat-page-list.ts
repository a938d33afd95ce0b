// Picks a page: search, pageviews, clicks and how busy each is. A list where there is room, a picker that opens
// where there is not (`compact`).

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Page, PageRow } from '../../src/contract/api.ts';
import { plural } from '../../src/contract/plural.ts';
import { abbreviate, count, formatNumber } from '../format/number.ts';
import { styled } from '../heatmap/styled.ts';
import { baseStyles, formStyles } from '../styles/shared.ts';
import './heat-path.ts';
import { readablePath } from '../format/path.ts';
import { icon } from './icons.ts';

/** What all rows are drawn with: the row that Tab reaches, most clicks, how many hosts there are, and whether rows open. */
type Shown = { stop: string | null; busiest: number; hosts: number; isTree: boolean };

/** Time a person needs between two letters, ms. */
const SEARCH_PAUSE_MS = 200;

/**
 * Rows that stand for several pages can be opened. Fires `page-chosen` {page}, `search-changed` {search} and
 * `group-toggled` {page}.
 */
@customElement('heat-page-list')
export class HeatPageList extends LitElement {
  static override styles = [
    baseStyles,
    formStyles,
    css`
      :host { display: flex; flex-direction: column; min-height: 0; min-width: 0; }
      .contents { display: flex; flex-direction: column; flex: 1; min-height: 0; }
      .find { padding: var(--space-3); border-bottom: 1px solid var(--line); }
      .rows { flex: 1; min-height: 0; overflow: auto; padding: 0 var(--space-1) var(--space-1); overscroll-behavior: contain; }
      .row {
        display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 2px var(--space-2); width: 100%; margin: 0;
        padding: 7px var(--space-2) 8px; border: 0; border-radius: var(--radius); background: none; color: inherit;
        font: inherit; text-align: left; cursor: pointer; transition: background var(--ease);
      }
      .row:hover { background: var(--hover); }
      .row[aria-selected='true'] { background: var(--ember-soft); }
      .row[aria-selected='true'] .path { color: var(--ember-text); }
      .path { font-weight: var(--weight-medium); }
      .facts { grid-column: 1 / -1; color: var(--muted); font-size: var(--size-xs); }
      .heads { display: flex; justify-content: space-between; padding: var(--space-2) var(--space-3) 0; color: var(--muted); font-size: var(--size-xs); }
      .clicks { text-align: right; }
      .host { grid-column: 1 / -1; }
      .bar { grid-column: 1 / -1; height: 3px; border-radius: 2px; background: var(--hover); margin-top: 2px; }
      .row:hover .bar, .row[aria-selected='true'] .bar { background: color-mix(in oklab, var(--muted) 18%, transparent); }
      .bar i { display: block; height: 100%; width: var(--share); border-radius: 2px; background: var(--ember); }
      .toggle {
        display: flex; align-items: center; gap: var(--space-1); margin: 0 0 var(--space-1) var(--space-2); padding: 2px var(--space-1); border: 0;
        border-radius: var(--radius); background: none; color: var(--muted); font: inherit; font-size: var(--size-xs); cursor: pointer;
      }
      .toggle:hover { background: var(--hover); color: var(--ink); }
      .toggle svg { transition: rotate var(--ease); rotate: -90deg; }
      .toggle.open svg { rotate: none; }
      .members { margin: 0 0 var(--space-2) var(--space-3); padding-left: var(--space-1); border-left: 2px solid var(--line); }
      .more, .none { padding: var(--space-3); color: var(--muted); font-size: var(--size-xs); text-align: center; }
      .stale { opacity: 0.6; }
      details { position: relative; }
      summary {
        display: flex; align-items: center; gap: var(--space-2); min-height: var(--control); padding: 0 var(--space-3);
        border: 1px solid var(--line-strong); border-radius: var(--radius); background: var(--surface);
        cursor: pointer; list-style: none;
      }
      summary::-webkit-details-marker { display: none; }
      summary .path { flex: 1; }
      .sheet {
        position: absolute; inset: calc(100% + 4px) 0 auto 0; z-index: 20; display: flex; flex-direction: column;
        max-height: min(60dvh, 480px); border: 1px solid var(--line); border-radius: var(--radius-card);
        background: var(--raised); box-shadow: var(--shadow);
      }
    `,
  ];

  @query('details') private details!: HTMLDetailsElement | null;

  @property({ attribute: false }) pages: readonly PageRow[] = [];
  /** All pages that match, of which `pages` may be the first. */
  @property({ type: Number }) total = 0;
  /** Id of the page that is shown. */
  @property({ attribute: false }) chosen: string | null = null;
  /** What the closed picker says when the chosen page is not in the list. */
  @property({ attribute: false }) chosenPath = '';
  @property({ type: Boolean }) compact = false;
  /** The open row, and the pages in it once they are known. */
  @property({ attribute: false }) open: string | null = null;
  @property({ attribute: false }) members: Page<PageRow> | null = null;
  /** The rows answer an earlier search. */
  @property({ type: Boolean }) stale = false;
  @state() private search = '';
  private timer: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  private handleSearch(event: InputEvent): void {
    this.search = (event.target as HTMLInputElement).value.trim();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tell('search-changed', { search: this.search }), SEARCH_PAUSE_MS);
  }

  private handleChoice(page: PageRow): void {
    if (this.details) this.details.open = false;
    this.tell('page-chosen', { page: page.page });
  }

  private readonly handleKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && this.details?.open) {
      this.details.open = false;
      this.details.querySelector('summary')?.focus();
      return;
    }
    if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') this.handleTurn(event);
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    const rows = [...this.renderRoot.querySelectorAll<HTMLElement>('.row')];
    const at = rows.indexOf((this.renderRoot as ShadowRoot).activeElement as HTMLElement);
    const next = rows[at === -1 ? 0 : at + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };

  /** A tree's keys: right opens the row that has the focus, left closes it. */
  private handleTurn(event: KeyboardEvent): void {
    const id = (this.renderRoot as ShadowRoot).activeElement?.getAttribute('data-group');
    if (!id || (event.key === 'ArrowRight') === (this.open === id)) return;
    event.preventDefault();
    this.tell('group-toggled', { page: id });
  }

  private tell(type: string, detail: Record<string, string>): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** A row with its pages below when it is open. */
  private renderGroup(page: PageRow, shown: Shown) {
    const row = this.renderRow(page, shown);
    if (!page.group) return row;
    const isOpen = this.open === page.page;
    const { pages } = page.group;
    return html`${row}<button type="button" class="toggle ${isOpen ? 'open' : ''}" aria-hidden="true" tabindex="-1"
        @click=${() => this.tell('group-toggled', { page: page.page })}>
        ${icon('chevron', 12)} ${isOpen ? 'Hide' : 'Show'} ${pages === 1 ? 'its page' : `its ${formatNumber(pages)} pages`}</button>
      ${isOpen ? this.renderMembers(shown) : nothing}`;
  }

  private renderMembers(shown: Shown) {
    if (!this.members) return html`<p class="more" role="status">Loading…</p>`;
    const { items, total } = this.members;
    return html`<div class="members" role="group" aria-label="Pages in it">${items.map((page) => this.renderRow(page, shown))}
      ${total > items.length ? html`<p class="more">${formatNumber(total - items.length)} more</p>` : nothing}</div>`;
  }

  private renderRow(page: PageRow, { stop, busiest, hosts, isTree }: Shown) {
    const isTabStop = page.page === stop;
    const views = `${abbreviate(page.pageviews)} ${plural(page.pageviews, 'view')}`;
    return html`<button
      type="button"
      class="row"
      role=${isTree ? 'treeitem' : 'option'}
      aria-expanded=${page.group ? this.open === page.page : nothing}
      data-group=${page.group ? page.page : nothing}
      aria-selected=${page.page === this.chosen}
      tabindex=${isTabStop ? 0 : -1}
      aria-label="${readablePath(page.path)}${hosts > 1 ? ` on ${page.host}` : ''}, ${count(page.clicks, 'click')}, ${count(page.pageviews, 'view')}"
      title="${hosts > 1 ? page.host : ''}${readablePath(page.path)}\n${page.title}"
      @click=${() => this.handleChoice(page)}
    >
      <heat-path class="path" path=${page.path}></heat-path>
      <span class="num clicks" title=${count(page.clicks, 'click')}>${abbreviate(page.clicks)}</span>
      <span class="facts truncate num">${views}${aboutRow(page)}</span>
      ${hosts > 1 ? html`<span class="facts host truncate">${page.host}</span>` : nothing}
      <span class="bar" aria-hidden="true"><i ${styled({ '--share': `${busiest === 0 ? 0 : (100 * page.clicks) / busiest}%` })}></i></span>
    </button>`;
  }

  private renderList() {
    const busiest = Math.max(0, ...this.pages.map((page) => page.clicks));
    const hosts = new Set(this.pages.map((page) => page.host)).size;
    const isListed = [...this.pages, ...(this.members?.items ?? [])].some(
      (page) => page.page === this.chosen,
    );
    const stop = (isListed ? this.chosen : this.pages[0]?.page) ?? null;
    const isTree = this.pages.some(({ group }) => group !== undefined);
    const left = this.total - this.pages.length;
    return html`
      <div class="find">
        <label class="visually-hidden" for="search">Search pages</label>
        <input id="search" type="search" placeholder="Search pages" autocomplete="off" spellcheck="false" @input=${this.handleSearch} />
      </div>
      <div class="rows ${this.stale ? 'stale' : ''}" aria-busy=${this.stale}>
        ${this.pages.length > 0 ? html`<p class="heads"><span>Most viewed first</span><span>Clicks</span></p>` : nothing}
        <div role=${isTree ? 'tree' : 'listbox'} aria-label="Pages, most viewed first">
          ${repeat(
            this.pages,
            (page) => page.page,
            (page) => this.renderGroup(page, { stop, busiest, hosts, isTree }),
          )}
        </div>
        ${this.pages.length === 0 ? html`<p class="none" role="status">${this.search === '' ? 'No page was viewed in this range.' : `No page matches “${this.search}”.`}</p>` : nothing}
        ${left > 0 ? html`<p class="more">${formatNumber(left)} more: search to find them</p>` : nothing}
      </div>
    `;
  }

  override render() {
    if (!this.compact)
      return html`<div class="contents" @keydown=${this.handleKey}>${this.renderList()}</div>`;
    const chosen = this.pages.find((page) => page.page === this.chosen);
    return html`<details @keydown=${this.handleKey}>
      <summary>
        <heat-path class="path" path=${chosen?.path ?? this.chosenPath}></heat-path>
        ${chosen ? html`<span class="facts num">${abbreviate(chosen.clicks)} ${plural(chosen.clicks, 'click')}</span>` : nothing}
        ${icon('chevron')}
      </summary>
      <div class="sheet">${this.renderList()}</div>
    </details>`;
  }
}

/** Its title, or how many pages it stands for. */
function aboutRow({ title, group }: PageRow): string {
  const about = group ? count(group.pages, 'page') : title;
  return about === '' ? '' : ` · ${about}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-page-list': HeatPageList;
  }
}
