// A text as a QR code, drawn here: what it says leaves the browser for no other machine. The only file that knows uqr.

import { css, html, LitElement, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { encode } from 'uqr';

/** Modules of white around the code, as its standard asks for. */
const QUIET = 4;

@customElement('heat-qr-code')
export class HeatQrCode extends LitElement {
  // Dark on white in both themes: cameras look for that.
  static override styles = css`
    :host { display: block; width: 184px; max-width: 100%; }
    svg { display: block; width: 100%; height: auto; border-radius: var(--radius); }
    .paper { fill: #fff; }
    .ink { fill: #14110f; }
  `;

  @property() text = '';
  /** What it is, for those who cannot see it. */
  @property() label = 'QR code';

  protected override render() {
    const { data } = encode(this.text, { ecc: 'M', border: QUIET });
    const side = data.length;
    return html`<svg role="img" aria-label=${this.label} viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges">
      ${svg`<rect class="paper" width=${side} height=${side} /><path class="ink" d=${pathOf(data)} />`}</svg>`;
  }
}

/** One rectangle for each run of dark modules in a row. */
function pathOf(rows: readonly (readonly boolean[])[]): string {
  let path = '';
  for (const [y, row] of rows.entries()) {
    let start = -1;
    for (let x = 0; x <= row.length; x += 1) {
      if (row[x] && start < 0) start = x;
      if (row[x] || start < 0) continue;
      path += `M${start} ${y}h${x - start}v1h${start - x}z`;
      start = -1;
    }
  }
  return path;
}
