// What the check of one value has found so far: the first reason to refuse it, and whether a text was cut.
// Passed along instead of exceptions, because a hostile batch may hold a thousand bad events.

import type { ElementDescriptor } from '../../contract/element.ts';
import type { Json, RejectCode } from '../../contract/wire.ts';

/** An object as JSON.parse made it: read by names of our own, never merged. */
export type Raw = { [key: string]: unknown };

/** Elements of the batch; place in the envelope's list → place here, -1 when that descriptor was unusable. */
export type ElementList = { items: ElementDescriptor[]; places: number[] };

export type Finding = {
  code: RejectCode | null;
  message: string;
  isCut: boolean;
  /** The fields read so far; a reader may add more than the one it was called for. */
  fields: { [key: string]: Json };
  elements: ElementList;
};

export function createFinding(elements: ElementList = { items: [], places: [] }): Finding {
  return { code: null, message: '', isCut: false, fields: {}, elements };
}

/** Makes the finding ready for the next event. */
export function resetFinding(finding: Finding): void {
  finding.code = null;
  finding.message = '';
  finding.isCut = false;
  finding.fields = {};
}

/** Notes why the value is refused; the first reason stays. `message` never holds input. */
export function refuse(finding: Finding, code: RejectCode, message: string): undefined {
  if (finding.code === null) {
    finding.code = code;
    finding.message = message;
  }
  return undefined;
}

export function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
