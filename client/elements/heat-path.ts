// A path in as much room as there is: what does not fit is left out of its middle, so that its end stays in sight and
// directly behind the dots.

import { css, html, LitElement } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { fitPath, readablePath } from '../format/path.ts';
import { SizeWatch } from '../state/size-watch.ts';
import { baseStyles } from '../styles/shared.ts';

/** One for all paths of the page: it only measures. */
const ruler = document.createElement('canvas').getContext('2d');

@customElement('heat-path')
export class HeatPath extends LitElement {
  static override styles = [
    baseStyles,
    css`:host { display: block; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: pre; }`,
  ];

  @property() path = '';
  /** CSS px; null until it was measured. */
  @state() private width: number | null = null;

  constructor() {
    super();
    new SizeWatch(
      this,
      () => this,
      () => {
        this.width = this.clientWidth;
      },
    );
  }

  private readonly fits = (text: string): boolean => {
    if (!ruler || this.width === null) return true;
    return ruler.measureText(text).width <= this.width;
  };

  protected override render() {
    if (ruler) ruler.font = getComputedStyle(this).font;
    return html`<span>${fitPath(readablePath(this.path), this.fits)}</span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-path': HeatPath;
  }
}
