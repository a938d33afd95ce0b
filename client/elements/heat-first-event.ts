// "Waiting for the first event…": asks every two seconds and turns by itself when it has come.

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ProjectView } from '../../src/contract/api.ts';
import { projectPath } from '../app/routes.ts';
import { Poll } from '../state/poll.ts';
import { refreshProject } from '../state/session.ts';
import { baseStyles, buttonStyles } from '../styles/shared.ts';
import { icon } from './icons.ts';

/** Between two looks while somebody waits, ms. */
export const WAITING_ASK_MS = 2_000;

@customElement('heat-first-event')
export class HeatFirstEvent extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      :host {
        display: flex; align-items: center; gap: var(--space-4); min-height: 88px; padding: var(--space-4) var(--space-5);
        border: 1px solid var(--line); border-radius: var(--radius-card); background: var(--surface);
      }
      .signal { position: relative; flex: none; display: grid; place-items: center; width: 40px; height: 40px; border-radius: 50%; }
      .waiting .signal::before, .waiting .signal::after {
        content: ''; position: absolute; width: 12px; height: 12px; border-radius: 50%; background: var(--ember);
      }
      .waiting .signal::after { animation: ring 2.2s ease-out infinite; }
      @keyframes ring { from { scale: 1; opacity: 0.7; } to { scale: 3.4; opacity: 0; } }
      .row { display: flex; flex: 1; flex-wrap: wrap; align-items: center; gap: var(--space-4); min-width: 0; }
      .words { flex: 1; min-width: 200px; }
      .words p { color: var(--muted); }
      .arrived .signal { background: var(--good); color: var(--surface); animation: arrive 420ms cubic-bezier(0.2, 1.4, 0.4, 1); }
      .arrived .signal::after {
        content: ''; position: absolute; inset: 0; border-radius: 50%; border: 2px solid var(--good);
        animation: wave 900ms ease-out 2 both;
      }
      @keyframes arrive { from { scale: 0.3; } }
      @keyframes wave { to { scale: 2.2; opacity: 0; } }
      @media (prefers-reduced-motion: reduce) {
        .signal, .signal::after { animation: none !important; }
        .arrived .signal::after { opacity: 0; }
      }
    `,
  ];

  @property({ attribute: false }) project!: ProjectView;

  constructor() {
    super();
    new Poll(this, WAITING_ASK_MS, async (signal) => {
      if (this.project.lastHeardAtMs === null) await refreshProject(this.project.id, signal);
    });
  }

  protected override render() {
    const hasArrived = this.project.lastHeardAtMs !== null;
    return html`<div class="row ${hasArrived ? 'arrived' : 'waiting'}">
      <span class="signal">${hasArrived ? icon('check', 20) : ''}</span>
      <div class="words" role="status">
        ${
          hasArrived
            ? html`<h2>The first event is here</h2><p>Everything works. What happens on your pages now shows up within a second or two.</p>`
            : html`<h2>Waiting for the first event…</h2><p>Open one of your pages in another tab. This turns by itself.</p>`
        }
      </div>
      ${hasArrived ? html`<a class="button primary" href=${projectPath(this.project.id, 'overview')}>See the overview</a>` : ''}
    </div>`;
  }
}
