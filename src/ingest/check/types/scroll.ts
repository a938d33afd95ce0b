// How far a page was scrolled, on which way, and how long its sections were in view.

import { LIMITS } from '../../../contract/limits.ts';
import type { Json } from '../../../contract/wire.ts';
import { type Finding, refuse } from '../finding.ts';
import type { Shape } from '../shape.ts';
import { coordinate, number, type Reader, tuple } from '../values.ts';
import { type PathForm, type PathUnit, PLAIN_UNIT, readPath, STEP_UNIT } from './packed-path.ts';

const percent = number({ min: 0, max: 100 });
const section = tuple([
  { min: 0, max: LIMITS.envelopeElements },
  { min: 0, max: LIMITS.sessionMaxMs },
  { min: -LIMITS.coordinatePx, max: LIMITS.coordinatePx },
  { min: 0, max: LIMITS.coordinatePx },
]);

/** Each section is [place in the envelope's elements, ms in view, top px, height px]. */
const sections: Reader = (value, name, finding) => {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) return refuse(finding, 'bad_field', `Field "${name}" must be a list`);
  if (value.length > LIMITS.scrollSections) finding.isCut = true;
  const kept: Json[] = [];
  for (const item of value.slice(0, LIMITS.scrollSections)) {
    const read = readSection(item, name, finding);
    if (read === undefined) return undefined;
    kept.push(read);
  }
  return kept;
};

function readSection(item: unknown, name: string, finding: Finding): number[] | undefined {
  const read = section(item ?? 0, name, finding);
  if (read === undefined) return undefined;
  const place = finding.elements.places[read[0]!] ?? -1;
  if (place < 0) return refuse(finding, 'bad_field', `Field "${name}" names no element of the envelope`);
  read[0] = place;
  return read;
}

/** Time and place of each sample; the first counts from the event's time, at which the path is over. */
const WIDTH = 2;
const form: PathForm = {
  width: WIDTH,
  steps: new Int32Array(LIMITS.scrollSamples * WIDTH + 1),
  earliestMs: -LIMITS.sessionMaxMs,
};
const packed =
  (unit: PathUnit): Reader<string> =>
  (value, name, finding) => {
    const isThere = value !== undefined && value !== null;
    const read = isThere ? readPath(value, form, { name, finding, unit }) : undefined;
    if (read) finding.fields.path = read.path;
    return undefined;
  };

export const scroll: Shape = {
  fields: {
    scrollY: coordinate,
    scrollDepthPct: percent,
    docHeight: coordinate,
    maxDepthPct: percent,
    deepest: coordinate,
    sections,
    path: packed(PLAIN_UNIT),
    steps: packed(STEP_UNIT),
  },
  required: ['scrollDepthPct'],
  finish: addDepth,
};

/** How deep a page was seen follows from the deepest px and the height. */
function addDepth({ fields }: Finding): void {
  const { deepest, docHeight, scrollY } = fields;
  // Our tracker tells both as the browser does: in fractions of a px.
  if (typeof deepest === 'number') {
    fields.deepest = Math.round(deepest);
    if (typeof scrollY === 'number') fields.scrollY = Math.round(scrollY);
  }
  if (fields.scrollDepthPct !== undefined || typeof deepest !== 'number' || typeof docHeight !== 'number')
    return;
  fields.scrollDepthPct = Math.round((Math.min(deepest, docHeight) / (docHeight || 1)) * 100);
}
