// What a visitor saw at a moment: his window over the page's snapshot (over the boxes that were seen where there is
// none), with his pointer, its way and his clicks. Draws one moment; time is the player's concern.

import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { HeatmapAnswer, HeatmapElement } from '../../src/contract/api.ts';
import type { Device } from '../../src/contract/event-types.ts';
import { fetchHeatmap } from '../data/heatmaps.ts';
import { borderOf } from '../heatmap/frame-parts.ts';
import type { PageSettled, SettledPage } from '../heatmap/heat-page-view.ts';
import { SizeWatch } from '../state/size-watch.ts';
import '../heatmap/heat-page-view.ts';
import '../heatmap/heat-wireframe.ts';
import { readablePath } from '../format/path.ts';
import { styled } from '../heatmap/styled.ts';
import { PageSnapshot } from '../state/page-snapshot.ts';
import { Resource } from '../state/resource.ts';
import { parseScope } from '../state/scope.ts';
import { baseStyles } from '../styles/shared.ts';
import { describeGround } from './describe-ground.ts';
import { ghostStyles } from './ghost-stage-styles.ts';
import { elementsOf, mapPage, type PageMap, type ShownPage } from './page-map.ts';
import { type Moment, type Point, sceneAt, stateAt, trailAt } from './state-at.ts';
import type { Scene, Timeline } from './timeline.ts';
import { renderTraces } from './traces.ts';
import { renderBar, stageRoom, stageStyles, traceStyles } from './window-parts.ts';
import { wireframeOf } from './wireframe-page.ts';

/** Fires `ground-changed` {text}: over what the replay is drawn, and how sure its places are. */
@customElement('heat-ghost-stage')
export class HeatGhostStage extends LitElement {
  static override styles = [baseStyles, stageStyles, traceStyles, ghostStyles];

  private readonly snapshot = new PageSnapshot(this, () => {
    const page = this.scene?.page?.page;
    const { projectId, device, startedAtMs: atMs } = this;
    return page ? { projectId, page, device, atMs } : null;
  });
  private readonly boxes = new Resource<HeatmapAnswer>(this, {
    key: () => {
      const page = this.scene?.page?.page;
      const isWanted = page && !this.snapshot.isPending && this.snapshot.content === null;
      return isWanted ? `${this.projectId} ${page} ${this.device}` : null;
    },
    load: (signal) => {
      const scope = { ...parseScope('?period=90d'), device: this.device };
      const page = this.scene?.page?.page ?? '';
      return fetchHeatmap(this.projectId, { scope, page, kind: 'click' }, signal);
    },
  });

  @query('.stage') private stage!: HTMLElement | null;

  @property() projectId = '';
  @property({ attribute: false }) timeline: Timeline | null = null;
  @property({ type: Number }) atMs = 0;
  /** Of the session, UTC ms: its pages are drawn as they were then. */
  @property({ type: Number }) startedAtMs = 0;
  /** The visitor's. */
  @property({ attribute: false }) device: Device = 'desktop';
  @state() private laidOut: SettledPage | null = null;
  @state() private room: { w: number; h: number } = { w: 0, h: 0 };

  private scene: Scene | null = null;
  private elements: HeatmapElement[] = [];
  private map: PageMap | null = null;
  private ground = '';

  constructor() {
    super();
    new SizeWatch(
      this,
      () => this.stage,
      () => this.measure(),
    );
  }

  private measure(): void {
    if (this.stage) this.room = stageRoom(this.stage, this.room);
  }

  /** While only time goes on, the page and what is found in it stay as they are. */
  protected override willUpdate(changed: PropertyValues): void {
    if (changed.size !== 1 || !changed.has('atMs')) this.map = null;
    if (!this.timeline) return;
    const scene = sceneAt(this.timeline, this.atMs);
    if (scene !== this.scene) {
      this.scene = scene;
      this.elements = elementsOf(scene).map((element) => ({ ...element, count: 0, share: 0, bins: [] }));
      this.map = null;
    }
  }

  protected override updated(): void {
    const { scene, timeline } = this;
    if (!scene || !timeline) return;
    const { view, isPending } = this.snapshot;
    const map = this.mapOf(scene);
    const text = describeGround({ view, isPending, scene, map, hasPointer: timeline.hasPointer });
    if (text === this.ground) return;
    this.ground = text;
    this.dispatchEvent(new CustomEvent('ground-changed', { detail: { text } }));
  }

  private readonly handleSettled = ({ detail }: PageSettled): void => {
    this.laidOut = detail;
  };

  /** The snapshot as it is laid out for this scene; null while it is not, and where there is none. */
  private get shownSnapshot(): SettledPage | null {
    const { laidOut, scene, elements } = this;
    const isOfScene = laidOut?.content === this.snapshot.content && laidOut?.elements === elements;
    return laidOut && isOfScene && laidOut.size.width === scene?.view[0] ? laidOut : null;
  }

  private mapOf(scene: Scene): PageMap {
    const laidOut = this.shownSnapshot;
    if (this.map) return this.map;
    const places = new Map(laidOut?.elements.map(({ element }, at) => [element, laidOut.places[at]!]));
    // Without a snapshot the page is drawn as it was: every place is its own.
    const own: ShownPage = { width: scene.view[0], height: pageHeight(scene), places };
    const map = mapPage(scene, laidOut ? { ...laidOut.size, places } : own);
    this.map = map;
    return map;
  }

  private renderPage(scene: Scene, scale: number) {
    const { content, isPending } = this.snapshot;
    if (content)
      return html`<heat-page-view .content=${content} .elements=${this.elements} .width=${scene.view[0]} .scale=${scale}
        @page-settled=${this.handleSettled}></heat-page-view>`;
    if (isPending) return nothing;
    const layout = wireframeOf(scene, this.boxes.value?.wireframe ?? null, { scale, device: this.device });
    return html`<heat-wireframe .layout=${layout} inert></heat-wireframe>`;
  }

  private renderOverlay(moment: Moment, { map, scale, top }: { map: PageMap; scale: number; top: number }) {
    const place = ({ x, y }: Point) => ({ x: x * scale, y: (y - top) * scale });
    return renderTraces({
      clicks: moment.clicks,
      trail: this.timeline?.hasPointer ? trailAt(moment.scene, this.atMs) : [],
      placeOf: (point) => place(map.point(point)),
      placeOfClick: (click) => place(map.click(click)),
    });
  }

  private renderWindow(timeline: Timeline, scene: Scene) {
    const [viewW, viewH] = scene.view;
    const border = borderOf(this.device);
    const scale = Math.min(1, (this.room.w - border) / viewW, this.room.h / viewH);
    const map = this.mapOf(scene);
    const moment = stateAt(timeline, this.atMs);
    const top = map.scroll(moment.scrollY);
    const { page } = scene;
    const size = {
      '--frame-w': `${Math.round(viewW * scale) + border}px`,
      '--window-h': `${Math.round(viewH * scale)}px`,
      '--page-h': `${Math.round(pageHeight(scene, this.shownSnapshot) * scale)}px`,
      '--top': `${-top * scale}px`,
    };
    return html`<div class="device ${this.device}" ${styled(size)}>
      ${renderBar(this.device, page ? `${page.host}${readablePath(page.path)}` : '', scene.view)}
      <div class="window" role="img" aria-label=${`${page ? readablePath(page.path) : 'No page'}, scrolled to ${Math.round(moment.scrollY)} px`}>
        <div class="page">${this.renderPage(scene, scale)}</div>
        ${this.renderOverlay(moment, { map, scale, top })}
      </div>
    </div>`;
  }

  override render() {
    const { timeline, scene } = this;
    const isReady = timeline && scene && this.room.w > 0;
    return html`<div class="stage">${isReady ? this.renderWindow(timeline, scene) : nothing}</div>`;
  }
}

/** px of the page that is shown. */
function pageHeight(scene: Scene, laidOut: SettledPage | null = null): number {
  return laidOut?.size.height ?? Math.max(scene.docH ?? 0, scene.view[1]);
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-ghost-stage': HeatGhostStage;
  }
}
