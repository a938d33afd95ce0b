// One element in full: its trouble and what may be done about it, the sessions behind it, and its fingerprint beside that
// of the element it was matched with, so that a person can see why a match was made or refused.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { HeatmapElement } from '../../src/contract/api.ts';
import type { ElementDescriptor } from '../../src/contract/element.ts';
import type { PageElement } from '../../src/contract/elements-answer.ts';
import { PLACED_MARGIN, PLACED_SCORE } from '../../src/contract/find-element.ts';
import { MUTE_KINDS, type MuteKind } from '../../src/contract/muted-element.ts';
import { muteElement, unmuteElement } from '../data/elements.ts';
import { formatStay } from '../format/duration.ts';
import { formatShare } from '../format/number.ts';
import { readablePath } from '../format/path.ts';
import type { Place } from '../heatmap/place-elements.ts';
import { Task } from '../state/task.ts';
import { baseStyles, buttonStyles } from '../styles/shared.ts';
import { said } from './said.ts';

const PARTS: readonly [part: keyof ElementDescriptor, title: string][] = [
  ['tag', 'Tag'],
  ['id', 'Id'],
  ['ref', 'Test id'],
  ['name', 'Name'],
  ['role', 'Role'],
  ['type', 'Type'],
  ['href', 'Leads to'],
  ['text', 'Words (hash)'],
  ['heading', 'Heading (hash)'],
  ['landmark', 'Within'],
  ['classes', 'Classes'],
  ['path', 'Path'],
  ['selector', 'Selector'],
];

/** Fires `muted-changed` after the server has taken it. */
@customElement('heat-element-facts')
export class HeatElementFacts extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      :host { display: block; margin: 4px var(--space-2) var(--space-3) 38px; font-size: var(--size-xs); }
      dl { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 2px var(--space-3); }
      dt { color: var(--muted); }
      dd { overflow-wrap: anywhere; }
      .actions { display: flex; flex-wrap: wrap; gap: var(--space-1); margin: var(--space-2) 0; }
      .button { min-height: 28px; padding: 0 var(--space-2); font-size: var(--size-xs); }
      details { margin-top: var(--space-2); }
      summary { cursor: pointer; font-weight: var(--weight-medium); }
      table { width: 100%; margin-top: var(--space-1); border-collapse: collapse; table-layout: fixed; }
      th { color: var(--muted); font-weight: 400; text-align: left; }
      th, td { padding: 2px 6px 2px 0; vertical-align: top; overflow-wrap: anywhere; }
      col.part { width: 84px; }
      tr.differs td { color: var(--warn-text); }
      .why { margin-top: var(--space-1); color: var(--muted); text-wrap: pretty; }
    `,
  ];

  private readonly task = new Task(this);

  @property({ attribute: false }) element!: HeatmapElement;
  /** What is beside the map; null while it is on its way. */
  @property({ attribute: false }) detail: PageElement | null = null;
  /** What became of it in the snapshot, and the best candidate there; null without a snapshot. */
  @property({ attribute: false }) place: Place | null = null;
  @property({ attribute: false }) candidate: ElementDescriptor | null = null;
  /** Whether its box stands in the frame. */
  @property({ type: Boolean }) placed = false;
  @property() projectId = '';
  /** The sessions that clicked it. */
  @property() sessions = '';

  private async mute(kind: MuteKind, isMuted: boolean): Promise<void> {
    const { element, label } = this.element;
    const done = await this.task.run(
      () =>
        isMuted
          ? unmuteElement(this.projectId, { element, kind })
          : muteElement(this.projectId, { element, kind, label: label.slice(0, 128) }),
      isMuted ? `Its ${kind} clicks count again.` : `Its ${kind} clicks no longer count, past ones neither.`,
    );
    if (done) this.dispatchEvent(new CustomEvent('muted-changed', { bubbles: true, composed: true }));
  }

  private renderMutes({ muted, rage, dead }: PageElement) {
    const counts = { rage, dead };
    return MUTE_KINDS.map((kind) => {
      const isMuted = muted.includes(kind);
      if (!isMuted && counts[kind] === 0) return nothing;
      const hint = isMuted
        ? 'Counts them again, past ones too'
        : 'For elements that are made to be clicked like this';
      return html`<button type="button" class="button" title=${hint} aria-busy=${this.task.isBusy} @click=${() => this.mute(kind, isMuted)}>${isMuted ? `Count ${kind} clicks again` : `Mute ${kind} clicks`}</button>`;
    });
  }

  private renderDetail({ rage, dead, errors, firstClickMs, next, muted }: PageElement) {
    const trouble = [
      [rage, 'rage'],
      [dead, 'dead'],
      [errors, 'followed by an error'],
    ].flatMap(([count, word]) => (count ? [`${count} ${word}`] : []));
    return html`<dl>
      ${firstClickMs === null ? nothing : html`<dt>First click</dt><dd class="num">${formatStay(firstClickMs)} after the pageview (median)</dd>`}
      ${next === null ? nothing : html`<dt>Then</dt><dd><span class="num">${formatShare(next.share)}</span> go to ${readablePath(next.path)}</dd>`}
      ${trouble.length > 0 ? html`<dt>Trouble</dt><dd class="num">${trouble.join(', ')}</dd>` : nothing}
      ${muted.length > 0 ? html`<dt>Muted</dt><dd>${muted.join(', ')}</dd>` : nothing}
    </dl>`;
  }

  private tellMatch(): string {
    const { place } = this;
    if (!place) return this.placed ? '' : 'Not on the map: it was not clicked in a window of this width.';
    const score = `${Math.round(place.score * 100)} % alike`;
    const needed = `${PLACED_SCORE * 100} %`;
    if (place.state === 'gone')
      return `Gone: nothing on this page is enough like it (best ${score}, ${needed} are needed).`;
    const ahead = `${Math.round(place.margin * 100)} % ahead of the next`;
    if (place.state === 'unsure')
      return `Not sure: ${score}, but only ${ahead} (${PLACED_MARGIN * 100} % are needed).`;
    const hidden = place.isHidden ? ' Covered or hidden at this width, so not drawn.' : '';
    return `Found again: ${score}, ${ahead}.${hidden}`;
  }

  private renderFingerprint() {
    const { candidate, place } = this;
    const own = this.element.descriptor;
    const isCompared = candidate !== null && place !== null && place.state !== 'gone';
    const rows = PARTS.flatMap(([part, title]) => {
      const [clicked, here] = [textOf(own[part]), isCompared ? textOf(candidate[part]) : ''];
      return clicked === '' && here === '' ? [] : [{ title, clicked, here }];
    });
    return html`<details>
      <summary>Fingerprint</summary>
      <table>
        <colgroup><col class="part" /><col />${isCompared ? html`<col />` : nothing}</colgroup>
        <thead><tr><th scope="col">Part</th><th scope="col">When clicked</th>${isCompared ? html`<th scope="col">On this page</th>` : nothing}</tr></thead>
        <tbody>${rows.map(
          ({ title, clicked, here }) =>
            html`<tr class=${isCompared && clicked !== here ? 'differs' : ''}><th scope="row">${title}</th><td class="mono">${clicked || '–'}</td>${isCompared ? html`<td class="mono">${here || '–'}</td>` : nothing}</tr>`,
        )}</tbody>
      </table>
    </details>`;
  }

  override render() {
    const { detail } = this;
    const match = this.tellMatch();
    return html`
      ${detail ? this.renderDetail(detail) : nothing}
      <div class="actions">
        ${this.sessions === '' ? nothing : html`<a class="button" href=${this.sessions}>Open these sessions</a>`}
        ${detail ? this.renderMutes(detail) : nothing}
      </div>
      ${said(this.task)}
      ${match === '' ? nothing : html`<p class="why">${match}</p>`}
      ${this.renderFingerprint()}
    `;
  }
}

function textOf(value: ElementDescriptor[keyof ElementDescriptor]): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return value.toString(16).padStart(8, '0');
  return typeof value === 'string' ? value : value.join(' ');
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-element-facts': HeatElementFacts;
  }
}
