// The two buttons under which every chart can be taken away: its numbers as CSV, itself as PNG.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { baseStyles, buttonStyles } from '../styles/shared.ts';
import { csvOf, download, pictureOf } from './chart-files.ts';
import { type ChartFile, canvasOf, type Inks } from './painting.ts';

const TOKENS = {
  background: '--surface',
  ink: '--ink',
  muted: '--muted',
  line: '--line-strong',
  hover: '--hover',
  ember: '--ember',
  onEmber: '--on-ember',
} as const;

@customElement('heat-chart-files')
export class HeatChartFiles extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      :host { display: inline-flex; align-items: center; gap: 2px; }
      .button { font-size: var(--size-xs); }
      .probe { position: absolute; visibility: hidden; }
      .problem { color: var(--bad-text); font-size: var(--size-xs); }
    `,
  ];

  /** Title of the picture and name of the files: "Visitors". */
  @property() what = '';
  /** Second line of the picture: project, range, zone. */
  @property() about = '';
  /** The picture cannot be had now, as while the table is shown. */
  @property({ type: Boolean }) isTable = false;
  /** Made when a button is pressed. */
  @property({ attribute: false }) make: (() => ChartFile | Promise<ChartFile>) | null = null;
  @state() private problem = '';

  private get fileName(): string {
    return `heat-${this.what
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '')}`;
  }

  /** Custom properties hold light-dark(): only a real property tells which of the two it is. */
  private inks(): Inks {
    const probe = this.shadowRoot?.querySelector<HTMLElement>('.probe');
    const read = (token: string): string => {
      probe?.style.setProperty('color', `var(${token})`);
      return probe ? getComputedStyle(probe).color : 'gray';
    };
    const colors = Object.entries(TOKENS).map(([name, token]) => [name, read(token)]);
    return { ...Object.fromEntries(colors), font: getComputedStyle(this).fontFamily } as Inks;
  }

  private async take(kind: 'csv' | 'png'): Promise<void> {
    this.problem = '';
    try {
      const file = await this.make?.();
      const content =
        file && (kind === 'csv' ? new Blob([csvOf(file.rows)], { type: 'text/csv' }) : await this.draw(file));
      if (content) download(`${this.fileName}.${kind}`, content);
    } catch {
      this.problem = 'The file could not be made.';
    }
  }

  private async draw({ picture }: ChartFile): Promise<Blob | null> {
    const inks = this.inks();
    const canvas = picture && (picture instanceof HTMLCanvasElement ? picture : canvasOf(picture, inks));
    return canvas && pictureOf(canvas, { title: this.what, about: this.about, ...inks });
  }

  protected override render() {
    return html`<span class="probe" aria-hidden="true"></span>
      ${this.problem ? html`<span class="problem" role="status">${this.problem}</span>` : nothing}
      <button type="button" class="button quiet" aria-label="CSV of ${this.what}" title="The numbers as a file" @click=${() => this.take('csv')}>CSV</button>
      <button type="button" class="button quiet" aria-label="PNG of ${this.what}" title="The chart as a picture" ?disabled=${this.isTable} @click=${() => this.take('png')}>PNG</button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-chart-files': HeatChartFiles;
  }
}
