// Landing place of the heatmap page.

import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ProjectView } from '../../src/contract/api.ts';
import { baseStyles, pageStyles } from '../styles/shared.ts';

@customElement('heat-heatmap-page')
export class HeatmapPage extends LitElement {
  static override styles = [baseStyles, pageStyles];

  @property({ attribute: false }) project!: ProjectView;
  @property({ attribute: false }) sid = '';

  override render() {
    return html`<header class="page-head"><h1>Heatmaps</h1></header>`;
  }
}
