// The only file that knows simpleheat: points of a frame become colours on a canvas that covers its parent.
// Draws what it is given; where the points come from and what they mean is not its matter. `data-points` on the
// element says how many points the last finished drawing had.

import { css, html, LitElement, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import simpleheat, { type Simpleheat } from 'simpleheat';
import { mergePoints, type PlotPoint, paneOf } from '../../src/contract/intensity.ts';
import { ThemeWatch } from '../state/theme-watch.ts';
import { isDark } from '../styles/theme.ts';
import { canvasRatio } from './intensity.ts';
import { type PaletteName, paletteStops } from './palettes.ts';
import { styled } from './styled.ts';

/** Faintest visible spot, 0…1: one click can still be seen beside a hot button. */
const FAINTEST = 0.11;
/** Solid part of a spot's radius; below a half even the middle of a lone spot stays pale. */
const SOLID = 0.55;

@customElement('heat-canvas')
export class HeatCanvas extends LitElement {
  static override styles = css`
    :host { display: block; pointer-events: none; }
    canvas { display: block; width: 100%; height: 100%; }
  `;

  /** CSS px of the frame, relative to this element's own box. */
  @property({ attribute: false }) points: readonly PlotPoint[] = [];
  /** Size of the frame in CSS px. */
  @property({ type: Number }) width = 0;
  @property({ type: Number }) height = 0;
  /** Clicks of a spot that get the hottest colour. */
  @property({ type: Number }) max = 1;
  /** Radius of a spot with its blur, CSS px. */
  @property({ type: Number }) radius = 24;
  /** Of the whole map, 0…1. */
  @property({ type: Number }) opacity = 0.85;
  @property() palette: PaletteName = 'ember';
  /** Whether what lies under the map is dark; null means as the dashboard is. */
  @property({ attribute: false }) onDark: boolean | null = null;
  /** What somebody who cannot see the map is told. */
  @property({ attribute: false }) description = '';

  private heat: Simpleheat | null = null;
  private frame = 0;
  private density: MediaQueryList | null = null;

  constructor() {
    super();
    new ThemeWatch(this, () => this.schedule());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.watchDensity();
    this.schedule();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.density?.removeEventListener('change', this.handleDensity);
    cancelAnimationFrame(this.frame);
  }

  private readonly schedule = (): void => {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.draw());
  };

  /** A window that moves to another screen changes its pixel ratio without resizing anything. */
  private watchDensity(): void {
    this.density?.removeEventListener('change', this.handleDensity);
    this.density = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    this.density.addEventListener('change', this.handleDensity);
  }

  private readonly handleDensity = (): void => {
    this.watchDensity();
    this.schedule();
  };

  private draw(): void {
    const canvas = this.renderRoot.querySelector('canvas');
    const ratio = canvasRatio(this.width, this.height, devicePixelRatio);
    if (!canvas || ratio === 0) return;
    const width = Math.max(1, Math.round(this.width * ratio));
    const height = Math.max(1, Math.round(this.height * ratio));
    if (canvas.width !== width || canvas.height !== height || !this.heat) {
      canvas.width = width;
      canvas.height = height;
      // The first call decides: simpleheat reads all pixels back after each drawing.
      canvas.getContext('2d', { willReadFrequently: true });
      this.heat ??= simpleheat(canvas);
      this.heat.resize();
    }
    const spot = Math.max(2, this.radius * ratio);
    const points = mergePoints(this.points, this.radius / 5);
    this.heat
      .data(points.map(([x, y, count]) => [x * ratio, y * ratio, paneOf(count, this.max)] as const))
      .max(1)
      .radius(spot * SOLID, spot * (1 - SOLID))
      .gradient(
        Object.fromEntries(
          paletteStops(this.palette, this.onDark ?? isDark()).map(([at, colour]) => [String(at), colour]),
        ),
      )
      .draw(FAINTEST);
    lift(canvas);
    this.dataset.points = String(points.length);
  }

  protected override updated(changed: PropertyValues<this>): void {
    const onlyOpacity =
      changed.size > 0 && [...changed.keys()].every((name) => name === 'opacity' || name === 'description');
    if (!onlyOpacity) this.schedule();
  }

  override render() {
    return html`<canvas role="img" aria-label=${this.description} ${styled({ opacity: String(this.opacity) })}></canvas>`;
  }
}

/** simpleheat's opacity is the intensity itself, too faint for single clicks: laid over itself once, hues unchanged. */
function lift(canvas: HTMLCanvasElement): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  context.globalAlpha = 1;
  context.drawImage(canvas, 0, 0);
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-canvas': HeatCanvas;
  }
}
