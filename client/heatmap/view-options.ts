// How a heatmap is looked at, as it stands in the query string beside the scope, so that the view can be shared.
// Pure reading and writing.

import { PLOT_MODES, type PlotMode } from '../../src/contract/project-points.ts';
import { MAP_KINDS, type MapKind } from './map-kinds.ts';
import { PALETTES, type PaletteName } from './palettes.ts';

export type HeatView = {
  /** Page id; null means the busiest page. */
  page: string | null;
  kind: MapKind;
  /** Null means whichever shows more of the clicks. */
  plot: PlotMode | null;
  palette: PaletteName;
  /** Id of a snapshot; null means the one that fits best. */
  snapshot: string | null;
  /** Width at which a snapshot is laid out, CSS px; null means that of its window. */
  width: number | null;
  /** px of the frame. */
  radius: number;
  /** Percent. */
  opacity: number;
};

export const WIDTH_RANGE = { min: 240, max: 4000 } as const;
export const RADIUS_RANGE = { min: 8, max: 60, initial: 24 } as const;
export const OPACITY_RANGE = { min: 20, max: 100, initial: 85 } as const;

/** What it does not understand becomes the default: addresses are typed and cut by people. */
export function parseView(search: string): HeatView {
  const params = new URLSearchParams(search);
  return {
    page: params.get('page') || null,
    kind: MAP_KINDS.find((kind) => kind === params.get('kind')) ?? 'click',
    plot: PLOT_MODES.find((mode) => mode === params.get('plot')) ?? null,
    palette: PALETTES.find((name) => name === params.get('palette')) ?? 'ember',
    snapshot: params.get('snapshot') || null,
    width: params.get('width')
      ? readNumber(params.get('width'), { ...WIDTH_RANGE, initial: 0 }) || null
      : null,
    radius: readNumber(params.get('radius'), RADIUS_RANGE),
    opacity: readNumber(params.get('opacity'), OPACITY_RANGE),
  };
}

/** The query string with `?`, or empty when all is default. Parameters that are not of the view are kept. */
export function writeView(view: HeatView, search: string): string {
  const params = new URLSearchParams(search);
  const entries: [name: string, value: string | null][] = [
    ['page', view.page],
    ['kind', view.kind === 'click' ? null : view.kind],
    ['plot', view.plot],
    ['palette', view.palette === 'ember' ? null : view.palette],
    ['snapshot', view.snapshot],
    ['width', view.width === null ? null : String(view.width)],
    ['radius', view.radius === RADIUS_RANGE.initial ? null : String(view.radius)],
    ['opacity', view.opacity === OPACITY_RANGE.initial ? null : String(view.opacity)],
  ];
  for (const [name, value] of entries) {
    if (value === null) params.delete(name);
    else params.set(name, value);
  }
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

function readNumber(text: string | null, range: { min: number; max: number; initial: number }): number {
  const value = text === null || text.trim() === '' ? Number.NaN : Math.round(Number(text));
  return Number.isFinite(value) ? Math.min(range.max, Math.max(range.min, value)) : range.initial;
}
