// A page as its owner took it, laid out at a chosen width in a frame that runs and fetches nothing. Finds the elements of
// the map in it and says where they stand. Draws no heat.

import { css, html, LitElement, type PropertyValues } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { HeatmapElement } from '../../src/contract/api.ts';
import type { Found } from '../../src/contract/find-element.ts';
import { findElements } from '../../src/contract/find-elements.ts';
import type { SnapshotContent } from '../../src/contract/snapshot.ts';
import { type BuiltPage, buildPage } from './build-page.ts';
import { type Place, placeElements } from './place-elements.ts';
import { type PageSize, type Pins, type Settled, settlePage } from './settle-page.ts';
import { styled } from './styled.ts';

/** The page at its size, and a place for each element, in their order. */
export type SettledPage = {
  content: SnapshotContent;
  size: PageSize;
  /** The page's own background is dark. */
  isDark: boolean;
  elements: readonly HeatmapElement[];
  places: Place[];
};
export type PageSettled = CustomEvent<SettledPage>;

/** Fires `page-settled` {SettledPage} after each layout. */
@customElement('heat-page-view')
export class HeatPageView extends LitElement {
  static override styles = css`
    :host { display: block; overflow: hidden; background: white; }
    iframe { display: block; border: 0; transform-origin: 0 0; transform: scale(var(--scale)); pointer-events: none; }
  `;

  @query('iframe') private frame!: HTMLIFrameElement;

  @property({ attribute: false }) content: SnapshotContent | null = null;
  @property({ attribute: false }) elements: readonly HeatmapElement[] = [];
  /** CSS px of the page. */
  @property({ type: Number }) width = 0;
  /** Shown px per px of the page. */
  @property({ type: Number }) scale = 1;

  private built: { content: SnapshotContent; page: BuiltPage } | null = null;
  private found: { content: SnapshotContent; elements: readonly HeatmapElement[]; all: Found[] } | null =
    null;
  /** What stands in the frame, once it has come to rest. */
  private settled: { content: SnapshotContent; size: Settled } | null = null;
  private readonly pins: Pins = new Map();
  private abort: AbortController | null = null;
  private isReady = false;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.abort?.abort();
    this.isReady = false;
    this.built = this.settled = null;
  }

  private readonly handleLoad = (): void => {
    this.isReady = true;
    this.built = this.settled = null;
    void this.layOut();
  };

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('content') || changed.has('width') || changed.has('elements')) void this.layOut();
  }

  private async layOut(): Promise<void> {
    const { content, width } = this;
    const page = this.frame.contentDocument;
    if (!this.isReady || !page || !content || width < 1) return;
    // The frame's other page is on its way and will say so.
    if ((page.compatMode === 'BackCompat') !== (content.isQuirks === true)) return;
    if (this.settled?.content === content && this.settled.size.width === width) {
      this.tell(this.settled.size);
      return;
    }
    this.abort?.abort();
    this.settled = null;
    this.abort = new AbortController();
    const { signal } = this.abort;
    if (this.built?.content !== content) {
      this.pins.clear();
      this.built = { content, page: buildPage(page, content) };
    }
    const { scrolled } = this.built.page;
    const options = { width, windowHeight: content.viewport[1], pins: this.pins, signal };
    const size = await settlePage(this.frame, options);
    if (!size || signal.aborted) return;
    for (const [element, left, top] of scrolled) element.scrollTo({ left, top, behavior: 'instant' });
    this.settled = { content, size };
    this.tell(size);
  }

  private tell({ covers, isDark, ...size }: Settled): void {
    const { content, elements, built } = this;
    if (!content || !built) return;
    const places = placeElements(this.find(content, elements), built.page.targets, covers);
    this.dispatchEvent(
      new CustomEvent<SettledPage>('page-settled', { detail: { content, size, isDark, elements, places } }),
    );
  }

  /** Which element is which does not depend on the layout. */
  private find(content: SnapshotContent, elements: readonly HeatmapElement[]): Found[] {
    if (this.found?.content !== content || this.found.elements !== elements) {
      const wanted = elements.map(({ descriptor }) => descriptor);
      this.found = { content, elements, all: findElements(wanted, content.descriptors) };
    }
    return this.found.all;
  }

  override render() {
    return html`<iframe
      title="The page as its owner saw it"
      sandbox="allow-same-origin"
      src=${this.content?.isQuirks ? '/snapshot-frame-quirks.html' : '/snapshot-frame.html'}
      scrolling="no"
      tabindex="-1"
      aria-hidden="true"
      @load=${this.handleLoad}
      ${styled({ '--scale': String(this.scale) })}
    ></iframe>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-page-view': HeatPageView;
  }
}
