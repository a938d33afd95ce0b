// Copies free data (props, traits, meta, unknown fields) into a bounded copy: depth, keys, text lengths and bytes.
// What does not fit is left out and flagged. Keys such as __proto__ are data like any other.

import { LIMITS } from '../../contract/limits.ts';
import type { Json, Props } from '../../contract/wire.ts';
import { cleanText, jsonTextBytes } from '../../lib/text.ts';
import { type Finding, isRaw, type Raw, refuse } from './finding.ts';

type Budget = { bytes: number; isCut: boolean };
/** An object that is being copied, and how many levels may still open inside it. */
type Copy = { props: Props; keys: number; depth: number; budget: Budget };

/** A bounded copy of a JSON object; undefined when absent, refused when it is something else. */
export function props(value: unknown, name: string, finding: Finding): Props | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isRaw(value)) return refuse(finding, 'bad_field', `Field "${name}" must be an object`);
  const budget = fullBudget();
  const copy = copyObject(value, LIMITS.propsDepth - 1, budget);
  if (budget.isCut) finding.isCut = true;
  return copy;
}

/** A bounded copy of some entries as one object. */
export function copyEntries(entries: readonly [string, unknown][], finding: Finding): Props {
  const copy: Copy = { props: {}, keys: 0, depth: LIMITS.propsDepth - 1, budget: fullBudget() };
  for (const [key, value] of entries) if (!put(copy, key, value)) break;
  if (copy.budget.isCut) finding.isCut = true;
  return copy.props;
}

function fullBudget(): Budget {
  return { bytes: LIMITS.propsBytes - 2, isCut: false };
}

/** `depth` is how many levels may still open inside this object. */
function copyObject(value: Raw, depth: number, budget: Budget): Props {
  const copy: Copy = { props: {}, keys: 0, depth, budget };
  // What JSON.parse made has no other keys than its own, and lists of them would be made for each event.
  for (const key in value) if (!put(copy, key, value[key])) break;
  return copy.props;
}

/** Adds one entry, or flags that it was left out. False when there is no room for more keys. */
function put(copy: Copy, key: string, value: unknown): boolean {
  const { budget } = copy;
  if (copy.keys >= LIMITS.propsKeys) {
    budget.isCut = true;
    return false;
  }
  if (key.length > LIMITS.nameChars) budget.isCut = true;
  const name = cleanText(key, LIMITS.nameChars);
  const cost = jsonTextBytes(name) + 2;
  budget.bytes -= cost;
  const kept = budget.bytes < 0 ? undefined : copyValue(value, copy.depth, budget);
  if (kept === undefined) {
    budget.bytes += cost;
    budget.isCut = true;
    return true;
  }
  define(copy.props, name, kept);
  copy.keys += 1;
  return true;
}

function copyValue(value: unknown, depth: number, budget: Budget): Json | undefined {
  if (typeof value === 'string') {
    if (value.length > LIMITS.textChars) budget.isCut = true;
    const clean = cleanText(value, LIMITS.textChars);
    return spend(jsonTextBytes(clean), budget) ? clean : undefined;
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return undefined;
    return spend(String(value).length, budget) ? value : undefined;
  }
  if (typeof value === 'boolean' || value === null) return spend(5, budget) ? value : undefined;
  if (typeof value !== 'object' || depth <= 0 || !spend(2, budget)) return undefined;
  return Array.isArray(value)
    ? copyList(value, depth - 1, budget)
    : copyObject(value as Raw, depth - 1, budget);
}

function copyList(list: readonly unknown[], depth: number, budget: Budget): Json[] {
  const copy: Json[] = [];
  for (const value of list) {
    const kept = spend(1, budget) ? copyValue(value, depth, budget) : undefined;
    if (kept === undefined) {
      budget.isCut = true;
      // A hole would shift the places of what follows.
      break;
    }
    copy.push(kept);
  }
  return copy;
}

function spend(bytes: number, budget: Budget): boolean {
  if (bytes > budget.bytes) return false;
  budget.bytes -= bytes;
  return true;
}

/** Assigning `__proto__` would set the prototype. */
function define(copy: Props, name: string, value: Json): void {
  if (name === '__proto__') {
    Object.defineProperty(copy, name, { value, enumerable: true, configurable: true, writable: true });
  } else {
    copy[name] = value;
  }
}
