// What can be done with the page of a map: take its snapshot or open the map there, choose among its snapshots, take the
// map out of the dashboard, see its sessions. The map itself is not its matter.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { HeatmapAnswer, PageRow, ProjectView, ScopeView } from '../../src/contract/api.ts';
import { projectPath } from '../app/router.ts';
import { heatmapExportUrl } from '../data/heatmaps.ts';
import { pageAddress } from '../format/page-address.ts';
import { scopeWords } from '../format/scope-words.ts';
import type { PageSnapshot } from '../state/page-snapshot.ts';
import { type Scope, writeScope } from '../state/scope.ts';
import { baseStyles, buttonStyles } from '../styles/shared.ts';
import './heat-map-export.ts';
import './heat-page-links.ts';
import type { HeatPageLinks } from './heat-page-links.ts';
import './heat-snapshot-picker.ts';
import { keepsToSums } from './sums-only.ts';

/** Hands `snapshot-chosen` {id} on. */
@customElement('heat-map-actions')
export class HeatMapActions extends LitElement {
  static override styles = [baseStyles, buttonStyles, css`:host { display: contents; }`];

  @query('heat-page-links') private links!: HeatPageLinks | null;

  @property({ attribute: false }) project!: ProjectView;
  @property({ attribute: false }) scope!: Scope;
  /** Asked-for page, and what is known of it once a map is there. */
  @property({ attribute: false }) chosen: string | null = null;
  @property({ attribute: false }) page: PageRow | null = null;
  /** The answer that is drawn, of which rows can be taken; null for maps of scrolling. */
  @property({ attribute: false }) map: HeatmapAnswer | null = null;
  /** What the map was asked for, once it is there. */
  @property({ attribute: false }) told: ScopeView | null = null;
  /** Kind of the map, for names of files. */
  @property() kind = 'click';
  @property({ attribute: false }) snapshot!: PageSnapshot;
  /** Its newest state, so that this element follows it. */
  @property({ attribute: false }) shown: PageSnapshot['view'] = null;
  /** Draws the map as it is shown, where one is. */
  @property({ attribute: false }) draw: ((scope: string) => Promise<Blob> | undefined) | null = null;

  /** Opens the dialog that takes a snapshot of the page. */
  askSnapshot(): void {
    this.links?.askSnapshot();
  }

  private renderExport() {
    const { page, map, told, scope, project, draw } = this;
    if (!page) return nothing;
    const question = { scope, page: page.page, kind: map?.kind ?? ('scroll' as const) };
    const drawn = () => told && draw?.(scopeWords(told, scope, Date.now()));
    const picture = told ? () => drawn() ?? Promise.reject(new Error('No map is shown.')) : null;
    return html`<heat-map-export name="heat-${project.id}-${this.kind}" .draw=${picture}
      .addressOf=${(format: 'csv' | 'json') => heatmapExportUrl(project.id, question, format)}></heat-map-export>`;
  }

  protected override render() {
    const { project, page, shown, chosen, snapshot } = this;
    const address = shown?.url ?? (page ? pageAddress(page, project.origins) : '');
    const sessions = `${projectPath(project.id, 'sessions')}${writeScope(this.scope, `?page=${encodeURIComponent(chosen ?? '')}`)}`;
    return html`<heat-page-links projectId=${project.id} address=${address} .scope=${this.scope}
        ?masked=${shown?.isMasked === true} @snapshot-taken=${() => snapshot.refresh()}></heat-page-links>
      <heat-snapshot-picker ?hidden=${!shown} projectId=${project.id} timeZone=${project.timeZone} .snapshots=${snapshot.all} .shown=${shown}
        @snapshot-chosen=${({ detail }: CustomEvent<{ id: string | null }>) => this.dispatchEvent(new CustomEvent('snapshot-chosen', { detail }))}
        @snapshot-removed=${() => snapshot.refresh()}></heat-snapshot-picker>
      ${this.renderExport()}
      ${chosen && !keepsToSums(project) ? html`<a class="button" href=${sessions}>Sessions on this page</a>` : nothing}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-map-actions': HeatMapActions;
  }
}
