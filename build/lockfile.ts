// Reads bun.lock: which package stands behind a folder of node_modules, its hash, and what it needs.

import lock from '../bun.lock';

export type LockedPackage = {
  /** Where it lies below node_modules: `elysia`, or `terser/commander` for one that only terser gets. */
  place: string;
  name: string;
  version: string;
  /** `sha512-…`, base64, of the package as it was downloaded. */
  integrity: string;
  /** Places of the packages that it needs and that are installed, optional ones included. */
  needs: string[];
};

type Entry = readonly unknown[];
type Info = { dependencies?: Record<string, string>; optionalDependencies?: Record<string, string> };

const entries = lock.packages as unknown as Record<string, Entry>;

/** The package at that place. Throws for one that bun.lock does not know or has no hash of. */
export function lockedPackage(place: string): LockedPackage {
  const entry = entries[place];
  const spec = entry?.[0];
  const integrity = entry?.at(-1);
  if (typeof spec !== 'string' || typeof integrity !== 'string' || !integrity.startsWith('sha512-'))
    throw new Error(`bun.lock has no package with a hash at "${place}"`);
  const at = spec.lastIndexOf('@');
  const info = (entry?.[2] ?? {}) as Info;
  const names = Object.keys({ ...info.dependencies, ...info.optionalDependencies });
  const needs = names.flatMap((name) => placeOf(name, place) ?? []).sort();
  return { place, name: spec.slice(0, at), version: spec.slice(at + 1), integrity, needs };
}

/** Where the package `from` finds the one it calls `name`: nearest first, as a runtime looks for it. */
function placeOf(name: string, from: string): string | null {
  for (let folder = from; ; folder = parentOf(folder)) {
    const place = folder === '' ? name : `${folder}/${name}`;
    if (place in entries) return place;
    if (folder === '') return null;
  }
}

/** `a/b` → `a`; a scope belongs to its name. */
function parentOf(place: string): string {
  const parts = place.match(/(?:@[^/]+\/)?[^/]+/g) ?? [];
  return parts.slice(0, -1).join('/');
}

/** `/…/node_modules/a/node_modules/@s/b/dist/x.js` → `a/@s/b`; null for our own files. */
export function placeOfFile(path: string): string | null {
  const folders = path.split('node_modules/').slice(1);
  const names = folders.flatMap((rest) => /^(?:@[^/]+\/)?[^/]+/.exec(rest)?.[0] ?? []);
  return names.length === 0 ? null : names.join('/');
}

/** `a/@s/b` → `node_modules/a/node_modules/@s/b`. */
export function folderOf(place: string): string {
  const names = place.match(/(?:@[^/]+\/)?[^/]+/g) ?? [];
  return names.map((name) => `node_modules/${name}`).join('/');
}

/** The packages at these places with everything that they need, at any depth. */
export function withNeeds(places: Iterable<string>): Set<string> {
  const found = new Set<string>();
  const open = [...places];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (found.has(place)) continue;
    found.add(place);
    open.push(...lockedPackage(place).needs);
  }
  return found;
}
