// The page as the tracker saw it: its sections and clicked elements as quiet boxes. Boxes can be pointed at, focused
// and chosen; one tab stop, arrow keys walk from box to box. Draws no heat, and no ring: that lies above the heat.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { FrameLayout, PlacedBox } from '../../src/contract/frame-layout.ts';
import { baseStyles } from '../styles/shared.ts';
import { styled } from './styled.ts';

/** Boxes smaller than this, in frame px, carry no label. */
const LABEL_MIN_W = 44;
const LABEL_MIN_H = 15;

@customElement('heat-wireframe')
export class HeatWireframe extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host { display: block; isolation: isolate; }
      .section, .box { position: absolute; left: var(--x); top: var(--y); width: var(--w); height: var(--h); }
      .section {
        border-radius: 3px; border: 1px dashed color-mix(in oklab, var(--line-strong) 55%, transparent);
        background: color-mix(in oklab, var(--muted) 3.5%, transparent);
      }
      .section span {
        position: absolute; left: 5px; top: 3px; max-width: calc(100% - 10px); font-size: 10px; line-height: 1.2;
        color: var(--muted); opacity: 0.85;
      }
      .box {
        margin: 0; padding: 0 4px; border: 1px solid color-mix(in oklab, var(--line-strong) 80%, transparent);
        display: grid; place-items: center; border-radius: 3px; background: color-mix(in oklab, var(--surface) 70%, var(--hover)); color: var(--muted);
        font: 500 10px/1.1 var(--font); text-align: center; cursor: pointer; overflow: hidden;
        transition: border-color var(--ease), color var(--ease);
      }
      :host(.over) .box:not(:focus-visible), .box.other:not(:focus-visible) { border-color: transparent; background: transparent; color: transparent; }
      .box.large { place-items: start; padding-top: 3px; background: transparent; }
      .box span { max-width: 100%; }
      .box:hover, .box.lit { color: var(--ink); z-index: 1; }
      .box:focus-visible { outline: 2px solid var(--ember); outline-offset: 1px; z-index: 2; }
    `,
  ];

  @property({ attribute: false }) layout: FrameLayout | null = null;
  /** Element id that is pointed at or chosen, here or in a list beside. */
  @property({ attribute: false }) lit: string | null = null;
  /** What is read aloud for a box: `button#buy, 120 clicks, 12 %`. */
  @property({ attribute: false }) describe: (box: PlacedBox) => string = (box) => box.label;

  private choose(type: 'box-pointed' | 'box-chosen', element: string | null): void {
    this.dispatchEvent(new CustomEvent(type, { detail: { element }, bubbles: true, composed: true }));
  }

  private readonly handleKey = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    const boxes = [...this.renderRoot.querySelectorAll<HTMLButtonElement>('button.box')];
    const at = boxes.indexOf(event.target as HTMLButtonElement);
    const next = boxes[(at + step + boxes.length) % boxes.length];
    if (at === -1 || !next) return;
    event.preventDefault();
    next.focus();
  };

  /** Scrolls the box of an element into view; false when it has none. */
  reveal(element: string): boolean {
    const box = [...this.renderRoot.querySelectorAll<HTMLElement>('.box')].find(
      (node) => node.dataset.element === element,
    );
    box?.scrollIntoView({
      block: 'center',
      behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth',
    });
    return box !== undefined;
  }

  private renderSection(box: PlacedBox, hasLabel: boolean) {
    return html`<div class="section" aria-hidden="true" ${styled(placeOf(box))}>
      ${hasLabel ? html`<span class="truncate">${box.label}</span>` : nothing}
    </div>`;
  }

  private renderBox(box: PlacedBox, isTabStop: boolean) {
    const hasLabel = box.w >= LABEL_MIN_W && box.h >= LABEL_MIN_H;
    const size = box.h > 60 && box.w > 90 ? 'large' : '';
    return html`<button
      type="button"
      class="box ${size} ${box.isOther ? 'other' : ''} ${this.lit === box.element ? 'lit' : ''}"
      data-element=${box.element}
      tabindex=${isTabStop ? 0 : -1}
      aria-label=${this.describe(box)}
      aria-pressed=${this.lit === box.element}
      ${styled(placeOf(box))}
      @pointerenter=${() => this.choose('box-pointed', box.element)}
      @pointerleave=${() => this.choose('box-pointed', null)}
      @focus=${() => this.choose('box-pointed', box.element)}
      @blur=${() => this.choose('box-pointed', null)}
      @click=${() => this.choose('box-chosen', box.element)}
    >${hasLabel ? html`<span class="truncate">${box.label}</span>` : nothing}</button>`;
  }

  override render() {
    const boxes = this.layout?.boxes ?? [];
    const sections = boxes.filter((box) => box.isSection);
    const labelled = withRoomForLabel(sections);
    const targets = boxes.filter((box) => !box.isSection);
    const stop = targets.some((box) => box.element === this.lit) ? this.lit : targets[0]?.element;
    return html`
      ${repeat(
        sections,
        (box) => box.element,
        (box) => this.renderSection(box, labelled.has(box)),
      )}
      <div role="group" aria-label="Elements of the page" @keydown=${this.handleKey}>
        ${repeat(
          targets,
          (box) => box.element,
          (box) => this.renderBox(box, box.element === stop),
        )}
      </div>
    `;
  }
}

/** Sections wide and high enough for a label that lies on no other section's label; the outer one wins. */
function withRoomForLabel(sections: readonly PlacedBox[]): ReadonlySet<PlacedBox> {
  const labelled = new Set<PlacedBox>();
  for (const box of sections) {
    if (box.w < LABEL_MIN_W * 2 || box.h < LABEL_MIN_H * 2) continue;
    const isCovered = [...labelled].some(
      ({ x, y }) => Math.abs(y - box.y) < LABEL_MIN_H && Math.abs(x - box.x) < LABEL_MIN_W * 3,
    );
    if (!isCovered) labelled.add(box);
  }
  return labelled;
}

function placeOf(box: PlacedBox): Record<string, string> {
  return { '--x': `${box.x}px`, '--y': `${box.y}px`, '--w': `${box.w}px`, '--h': `${box.h}px` };
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-wireframe': HeatWireframe;
  }
}
