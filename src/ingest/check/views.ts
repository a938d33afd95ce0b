// Viewports of a batch, each once. A page that is not shown reports a viewport of 0 × 0: that is "unknown", not 1 px.

import { LIMITS } from '../../contract/limits.ts';
import type { WireView } from '../../contract/wire.ts';
import { type Finding, refuse } from './finding.ts';
import { number } from './values.ts';

const edge = number({ min: 0, max: LIMITS.viewportPx });
const pixelRatio = number({ min: 0.1, max: LIMITS.pixelRatio });

/** The viewport, null when unknown, undefined (and a finding) when it is none. */
export function readView(
  size: { w: unknown; h: unknown; dpr: unknown },
  finding: Finding,
): WireView | null | undefined {
  const w = edge(size.w, 'viewport.w', finding);
  const h = edge(size.h, 'viewport.h', finding);
  const dpr = pixelRatio(size.dpr, 'viewport.dpr', finding) ?? 1;
  if (finding.code !== null) return undefined;
  if (w === undefined || h === undefined) {
    return refuse(finding, 'bad_field', 'A viewport must have a width and a height');
  }
  const [width, height] = [Math.round(w), Math.round(h)];
  return width < 1 || height < 1 ? null : [width, height, dpr];
}
