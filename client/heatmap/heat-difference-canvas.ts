// A field of differences as colours over its parent: blue where the first scope has less, ember where it has more, clear
// where both agree. Draws what it is given. `data-cells` on the element says how many cells the last drawing had.

import { css, html, LitElement, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { ThemeWatch } from '../state/theme-watch.ts';
import { isDark } from '../styles/theme.ts';
import type { DifferenceField } from './difference-field.ts';
import { differenceColour } from './palettes.ts';
import { styled } from './styled.ts';

@customElement('heat-difference-canvas')
export class HeatDifferenceCanvas extends LitElement {
  static override styles = css`
    :host { display: block; pointer-events: none; }
    canvas { display: block; width: 100%; height: 100%; }
  `;

  @property({ attribute: false }) field: DifferenceField | null = null;
  /** Of the whole map, 0…1. */
  @property({ type: Number }) opacity = 0.85;
  /** What somebody who cannot see the map is told. */
  @property({ attribute: false }) description = '';

  constructor() {
    super();
    new ThemeWatch(this, () => this.draw());
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('field')) this.draw();
  }

  private draw(): void {
    const canvas = this.renderRoot.querySelector('canvas');
    const context = canvas?.getContext('2d');
    const { field } = this;
    if (!canvas || !context || !field) return;
    canvas.width = field.columns;
    canvas.height = field.rows;
    const image = context.createImageData(field.columns, field.rows);
    const dark = isDark();
    for (const [at, value] of field.values.entries()) {
      if (value === 0 || field.cap === 0) continue;
      image.data.set(differenceColour(value / field.cap, dark), at * 4);
    }
    context.putImageData(image, 0, 0);
    this.dataset.cells = String(field.values.length);
  }

  override render() {
    return html`<canvas role="img" aria-label=${this.description} ${styled({ opacity: String(this.opacity) })}></canvas>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-difference-canvas': HeatDifferenceCanvas;
  }
}
