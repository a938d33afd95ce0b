// The controls above a map: kind, device, and how it is drawn. On narrow pages they are one row that says what is shown, and
// the rest opens below it. Tells what was chosen, changes nothing itself.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { PageRow } from '../../src/contract/api.ts';
import type { Device } from '../../src/contract/event-types.ts';
import { icon } from '../elements/icons.ts';
import { abbreviate } from '../format/number.ts';
import { remembered } from '../state/remembered.ts';
import { parseScope, type Scope } from '../state/scope.ts';
import type { SecondScope } from '../state/second-scope.ts';
import { baseStyles, buttonStyles, formStyles } from '../styles/shared.ts';
import './heat-compare-menu.ts';
import type { PlotMode } from '../../src/contract/project-points.ts';
import { isScrollKind, KIND_WORDS, MAP_KINDS, type MapKind } from './map-kinds.ts';
import { PALETTE, PALETTES } from './palettes.ts';
import { type HeatView, OPACITY_RANGE, parseView, RADIUS_RANGE, WIDTH_RANGE } from './view-options.ts';

const DEVICE_CHOICES: readonly { device: Device | null; title: string }[] = [
  { device: null, title: 'All devices' },
  { device: 'desktop', title: 'Desktop' },
  { device: 'tablet', title: 'Tablet' },
  { device: 'mobile', title: 'Mobile' },
];
const PLOTS: readonly { mode: PlotMode; title: string; hint: string }[] = [
  { mode: 'elements', title: 'On elements', hint: 'Each click inside the element it hit' },
  { mode: 'grid', title: 'On the page', hint: 'Each click where it was on the page' },
];

const unfolded = remembered('heatmap-controls-open');

/**
 * Fires `view-changed` {patch: Partial<HeatView>, isDrag} and `device-changed` {device}. What is slotted stands with what
 * opens below the row.
 */
@customElement('heat-toolbar')
export class HeatToolbar extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    formStyles,
    css`
      :host { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2); }
      .choice { display: inline-flex; max-width: 100%; padding: 2px; overflow-x: auto; scrollbar-width: none; border: 1px solid var(--line); border-radius: var(--radius); background: var(--sunken); }
      .choice button {
        min-height: calc(var(--control) - 6px); margin: 0; padding: 0 10px; border: 0; border-radius: 4px; background: none;
        color: var(--muted); font: var(--weight-medium) var(--size-base) / 1 var(--font); white-space: nowrap; cursor: pointer;
      }
      .choice button:hover { color: var(--ink); }
      .choice button[aria-pressed='true'] { background: var(--raised); color: var(--ink); box-shadow: 0 0 0 1px var(--line); }
      .choice small { margin-left: 4px; font-size: 11px; font-weight: 400; color: var(--muted); }
      .kinds { flex: 0 1 auto; flex-wrap: wrap; }
      .kinds button { flex: 1 0 auto; padding: 0 8px; }
      .rest { display: flex; flex: 1 1 auto; flex-wrap: wrap; gap: var(--space-2); }
      select { width: auto; }
      .row { display: flex; flex: 1 1 100%; gap: 6px; min-width: 0; }
      .row select { flex: 1 1 0; min-width: 0; padding: 0 4px 0 8px; }
      .row .button { flex: none; }
      .unfolded { display: flex; flex: 1 1 100%; flex-wrap: wrap; gap: 6px; --button-pad: 8px; --button-size: var(--size-xs); }
      .unfolded { position: relative; --panel-left: 0; --panel-right: auto; }
      .unfolded details { position: static; margin: 0; }
      .unfolded .panel { right: auto; left: 0; max-width: 100%; }
      .row [aria-expanded='true'] svg { rotate: 180deg; }
      .unfolded:not(.open) { display: none; }
      .width { display: inline-flex; align-items: center; gap: 6px; color: var(--muted); }
      .width input { width: 86px; }
      details { position: relative; margin-left: auto; }
      summary { list-style: none; }
      summary::-webkit-details-marker { display: none; }
      .panel {
        position: absolute; right: 0; top: calc(100% + 4px); z-index: 20; display: grid; gap: var(--space-4); width: 272px;
        padding: var(--space-4); border: 1px solid var(--line); border-radius: var(--radius-card); background: var(--raised); box-shadow: var(--shadow);
      }
      .panel .choice { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; }
      .field + .field { margin-top: 0; }
      .line { display: flex; justify-content: space-between; }
      input[type='range'] { width: 100%; margin: 0; }
    `,
  ];

  @property({ attribute: false }) view: HeatView = parseView('');
  @property({ attribute: false }) device: Device | null = null;
  /** How clicks are placed now, also when nobody chose. */
  @property({ attribute: false }) plot: PlotMode = 'elements';
  /** Width of the page under the map, px; null when it cannot be chosen. */
  @property({ attribute: false }) width: number | null = null;
  /** Counts beside the kinds. */
  @property({ attribute: false }) page: PageRow | null = null;

  /** What is looked at, and what it is compared with. */
  @property({ attribute: false }) scope: Scope = parseScope('');
  @property({ attribute: false }) second: SecondScope | null = null;
  /** Whether there is no room for all of it. */
  @property({ type: Boolean }) compact = false;
  @state() private isOpen = unfolded.get();

  /** Shows what is slotted, where it is folded away; it is not remembered. */
  async unfold(): Promise<void> {
    this.isOpen = true;
    await this.updateComplete;
  }

  private readonly handleFold = (): void => {
    this.isOpen = !this.isOpen;
    unfolded.set(this.isOpen);
  };

  private change(patch: Partial<HeatView>, isDrag = false): void {
    this.dispatchEvent(new CustomEvent('view-changed', { detail: { patch, isDrag } }));
  }

  private handleWidth(event: Event): void {
    const field = event.target as HTMLInputElement;
    const px = Math.round(Number(field.value));
    const isWidth = px >= WIDTH_RANGE.min && px <= WIDTH_RANGE.max;
    if (field.value === '' || isWidth) this.change({ width: field.value === '' ? null : px });
    else field.value = String(this.width);
  }

  /** Lets `second-changed` {second} of its menu through. */
  private renderCompare() {
    return html`<heat-compare-menu .scope=${this.scope} .second=${this.second}
      @second-changed=${({ detail }: CustomEvent) => this.dispatchEvent(new CustomEvent('second-changed', { detail }))}></heat-compare-menu>`;
  }

  private renderWidth(width: number) {
    return html`<label class="width" for="width">Width
      <input id="width" type="number" min=${WIDTH_RANGE.min} max=${WIDTH_RANGE.max} step="1" .value=${String(width)}
        @change=${this.handleWidth} /> px</label>`;
  }

  private readonly handleKind = (event: Event): void => {
    const kind = MAP_KINDS[(event.target as HTMLSelectElement).selectedIndex];
    if (kind) this.change({ kind });
  };

  private handleDevice(event: Event): void {
    const chosen = DEVICE_CHOICES[(event.target as HTMLSelectElement).selectedIndex];
    if (chosen) this.dispatchEvent(new CustomEvent('device-changed', { detail: { device: chosen.device } }));
  }

  /** Closes the panel when attention goes elsewhere. */
  private handleLeave(event: FocusEvent): void {
    const details = event.currentTarget as HTMLDetailsElement;
    if (event.relatedTarget instanceof Node && !details.contains(event.relatedTarget)) details.open = false;
  }

  private handleEscape(event: KeyboardEvent): void {
    const details = event.currentTarget as HTMLDetailsElement;
    if (event.key !== 'Escape' || !details.open) return;
    details.open = false;
    details.querySelector('summary')?.focus();
  }

  private countOf(kind: MapKind): number | null {
    if (!this.page || !(kind === 'click' || kind === 'rage' || kind === 'dead')) return null;
    return kind === 'click' ? this.page.clicks : this.page[kind];
  }

  private renderKinds() {
    return html`<div class="choice kinds" role="group" aria-label="Kind of map">
      ${MAP_KINDS.map((kind) => {
        const { title, hint } = KIND_WORDS[kind];
        const clicks = this.countOf(kind);
        return html`<button type="button" title=${hint} aria-pressed=${this.view.kind === kind} @click=${() => this.change({ kind })}
          >${title}${clicks === null ? '' : html`<small class="num">${abbreviate(clicks)}</small>`}</button>`;
      })}
    </div>`;
  }

  private renderRange(name: 'radius' | 'opacity', title: string, unit: string) {
    const range = name === 'radius' ? RADIUS_RANGE : OPACITY_RANGE;
    const read = (event: Event) => ({ [name]: Number((event.target as HTMLInputElement).value) });
    return html`<div class="field">
      <label class="line" for=${name}>${title}<span class="muted num">${this.view[name]} ${unit}</span></label>
      <input id=${name} type="range" min=${range.min} max=${range.max} .value=${String(this.view[name])}
        @input=${(event: Event) => this.change(read(event), true)} @change=${(event: Event) => this.change(read(event))} />
    </div>`;
  }

  private renderPlots() {
    return html`<div class="field"><span>Place clicks</span>
            <div class="choice" role="group" aria-label="Place clicks">
              ${PLOTS.map(
                ({
                  mode,
                  title,
                  hint,
                }) => html`<button type="button" title=${hint} aria-pressed=${this.plot === mode}
                @click=${() => this.change({ plot: mode })}>${title}</button>`,
              )}
            </div></div>`;
  }

  private renderDevices() {
    return html`<select aria-label="Device" @change=${this.handleDevice}>
      ${DEVICE_CHOICES.map(({ device, title }) => html`<option ?selected=${device === this.device}>${title}</option>`)}
    </select>`;
  }

  private renderDisplay() {
    const { kind } = this.view;
    return html`<details @focusout=${this.handleLeave} @keydown=${this.handleEscape}>
        <summary class="button">Display ${icon('chevron', 14)}</summary>
        <div class="panel">
          ${isScrollKind(kind) || kind === 'move' ? nothing : this.renderPlots()}
          <div class="field"><span>Colours</span>
            <div class="choice" role="group" aria-label="Colours">
              ${PALETTES.map(
                (name) => html`<button type="button" aria-pressed=${this.view.palette === name}
                @click=${() => this.change({ palette: name })}>${PALETTE[name].title}</button>`,
              )}
            </div></div>
          ${isScrollKind(kind) ? nothing : this.renderRange('radius', 'Spot size', 'px')} ${this.renderRange('opacity', 'Opacity', '%')}
        </div>
      </details>`;
  }

  private renderRest() {
    return html`${this.width === null ? nothing : this.renderWidth(this.width)}
      ${this.view.kind === 'attention' ? nothing : this.renderCompare()} ${this.renderDisplay()}`;
  }

  /** What is shown in one row; the rest opens below. */
  private renderRow() {
    const { kind: shown } = this.view;
    return html`<div class="row">
        <select aria-label="Kind of map" @change=${this.handleKind}>
          ${MAP_KINDS.map((kind) => html`<option ?selected=${kind === shown}>${KIND_WORDS[kind].title}</option>`)}
        </select>
        ${this.renderDevices()}
        <button type="button" class="button" aria-expanded=${this.isOpen} aria-controls="unfolded" @click=${this.handleFold}
          >View ${icon('chevron', 14)}</button>
      </div>
      <div id="unfolded" class="unfolded ${this.isOpen ? 'open' : ''}">${this.renderRest()}<slot></slot></div>`;
  }

  override render() {
    if (this.compact) return this.renderRow();
    return html`${this.renderKinds()}<div class="rest">${this.renderDevices()} ${this.renderRest()}</div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-toolbar': HeatToolbar;
  }
}
