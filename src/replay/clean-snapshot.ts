// From whatever was uploaded to a snapshot that can be built without harm. Wrong shapes and sizes are refused; what
// must not be in a page (scripts, handlers, addresses) is dropped with all that lies inside.

import type { ElementDescriptor } from '../contract/element.ts';
import { LIMITS } from '../contract/limits.ts';
import type { SnapshotContent, SnapshotMore, SnapshotNode } from '../contract/snapshot.ts';
import { isSnapshotTag, snapshotAttribute } from '../contract/snapshot-rules.ts';
import { cleanCss } from './clean-css.ts';
import { cleanDescriptor } from './clean-descriptor.ts';
import { badSnapshot, snapshotTooLarge } from './snapshot-faults.ts';

/** Pictures and fonts only; drawings are safe as pictures: a browser runs and fetches nothing of them there. */
const ASSET =
  /^data:(image\/(png|jpeg|gif|webp|avif|svg\+xml|bmp|x-icon)|font\/(woff2?|ttf|otf|sfnt)|application\/font-woff2?);base64,[a-z0-9+/]*={0,2}$/i;
const BUTTON_LIKE = /^(submit|button|reset)$/i;

/** Throws HeatError `invalid` (bad_snapshot) or `too_large` (snapshot_too_large). Nothing of the input is echoed. */
export function cleanSnapshot(value: unknown): SnapshotContent {
  const input = record(value);
  if (input.v !== 1) throw badSnapshot('it is of another version');
  const assets = list(input.assets, LIMITS.snapshotAssets, 'files').map(cleanAsset);
  const styles = list(input.styles, LIMITS.snapshotStyles, 'style sheets').map((style) =>
    cleanCss(text(style, LIMITS.snapshotStyleChars)),
  );
  const descriptors = list(input.descriptors, LIMITS.snapshotDescriptors, 'descriptors').map(cleanDescriptor);
  const [viewport, doc] = [size(input.viewport), size(input.doc)];
  const nodes = cleanNodes(list(input.nodes, LIMITS.snapshotNodes, 'nodes'), {
    styles: styles.length,
    descriptors,
  });
  if (nodes[0]?.[1] !== 'html' || nodes[0]?.length === 2) throw badSnapshot('it has no root');
  return {
    v: 1,
    url: text(input.url, LIMITS.pathChars),
    title: text(input.title, LIMITS.textChars),
    viewport,
    doc,
    ...(input.isCut === true ? { isCut: true } : {}),
    ...(input.isQuirks === true ? { isQuirks: true } : {}),
    nodes,
    styles,
    assets,
    descriptors: descriptors.map((descriptor) => descriptor ?? { tag: 'heat-unknown' }),
  };
}

type Facts = { styles: number; descriptors: readonly (ElementDescriptor | null)[] };
/** Where an input node went: its new index (-1 when dropped), its depth, its tag ('' for texts). */
type Placed = { index: number; depth: number; tag: string };

function cleanNodes(input: readonly unknown[], facts: Facts): SnapshotNode[] {
  const nodes: SnapshotNode[] = [];
  const placed: Placed[] = [];
  const dropped: Placed = { index: -1, depth: 0, tag: '' };
  for (const [at, entry] of input.entries()) {
    if (!Array.isArray(entry) || entry.length < 2 || entry.length > 4)
      throw badSnapshot('a node has another form');
    const [from, name] = entry as [unknown, unknown];
    if (!Number.isInteger(from) || (from as number) >= at || (from as number) < 0 !== (at === 0))
      throw badSnapshot('a node does not follow its parent');
    const parent = placed[from as number] ?? { index: -1, depth: -1, tag: '#root' };
    const depth = parent.depth + 1;
    const isDropped = (at > 0 && parent.index < 0) || depth > LIMITS.snapshotDepth;
    const node = isDropped ? null : cleanNode(entry, { parent, name, facts });
    placed.push(node ? { index: nodes.length, depth, tag: node.length === 2 ? '' : node[1] } : dropped);
    if (node) nodes.push(node);
  }
  return nodes;
}

function cleanNode(
  entry: readonly unknown[],
  { parent, name, facts }: { parent: Placed; name: unknown; facts: Facts },
): SnapshotNode | null {
  if (parent.tag === '' || typeof name !== 'string') throw badSnapshot('a text has children');
  if (entry.length === 2) {
    // A text field's text is typed, and styles stand in their own list.
    if (/^(textarea|style)$/.test(parent.tag)) return null;
    return [parent.index, name.slice(0, LIMITS.snapshotTextChars)];
  }
  if (!isSnapshotTag(name) || (name === 'html') !== (parent.tag === '#root')) return null;
  const more = cleanMore(entry[3], name, facts);
  const attributes = name === '#shadow' ? {} : cleanAttributes(name, record(entry[2]));
  return more ? [parent.index, name, attributes, more] : [parent.index, name, attributes];
}

function cleanAttributes(tag: string, input: Record<string, unknown>): { [name: string]: string } {
  const kept: [string, string][] = [];
  for (const name of Object.keys(input).slice(0, LIMITS.snapshotAttributes)) {
    const value = input[name];
    if (typeof value !== 'string' || name.length > LIMITS.snapshotNameChars) continue;
    if (name.toLowerCase() === 'value' && tag === 'input' && !BUTTON_LIKE.test(String(input.type))) continue;
    const clean = snapshotAttribute(tag, name, value.slice(0, LIMITS.snapshotValueChars));
    if (clean !== null) kept.push([name, name.toLowerCase() === 'style' ? cleanCss(clean) : clean]);
  }
  return Object.fromEntries(kept);
}

function cleanMore(input: unknown, tag: string, facts: Facts): SnapshotMore | null {
  if (input === undefined) return null;
  const { d, c, s, x } = record(input);
  const more: SnapshotMore = {};
  if (isIndex(d, facts.descriptors.length) && facts.descriptors[d]) more.d = d;
  if (tag === 'style' && isIndex(c, facts.styles)) more.c = c;
  if (tag === 'img' && typeof x === 'number' && x > 0 && x < 1) more.x = x;
  if (Array.isArray(s) && s.length === 2 && s.every((px) => Number.isFinite(px)))
    more.s = s.map((px) => Math.round(Math.min(LIMITS.coordinatePx, Math.max(-LIMITS.coordinatePx, px)))) as [
      number,
      number,
    ];
  return Object.keys(more).length > 0 ? more : null;
}

function cleanAsset(value: unknown): string {
  const asset = text(value, LIMITS.snapshotAssetChars);
  return ASSET.test(asset) ? asset : '';
}

function isIndex(value: unknown, length: number): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < length;
}

function size(value: unknown): [number, number] {
  const isSize =
    Array.isArray(value) && value.length === 2 && value.every((px) => Number.isFinite(px) && px >= 1);
  if (!isSize) throw badSnapshot('its sizes are missing');
  return (value as [number, number]).map((px) => Math.round(Math.min(LIMITS.coordinatePx, px))) as [
    number,
    number,
  ];
}

function text(value: unknown, most: number): string {
  if (typeof value !== 'string') throw badSnapshot('a text is missing');
  if (value.length > most) throw snapshotTooLarge(most, `one of its texts is above ${most}`);
  return value;
}

function list(value: unknown, most: number, what: string): unknown[] {
  if (!Array.isArray(value)) throw badSnapshot(`its list of ${what} is missing`);
  if (value.length > most) throw snapshotTooLarge(most, `its number of ${what} is above ${most}`);
  return value;
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw badSnapshot('it is no object');
  return value as Record<string, unknown>;
}
