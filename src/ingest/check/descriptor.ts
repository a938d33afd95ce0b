// Reads how an element is described: our own descriptor, or the CSS selector that other trackers send.

import type { ElementDescriptor, RawDescriptor } from '../../contract/element.ts';
import { LIMITS } from '../../contract/limits.ts';
import { stableDescriptor, tagOf } from '../../contract/stable-name.ts';
import { type ElementList, type Finding, isRaw, refuse } from './finding.ts';
import { address, longText, type Reader, shortText, whole } from './values.ts';

const hash32 = whole({ min: 0, max: 2 ** 32 - 1 });
const TAG = /^[a-z][a-z0-9_.-]{0,63}/;
const LAST_COMPOUND = /[^\s>+~]+$/;

/** The descriptor with bounded fields, or undefined and a finding when it is unusable. */
export function readDescriptor(value: unknown, finding: Finding): ElementDescriptor | undefined {
  if (!isRaw(value)) return refuse(finding, 'bad_field', 'An element must be an object');
  const said = value.tag ?? (typeof value.path === 'string' ? tagOf(value.path) : undefined);
  const tag = typeof said === 'string' ? TAG.exec(said.toLowerCase())?.[0] : undefined;
  if (tag === undefined) return refuse(finding, 'bad_field', 'An element must have a tag');
  const descriptor: RawDescriptor = { tag };
  const put = <K extends Exclude<keyof ElementDescriptor, 'classes'>>(
    name: K,
    read: Reader<NonNullable<ElementDescriptor[K]>>,
  ) => {
    const found = read(value[name], name, finding);
    if (found !== undefined && found !== '') descriptor[name] = found;
  };
  put('id', shortText);
  put('ref', shortText);
  put('name', shortText);
  put('role', shortText);
  put('type', shortText);
  put('href', href);
  put('text', hash32);
  put('heading', hash32);
  put('landmark', shortText);
  put('path', longText);
  const classes = readClasses(value.classes, finding);
  if (classes.length > 0) descriptor.classes = classes;
  put('selector', longText);
  return finding.code === null ? stableDescriptor(descriptor) : undefined;
}

/** A descriptor made of a CSS selector: the tag of its last part, `*` when that names none. */
export function selectorDescriptor(selector: unknown, finding: Finding): ElementDescriptor | undefined {
  const clean = longText(selector, 'selector', finding);
  if (clean === undefined || clean.trim() === '') return undefined;
  const last = LAST_COMPOUND.exec(clean.slice(-LIMITS.nameChars).trimEnd())?.[0] ?? '';
  // A class or id may follow directly: `a.button` has the tag `a`.
  const tag = /^[a-z][a-z0-9-]*/.exec(last.toLowerCase())?.[0] ?? '*';
  return { tag, selector: clean };
}

/** Reads the envelope's list. Unusable ones get the place -1, and events that point there are refused. */
export function readElements(list: readonly unknown[], finding: Finding): ElementList {
  const elements: ElementList = { items: [], places: [] };
  for (const item of list) {
    const wasCut = finding.isCut;
    const descriptor = readDescriptor(item, finding);
    elements.places.push(descriptor === undefined ? -1 : elements.items.push(descriptor) - 1);
    finding.code = null;
    finding.isCut = wasCut;
  }
  return elements;
}

const href: Reader<string> = (value, name, finding) => {
  const found = address(value, name, finding);
  return found === undefined ? undefined : found.replace(/[?#].*$/s, '');
};

/** A list of names, or the attribute as it is. */
function readClasses(value: unknown, finding: Finding): string[] {
  const list = typeof value === 'string' ? value.trim().split(/\s+/) : value;
  if (!Array.isArray(list)) return [];
  const classes: string[] = [];
  for (const item of list.slice(0, LIMITS.elementClasses)) {
    const found = shortText(item, 'classes', finding);
    if (found) classes.push(found);
  }
  return classes;
}
