// A funnel: falling bars, one for each step, with the loss written between them. A step can be chosen.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { FunnelStepResult } from '../../src/contract/funnels.ts';
import { formatDuration } from '../format/duration.ts';
import { abbreviate, changeOf, formatNumber, formatShare } from '../format/number.ts';
import { readablePath } from '../format/path.ts';
import { styled } from '../heatmap/styled.ts';
import { baseStyles } from '../styles/shared.ts';

/** Fires `step-chosen` {step} with the index of a step. */
@customElement('heat-funnel')
export class HeatFunnel extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host { display: block; overflow-x: auto; container-type: inline-size; }
      ol { display: flex; align-items: stretch; }
      .step-item { flex: 1 1 0; min-width: 100px; display: flex; }
      .step { flex: 1; min-width: 0; display: flex; flex-direction: column; padding: var(--space-3) var(--space-2) var(--space-4); border: 0; border-radius: var(--radius-card); background: none; color: inherit; font: inherit; text-align: left; cursor: pointer; }
      .step:hover { background: var(--hover); }
      .step[aria-pressed='true'] { background: var(--ember-soft); }
      .label { font-weight: var(--weight-medium); }
      .count { font-size: var(--size-lg); font-weight: var(--weight-bold); line-height: 1.3; }
      .bar { position: relative; height: 180px; margin-top: var(--space-3); border-radius: var(--radius); background: var(--hover); overflow: hidden; }
      .bar i { position: absolute; inset: auto 0 0 0; height: var(--share); border-radius: var(--radius) var(--radius) 0 0; background: var(--ember); transition: height var(--ease); }
      .bar u { position: absolute; inset: auto 0 0 0; height: var(--before); border-top: 2px dashed var(--ink); opacity: 0.45; }
      .bar b { position: absolute; left: 8px; bottom: calc(min(var(--share), 100% - 22px) + 4px); font-size: var(--size-xs); }
      .bar b.high { color: var(--on-ember); bottom: auto; top: 6px; }
      .facts { display: grid; gap: 2px; margin-top: var(--space-2); color: var(--muted); font-size: var(--size-xs); min-height: 3.2em; }
      .loss { flex: none; width: 56px; display: flex; flex-direction: column; justify-content: center; align-items: center; gap: 2px; color: var(--bad-text); font-size: var(--size-xs); text-align: center; }
      .loss svg { color: var(--line-strong); }
      @container (max-width: 680px) {
        ol { flex-direction: column; min-width: 0; }
        .step { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 var(--space-3); align-items: baseline; }
        .bar { grid-column: 1 / -1; height: 12px; margin-top: var(--space-2); }
        .bar i { inset: 0 auto 0 0; width: var(--share); height: auto; border-radius: var(--radius); }
        .bar u { inset: 0 auto 0 0; width: var(--before); height: auto; border-top: 0; border-right: 2px dashed var(--ink); }
        .bar b { display: none; }
        .facts { grid-column: 1 / -1; display: flex; flex-wrap: wrap; gap: 0 var(--space-4); min-height: 0; }
        .loss { width: auto; flex-direction: row; gap: var(--space-2); justify-content: start; padding: 0 var(--space-3); }
        .loss svg { rotate: 90deg; }
      }
    `,
  ];

  @property({ attribute: false }) steps: readonly FunnelStepResult[] = [];
  /** How many got to each step in the stretch before; null without a comparison. */
  @property({ attribute: false }) previous: readonly number[] | null = null;
  /** Index of the chosen step. */
  @property({ attribute: false }) chosen: number | null = null;

  private choose(step: number): void {
    this.dispatchEvent(new CustomEvent('step-chosen', { detail: { step } }));
  }

  private renderLoss(step: FunnelStepResult, whole: number) {
    const lost = whole > 0 ? step.left / whole : null;
    return html`<li class="loss num" aria-hidden="true">
      <svg width="20" height="20" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.5"><path d="M3 10h13m-4-4 4 4-4 4" /></svg>
      ${step.left > 0 ? html`<span>−${abbreviate(step.left)}</span><span>${formatShare(lost)}</span>` : nothing}</li>`;
  }

  private renderStep(step: FunnelStepResult, index: number) {
    const label = readablePath(step.label);
    const before = this.previous?.[index];
    const beforeFirst = this.previous?.[0] ?? 0;
    const beforeShare = before !== undefined && beforeFirst > 0 ? before / beforeFirst : null;
    const change = changeOf(step.count, before ?? null);
    const share = `${(step.share ?? 0) * 100}%`;
    return html`<li class="step-item"><button type="button" class="step" aria-pressed=${this.chosen === index} @click=${() => this.choose(index)}
        title=${`${formatNumber(step.count)} got to ${label}; ${formatNumber(step.left)} went no further`}>
      <span class="label truncate">${index + 1}. ${label}</span>
      <span class="count num">${abbreviate(step.count)}</span>
      <span class="bar" ${styled({ '--share': share, '--before': `${(beforeShare ?? 0) * 100}%` })}><i></i>${
        beforeShare === null || index === 0 ? nothing : html`<u></u>`
      }<b class="num ${(step.share ?? 0) > 0.88 ? 'high' : ''}">${formatShare(step.share)}</b></span>
      <span class="facts num">
        ${index === 0 ? html`<span>All who began</span>` : html`<span>${formatShare(step.shareOfPrevious)} of step ${index}</span>`}
        ${step.medianMs === null ? nothing : html`<span title="From step ${index}: half were here after this time">median ${formatDuration(step.medianMs)}</span><span title="From step ${index}: nine of ten were here after this time">90 % in ${formatDuration(step.p90Ms)}</span>`}
        ${change && index > 0 ? html`<span>${formatShare(beforeShare)} before</span>` : nothing}
      </span>
    </button></li>`;
  }

  protected override render() {
    return html`<ol>${this.steps.map((step, index) => [
      this.renderStep(step, index),
      index + 1 < this.steps.length ? this.renderLoss(step, step.count) : nothing,
    ])}</ol>`;
  }
}
