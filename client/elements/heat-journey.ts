// A session as a list of pages and what happened on them, with time since its start. Arrow keys walk the lines, Enter
// opens all fields of one and names its moment.

import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { JourneyEvent } from '../../src/contract/api.ts';
import { formatDuration, formatOffset } from '../format/duration.ts';
import { writeMoment } from '../format/moment.ts';
import { count } from '../format/number.ts';
import { readablePath } from '../format/path.ts';
import { formatFull } from '../format/time.ts';
import { baseStyles } from '../styles/shared.ts';
import { groupJourney, type JourneyGroup, type JourneyLine, lineAt } from './heat-journey-groups.ts';
import { journeyStyles } from './heat-journey-styles.ts';
import { describeEvents, listFields } from './heat-journey-words.ts';

@customElement('heat-journey')
export class HeatJourney extends LitElement {
  static override styles = [baseStyles, journeyStyles, css`:host { display: block; }`];

  /** In time order. */
  @property({ attribute: false }) events: readonly JourneyEvent[] = [];
  @property() timeZone = 'UTC';
  /** Address of a page's heatmap; null where there is none to go to, nor any other part of the dashboard. */
  @property({ attribute: false }) heatmapOf: ((page: string) => string) | null = () => '#';
  @property({ type: Boolean }) withMoves = false;
  /** Only what matters most: clicks, inputs, custom events and errors. */
  @property({ type: Boolean }) isShort = false;
  /** The moment that is looked at, ms since the session's start: its line is marked. Null for none. */
  @property({ attribute: false }) at: number | null = null;
  @state() private opened: ReadonlySet<string> = new Set();
  private groups: JourneyGroup[] = [];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('events') || changed.has('withMoves'))
      this.groups = groupJourney(this.events, this.withMoves);
  }

  private toggle({ eventId, atMs }: JourneyEvent): void {
    const opened = new Set(this.opened);
    if (!opened.delete(eventId)) opened.add(eventId);
    this.opened = opened;
    const detail = { atMs };
    this.dispatchEvent(new CustomEvent('moment-changed', { detail, bubbles: true, composed: true }));
  }

  /** Brings the line of a moment into sight and gives it the focus. */
  async show(atMs: number): Promise<void> {
    await this.updateComplete;
    const id = lineAt(this.groups, atMs);
    const lines = [...this.renderRoot.querySelectorAll<HTMLElement>('.line')];
    const line = lines.find(({ dataset }) => dataset.event === id) ?? lines[0];
    line?.scrollIntoView({ block: 'center' });
    line?.focus({ preventScroll: true });
  }

  private readonly handleKey = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const lines = [...this.renderRoot.querySelectorAll<HTMLElement>('.line')];
    const at = lines.indexOf(event.target as HTMLElement);
    if (at === -1) return;
    const next =
      step !== undefined
        ? lines[at + step]
        : event.key === 'Home'
          ? lines[0]
          : event.key === 'End'
            ? lines.at(-1)
            : undefined;
    if (!next) return;
    event.preventDefault();
    next.focus();
  };

  private renderFields(events: readonly JourneyEvent[]) {
    return html`<div class="fields">${events.map(
      (event) => html`<dl>
      <dt>Time</dt><dd>${formatFull(event.tsMs, this.timeZone)}, ${event.tsMs % 1000} ms</dd>
      ${listFields(event).map(([name, value]) => html`<dt>${name}</dt><dd class="mono">${value}</dd>`)}
      <dt>Event id</dt><dd class="mono">${event.eventId}</dd>
      ${this.heatmapOf ? html`<dt>Link</dt><dd><a href=${writeMoment(event.atMs)}>This moment, ${formatOffset(event.atMs)}</a></dd>` : nothing}
    </dl>`,
    )}</div>`;
  }

  private renderLine(line: JourneyLine, current: string | null) {
    if (line.kind === 'gap') return renderGap(line.durationMs);
    const [first] = line.events;
    const words = describeEvents(line.events, line.cause);
    if (this.isShort && words.tone === 'quiet') return nothing;
    const isOpen = this.opened.has(first.eventId);
    return html`<li>
      <button type="button" class="line ${words.tone}" data-event=${first.eventId} aria-expanded=${isOpen}
        aria-current=${first.eventId === current ? 'step' : nothing} @click=${() => this.toggle(first)}>
        <span class="at num">${formatOffset(first.atMs)}</span>
        <span class="dot" aria-hidden="true"></span>
        <span class="said">
          <span class="verb">${words.verb}</span>
          ${words.object === null ? nothing : html`<b>${words.object}</b>`}
          ${words.detail === null ? nothing : html`<span class="muted num">${words.detail}</span>`}
          ${words.marks.map((mark) => html`<span class="mark">${mark}</span>`)}
          ${
            words.values.length === 0
              ? nothing
              : html`<span class="values">${words.values.map(([name, value]) => html`<span class="value"><i>${name}</i> ${value}</span>`)}</span>`
          }
        </span>
      </button>
      ${isOpen ? this.renderFields(line.events) : nothing}
    </li>`;
  }

  private renderGroup(group: JourneyGroup, current: string | null) {
    const facts = [
      group.dwellMs === null ? null : formatDuration(group.dwellMs),
      group.maxDepthPct === null ? null : `scrolled ${Math.round(group.maxDepthPct)} %`,
      group.clicks === 0 ? null : count(group.clicks, 'click'),
    ].filter((fact) => fact !== null);
    const { page } = group;
    return html`${group.gapBeforeMs === null ? nothing : html`<ul class="between">${renderGap(group.gapBeforeMs)}</ul>`}
      <section class="page">
        <header>
          <span class="at num">${formatOffset(group.atMs)}</span>
          <span class="dot" aria-hidden="true"></span>
          <div class="name">
            <h3 class="truncate" title=${`${group.host ?? ''}${readablePath(group.path ?? '')}`}>${group.path === null ? 'Outside of any page' : readablePath(group.path)}</h3>
            <p class="truncate muted small">${group.isQuickBack ? html`<span class="mark back">Quick-back</span> ` : nothing}${[...facts, group.title].filter((fact) => fact).join(' · ')}</p>
          </div>
          ${page === null || !this.heatmapOf ? nothing : html`<a href=${this.heatmapOf(page)} class="small">Heatmap</a>`}
        </header>
        <ul>${group.lines.map((line) => this.renderLine(line, current))}</ul>
      </section>`;
  }

  override render() {
    const current = this.at === null ? null : lineAt(this.groups, this.at);
    return html`<div class="journey" @keydown=${this.handleKey}>${this.groups.map((group) => this.renderGroup(group, current))}</div>`;
  }
}

function renderGap(durationMs: number) {
  return html`<li class="gap"><span>${formatDuration(durationMs)} without activity</span></li>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-journey': HeatJourney;
  }
}
