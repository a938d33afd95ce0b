// The elements that give people most trouble, worst first: where, how, and the sessions that show it.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { FrictionItem, Trouble } from '../../src/contract/friction-answer.ts';
import { MUTE_KINDS, type MuteKind } from '../../src/contract/muted-element.ts';
import { plural } from '../../src/contract/plural.ts';
import { projectPath } from '../app/router.ts';
import { muteElement, unmuteElement } from '../data/elements.ts';
import { count, formatNumber } from '../format/number.ts';
import { readablePath } from '../format/path.ts';
import { formatInstant } from '../format/time.ts';
import { styled } from '../heatmap/styled.ts';
import { type Scope, writeScope } from '../state/scope.ts';
import { Task } from '../state/task.ts';
import { baseStyles, buttonStyles } from '../styles/shared.ts';
import { frictionSessions } from './friction-sessions.ts';
import { said } from './said.ts';

const WORDS: Readonly<Record<Trouble, { one: string; many: string; about: string }>> = {
  rage: { one: 'rage click', many: 'rage clicks', about: 'Three or more quick clicks on one spot' },
  errors: { one: 'error click', many: 'error clicks', about: 'A script failed right after the click' },
  dead: { one: 'dead click', many: 'dead clicks', about: 'Nothing happened after the click' },
};
const KINDS = ['rage', 'errors', 'dead'] as const;
/** What the kinds are called in the heatmap's address. */
const MAP_KIND = { rage: 'rage', errors: 'error', dead: 'dead' } as const;

/** Fires `muted-changed` after the server has taken it. */
@customElement('heat-friction-list')
export class HeatFrictionList extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      :host { display: block; }
      li + li { border-top: 1px solid var(--line); }
      li { padding: var(--space-4); }
      .head { display: grid; grid-template-columns: 26px minmax(0, 1fr) auto; align-items: baseline; gap: 0 var(--space-3); }
      .rank { color: var(--muted); text-align: right; }
      h2 { overflow-wrap: anywhere; }
      .where { color: var(--muted); overflow-wrap: anywhere; }
      .sessions { text-align: right; white-space: nowrap; }
      .sessions b { font-weight: var(--weight-bold); }
      .body { margin: var(--space-2) 0 0 38px; display: grid; gap: var(--space-2); }
      .kinds { display: flex; flex-wrap: wrap; gap: 2px var(--space-5); }
      .kind i { display: inline-block; width: calc(4px + 90px * var(--part)); height: 8px; margin-right: var(--space-2); border-radius: 2px; background: var(--colour); }
      .rage { --colour: var(--bad); }
      .errors { --colour: var(--warn); }
      .dead { --colour: var(--series-2); }
      .examples { display: flex; flex-wrap: wrap; gap: 2px var(--space-3); color: var(--muted); font-size: var(--size-xs); }
      .actions { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2); }
      .actions .button { min-height: 28px; font-size: var(--size-xs); }
      .said { font-size: var(--size-xs); }
      .said.bad { color: var(--bad-text); }
      @media (pointer: coarse) { .examples a { padding: 6px 0; } .examples { align-items: baseline; } }
      @media (max-width: 640px) { .body { margin-left: 0; } .head { grid-template-columns: 20px minmax(0, 1fr); } .sessions { grid-column: 2; text-align: left; } }
    `,
  ];

  private readonly task = new Task(this);

  @property({ attribute: false }) items: readonly FrictionItem[] = [];
  @property({ attribute: false }) scope!: Scope;
  @property() projectId = '';
  @property() timeZone = 'UTC';
  /** The item whose buttons were used last: what came of it is said there. */
  @state() private acted = '';

  private async mute(item: FrictionItem, kind: MuteKind): Promise<void> {
    const { element, label } = item;
    const isMuted = item.muted.includes(kind);
    this.acted = `${item.page.page} ${element}`;
    const request = { element, kind, label: label.slice(0, 128) };
    const done = await this.task.run(
      () => (isMuted ? unmuteElement(this.projectId, request) : muteElement(this.projectId, request)),
      '',
    );
    if (done) this.dispatchEvent(new CustomEvent('muted-changed', { bubbles: true, composed: true }));
  }

  private renderKinds(item: FrictionItem) {
    const most = Math.max(1, ...this.items.map((one) => Math.max(one.rage, one.errors, one.dead)));
    return html`<div class="kinds num">${KINDS.map((kind) => {
      const clicks = item[kind];
      if (clicks === 0) return nothing;
      const { one, many, about } = WORDS[kind];
      return html`<span class="kind ${kind}" title=${about}><i aria-hidden="true" ${styled({ '--part': (clicks / most).toFixed(3) })}></i>${count(clicks, one, many)}</span>`;
    })}<span class="muted">of ${count(item.clicks, 'click')}</span></div>`;
  }

  private renderExamples({ examples }: FrictionItem) {
    return html`<p class="examples"><span>Watch:</span>${examples.map(
      ({ session, tsMs, trouble }) =>
        html`<a href=${`${projectPath(this.projectId, 'sessions', session)}${writeScope(this.scope)}`}
          >${formatInstant(tsMs, this.timeZone, Date.now())}<span class="visually-hidden">, session with ${trouble.join(', ')}</span></a>`,
    )}</p>`;
  }

  private renderItem(item: FrictionItem, rank: number) {
    const { page, element, label } = item;
    const kind = KINDS.find((one) => item[one] > 0) ?? 'rage';
    const map = `?page=${encodeURIComponent(page.page)}&kind=${MAP_KIND[kind]}`;
    const sessions = frictionSessions(this.scope, item);
    return html`<li>
      <div class="head">
        <span class="rank num">${rank}</span>
        <div><h2>${label}</h2><p class="where small">on ${readablePath(page.path)}</p></div>
        ${
          // A project that keeps to sums tells of no session.
          item.sessions === 0
            ? nothing
            : html`<p class="sessions num"><b>${formatNumber(item.sessions)}</b> <span class="muted">${plural(item.sessions, 'session')} affected</span></p>`
        }
      </div>
      <div class="body">
        ${this.renderKinds(item)} ${item.examples.length > 0 ? this.renderExamples(item) : nothing}
        <div class="actions">
          <a class="button" href=${`${projectPath(this.projectId, 'heatmaps')}${writeScope(this.scope, map)}`}>See on the page</a>
          ${
            item.sessions === 0
              ? nothing
              : html`<a class="button" title="Sessions that clicked it, saw this page and had trouble: those affected, and others whose trouble was elsewhere"
            href=${`${projectPath(this.projectId, 'sessions')}${writeScope(sessions)}`}>Sessions that clicked it</a>`
          }
          ${MUTE_KINDS.map((one) =>
            item[one] > 0 || item.muted.includes(one)
              ? html`<button type="button" class="button quiet" title="For elements that are made to be clicked like this" aria-busy=${this.task.isBusy}
                @click=${() => this.mute(item, one)}>${item.muted.includes(one) ? `Count ${one} clicks again` : `Mute ${one} clicks`}</button>`
              : nothing,
          )}
          ${this.acted === `${page.page} ${element}` ? said(this.task) : nothing}
        </div>
      </div>
    </li>`;
  }

  override render() {
    return html`<ol>${repeat(
      this.items,
      ({ page, element }) => `${page.page} ${element}`,
      (item, at) => this.renderItem(item, at + 1),
    )}</ol>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-friction-list': HeatFrictionList;
  }
}
