// Journeys as a Sankey: bars are pages, bands are sessions that went from one to the next. Keyboard: bars are buttons.

import { css, html, LitElement, nothing, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { JourneysAnswer } from '../../src/contract/funnels.ts';
import '../elements/heat-path.ts';
import { abbreviate, count, formatShare } from '../format/number.ts';
import { styled } from '../heatmap/styled.ts';
import { baseStyles } from '../styles/shared.ts';
import { bandPath, layoutSankey, type SankeyBand, type SankeyEnd, type SankeyNode } from './sankey-layout.ts';

const BAR = 12;
const GAP = 12;
/** Width of a level at least, px: there is a path to read beside each bar. */
const LEVEL_PX = 190;
const LABEL_PX = 150;
/** How far the end of a path fades out beside its bar, px. */
const END_PX = 30;

/** Fires `page-chosen` {page} when a bar is pressed. */
@customElement('heat-sankey')
export class HeatSankey extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host { display: block; overflow-x: auto; }
      .stage { position: relative; width: var(--w); height: var(--h); }
      svg { position: absolute; inset: 0; overflow: visible; }
      path { fill: var(--ember); opacity: 0.22; transition: opacity var(--ease); }
      .end { fill: url(#end); opacity: 0.55; }
      stop { stop-color: var(--muted); }
      .told { margin-top: var(--space-3); color: var(--muted); font-size: var(--size-xs); }
      path.lit { opacity: 0.6; }
      path.dim { opacity: 0.07; }
      button {
        position: absolute; left: var(--x); top: var(--y); width: ${BAR + LABEL_PX}px; min-height: 18px; height: var(--bar); padding: 0 0 0 ${BAR + 6}px; margin: 0;
        border: 0; background: none; color: inherit; font: inherit; font-size: var(--size-xs); line-height: 1.3; text-align: left; cursor: pointer; overflow: visible;
      }
      button i { position: absolute; left: 0; top: 0; width: ${BAR}px; height: var(--bar); border-radius: 3px; background: var(--ember); }
      button.rest { cursor: default; }
      button.rest i { background: var(--line-strong); }
      /* Names stand on bands: what is around a letter is the card's own colour. */
      button span, heat-path { display: block; width: ${LABEL_PX - 8}px; text-shadow: 0 0 2px var(--surface), 0 0 3px var(--surface), 0 0 4px var(--surface); }
      button.dim { opacity: 0.45; }
      .numbers { color: var(--muted); }
    `,
  ];

  @property({ attribute: false }) answer: JourneysAnswer | null = null;
  @state() private pointed: SankeyNode | null = null;
  @state() private roomPx = 0;
  private readonly resizes = new ResizeObserver(([entry]) => {
    this.roomPx = entry?.contentRect.width ?? 0;
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.resizes.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resizes.disconnect();
  }

  private isLit(band: SankeyBand): boolean {
    const { pointed } = this;
    return pointed !== null && (isSame(band.from, pointed) || isSame(band.to, pointed));
  }

  private handleChoice(node: SankeyNode): void {
    if (node.page !== null)
      this.dispatchEvent(new CustomEvent('page-chosen', { detail: { page: node.page } }));
  }

  private renderNode(node: SankeyNode, bands: readonly SankeyBand[], all: number) {
    const { pointed } = this;
    const isDim =
      pointed !== null &&
      !isSame(node, pointed) &&
      !bands.some((band) => this.isLit(band) && (isSame(band.from, node) || isSame(band.to, node)));
    const name = node.page === null ? 'Other pages' : node.path;
    const place = { '--x': `${node.x}px`, '--y': `${node.y}px`, '--bar': `${node.height}px` };
    return html`<button type="button" class="${node.page === null ? 'rest' : ''} ${isDim ? 'dim' : ''}" ${styled(place)}
        title="${name}: ${count(node.sessions, 'session')}, ${count(node.ended, 'path')} ${this.answer?.direction === 'to' ? 'begin' : 'end'} here"
        @pointerenter=${() => this.point(node)} @pointerleave=${() => this.point(null)} @focus=${() => this.point(node)} @blur=${() => this.point(null)}
        @click=${() => this.handleChoice(node)}>
      <i></i><heat-path path=${name}></heat-path>${
        node.height >= 28
          ? html`<span class="numbers num">${abbreviate(node.sessions)} · ${formatShare(all > 0 ? node.sessions / all : null)}</span>`
          : nothing
      }</button>`;
  }

  /** Beside the bar, away from where the others go on. */
  private renderEnd({ node, y, height }: SankeyEnd) {
    const isTo = this.answer?.direction === 'to';
    const x = isTo ? node.x - END_PX : node.x + BAR;
    return svg`<rect class="end" x=${x} y=${y} width=${END_PX} height=${height}><title>${count(node.ended, 'session')} ${isTo ? 'began' : 'ended'} on ${node.path || 'other pages'}</title></rect>`;
  }

  private point(node: SankeyNode | null): void {
    this.pointed = node;
  }

  protected override render() {
    const { answer } = this;
    if (!answer || answer.levels.length === 0 || this.roomPx === 0) return nothing;
    const rows = Math.max(...answer.levels.map((nodes) => nodes.length));
    const height = Math.max(260, rows * 54);
    const width = Math.max(this.roomPx - LABEL_PX, (answer.levels.length - 1) * LEVEL_PX);
    const { nodes, bands, ends } = layoutSankey(answer, { width, height, barWidth: BAR, gap: GAP });
    // The scale is the widest level's, and gaps are those of the level with most bars: no level needs both.
    const used = Math.max(...nodes.map((node) => node.y + Math.max(18, node.height)));
    return html`<div class="stage" ${styled({ '--w': `${width + LABEL_PX}px`, '--h': `${Math.ceil(used)}px` })}>
      <svg width=${width} height=${height} aria-hidden="true">
        <defs><linearGradient id="end" x1=${answer.direction === 'to' ? 1 : 0} x2=${answer.direction === 'to' ? 0 : 1}><stop offset="0" stop-opacity="0.8"></stop><stop offset="1" stop-opacity="0"></stop></linearGradient></defs>
        ${ends.map((end) => this.renderEnd(end))}${bands.map(
          (band) =>
            svg`<path class=${this.isLit(band) ? 'lit' : this.pointed ? 'dim' : ''} d=${bandPath(band, BAR)}><title>${band.from.path || 'Other pages'} → ${band.to.path || 'Other pages'}: ${count(band.sessions, 'session')}</title></path>`,
        )}</svg>
      ${nodes.map((node) => this.renderNode(node, bands, answer.sessions))}
    </div>
    ${ends.length > 0 ? html`<p class="told">What fades out beside a bar ${answer.direction === 'to' ? 'began' : 'ended'} there.</p>` : nothing}`;
  }
}

function isSame(a: SankeyNode, b: SankeyNode): boolean {
  return a.level === b.level && a.index === b.index;
}
