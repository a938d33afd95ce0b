// Custom events one by one: when, what, who, where, with what properties. A row leads to its session.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { EventView } from '../../src/contract/metrics.ts';
import { formatMetric } from '../format/metric.ts';
import { readablePath } from '../format/path.ts';
import { formatInstant } from '../format/time.ts';
import { baseStyles } from '../styles/shared.ts';
import { sessionName } from './heat-session-name.ts';

/** Properties shown in a row; the rest is counted. */
const SHOWN = 4;

@customElement('heat-event-table')
export class HeatEventTable extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host { display: block; overflow-x: auto; container-type: inline-size; }
      table { width: 100%; border-collapse: collapse; }
      th, td { padding: 9px var(--space-3); text-align: left; vertical-align: baseline; border-bottom: 1px solid var(--line); }
      th:first-child, td:first-child { padding-left: var(--space-4); }
      tr:last-child td { border-bottom: 0; }
      th { color: var(--muted); font-size: var(--size-xs); font-weight: var(--weight-medium); white-space: nowrap; }
      .when { white-space: nowrap; color: var(--muted); font-variant-numeric: tabular-nums; }
      .name { font-weight: var(--weight-medium); }
      .category { color: var(--muted); font-size: var(--size-xs); }
      .name-cell { min-width: 136px; max-width: 280px; overflow-wrap: anywhere; }
      .who { min-width: 0; max-width: 180px; }
      .who a { display: block; }
      .where { max-width: 200px; color: var(--muted); }
      .value { text-align: right; font-variant-numeric: tabular-nums; }
      .props { display: flex; flex-wrap: wrap; gap: 4px; }
      .prop { max-width: 260px; padding: 1px 7px; border-radius: 4px; background: var(--sunken); font-size: var(--size-xs); }
      .prop b { color: var(--muted); font-weight: var(--weight-medium); }
      @container (max-width: 820px) { .where, th.where { display: none; } }
      @media (max-width: 640px) {
        thead { display: none; }
        tr { display: grid; grid-template-columns: 1fr auto; gap: 2px var(--space-3); padding: var(--space-3) var(--space-4); border-bottom: 1px solid var(--line); }
        td, td:first-child { padding: 0; border: 0; }
        .when { order: 2; text-align: right; }
        .name-cell { order: 1; }
        .who { order: 3; }
        .value { order: 4; }
        .props-cell { order: 5; grid-column: 1 / -1; }
      }
    `,
  ];

  @property({ attribute: false }) events: readonly EventView[] = [];
  @property() timeZone = 'UTC';
  /** Address of an event's session. */
  @property({ attribute: false }) hrefOf: (event: EventView) => string = () => '';

  private renderProperties({ properties }: EventView) {
    const all = Object.entries(properties ?? {});
    const shown = all.slice(0, SHOWN);
    return html`<div class="props">${shown.map(([key, value]) => {
      const said = typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
      return html`<span class="prop truncate" title="${key}: ${said}"><b>${key}</b> ${said}</span>`;
    })}${
      all.length > SHOWN
        ? html`<span class="prop muted" title=${all
            .slice(SHOWN)
            .map(([key]) => key)
            .join(', ')}>${all.length - SHOWN} more</span>`
        : nothing
    }</div>`;
  }

  private renderRow(event: EventView) {
    const where = event.page === null ? (event.source ?? '–') : readablePath(event.page);
    return html`<tr>
      <td class="when" title=${new Date(event.tsMs).toISOString()}>${formatInstant(event.tsMs, this.timeZone, Date.now())}</td>
      <td class="name-cell"><span class="name">${event.name}</span>
        ${event.category === 'general' ? nothing : html`<span class="category">${event.category}</span>`}</td>
      <td class="who"><a class="truncate" href=${this.hrefOf(event)} title="Show the session of ${event.userId ?? event.visitor}">${sessionName(event)}</a></td>
      <td class="where truncate" title=${where}>${where}</td>
      <td class="value">${event.value === null ? '' : formatMetric('valueSum', event.value)}</td>
      <td class="props-cell">${this.renderProperties(event)}</td></tr>`;
  }

  protected override render() {
    return html`<table><caption class="visually-hidden">Custom events, newest first</caption>
      <thead><tr><th scope="col">When</th><th scope="col">Event</th><th scope="col">Who</th><th scope="col" class="where">Where</th>
        <th scope="col" class="value">Value</th><th scope="col">Properties</th></tr></thead>
      <tbody>${this.events.map((event) => this.renderRow(event))}</tbody></table>`;
  }
}
