// From a recorded element to one that can be built without harm: tags and attributes by list, addresses only where
// nothing is fetched by them, nothing that was typed. What is taken out leaves an empty element with its number behind,
// because later records speak of it.

import { LIMITS } from '../contract/limits.ts';
import { isSnapshotTag, snapshotAttribute } from '../contract/snapshot-rules.ts';
import type { Json } from '../contract/wire.ts';
import { withoutSecrets } from '../lib/url-secrets.ts';
import { cleanCss } from './clean-css.ts';
import { asRaw, type Clean, masked, nodeId, type Raw, textOf } from './recorded-values.ts';

/** Numbers of rrweb's node types. */
const NODE = { document: 0, doctype: 1, element: 2, text: 3, cdata: 4, comment: 5 } as const;
/** Pages in pages become boxes of their size. */
const FRAMES = /^(iframe|frame|object|embed|applet|fencedframe|portal)$/i;
const BUTTON_LIKE = /^(submit|button|reset)$/i;
/** The only addresses that stand in a recording: pictures that it holds itself. */
const PICTURE = /^data:image\/(png|jpeg|gif|webp|avif|svg\+xml|bmp|x-icon);base64,[a-z0-9+/]*={0,2}$/i;
const PX = /^\d{1,6}(\.\d+)?px$/;
const FLAGS = /^(checked|selected|disabled|open|readonly|multiple|hidden|controls|reversed|inert)$/;

/** How many nodes may still be read. */
export type NodeBudget = { left: number };

/** Null for what is no node; `budget` counts down, and what is beyond it or too deep is left out. */
export function cleanNode(value: unknown, budget: NodeBudget, depth = 0, parentTag = ''): Clean | null {
  const raw = asRaw(value);
  const id = nodeId(raw?.id);
  if (!raw || id === null || budget.left <= 0 || depth > LIMITS.snapshotDepth) return null;
  budget.left -= 1;
  const rootId = nodeId(raw.rootId);
  const base: Clean = { id, ...(rootId === null ? {} : { rootId }) };
  const children = (tag: string) =>
    Array.isArray(raw.childNodes)
      ? raw.childNodes.flatMap((child) => cleanNode(child, budget, depth + 1, tag) ?? [])
      : [];
  switch (raw.type) {
    case NODE.document:
      return depth > 0
        ? null
        : { ...base, type: NODE.document, childNodes: children('#document'), ...compatMode(raw) };
    case NODE.doctype:
      return { ...base, type: NODE.doctype, name: 'html', publicId: doctypeId(raw.publicId), systemId: '' };
    case NODE.element:
      return cleanElement(raw, base, children);
    case NODE.text:
    case NODE.cdata:
      return cleanText(raw, base, parentTag);
    case NODE.comment:
      return { ...base, type: NODE.comment, textContent: '' };
    default:
      return null;
  }
}

function cleanElement(raw: Raw, base: Clean, children: (tag: string) => Json[]): Clean {
  const name = textOf(raw.tagName, LIMITS.snapshotNameChars) ?? '';
  const given = asRaw(raw.attributes) ?? {};
  const isStyleLink = name === 'link' && typeof given._cssText === 'string';
  const tag = isStyleLink ? 'style' : FRAMES.test(name) ? 'div' : name;
  const isKept = isStyleLink || FRAMES.test(name) || isSnapshotTag(name);
  // An element that nothing is drawn of, whatever stood there.
  if (!isKept) return { ...base, type: NODE.element, tagName: 'noscript', attributes: {}, childNodes: [] };
  const shadow: Clean = {
    ...(raw.isSVG === true ? { isSVG: true } : {}),
    ...(raw.isShadowHost === true ? { isShadowHost: true } : {}),
    ...(raw.isShadow === true ? { isShadow: true } : {}),
    ...(raw.needBlock === true ? { needBlock: true } : {}),
  };
  return {
    ...base,
    ...shadow,
    type: NODE.element,
    tagName: tag,
    attributes: cleanAttributes(tag, given),
    childNodes: FRAMES.test(name) ? [] : children(tag),
  };
}

function cleanText(raw: Raw, base: Clean, parentTag: string): Clean {
  const isStyle = raw.isStyle === true || parentTag === 'style';
  const text = textOf(raw.textContent, isStyle ? LIMITS.snapshotStyleChars : LIMITS.snapshotTextChars) ?? '';
  const isTyped = parentTag === 'textarea';
  return {
    ...base,
    type: NODE.text,
    textContent: isStyle ? cleanCss(text) : isTyped ? masked(text) : text,
    ...(isStyle ? { isStyle: true } : {}),
  };
}

/** `tag` is '' where it is not known, as when attributes change: then only what is harmless everywhere stays. */
export function cleanAttributes(tag: string, given: Raw): Clean {
  const kept: [string, Json][] = [];
  for (const name of Object.keys(given).slice(0, LIMITS.snapshotAttributes)) {
    const value = cleanAttribute(tag, name, given);
    if (value !== undefined && name !== '__proto__') kept.push([name, value]);
  }
  return Object.fromEntries(kept);
}

/** Undefined for what must not stand there. Null says that an attribute was removed. */
function cleanAttribute(tag: string, name: string, given: Raw): Json | undefined {
  const value = given[name];
  const plain = name.toLowerCase();
  if (name === '_cssText') {
    const css = textOf(value, LIMITS.snapshotStyleChars);
    return css === null ? undefined : cleanCss(css);
  }
  if (name.startsWith('rr_')) return cleanSize(name, value);
  if (value === null) return /^[a-z][\w:.-]*$/i.test(name) && !/^on/.test(plain) ? null : undefined;
  if (typeof value === 'boolean') return FLAGS.test(plain) ? value : undefined;
  if (plain === 'style') return cleanStyle(value);
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || name.length > LIMITS.snapshotNameChars) return undefined;
  if (plain === 'src' || plain === 'poster')
    return text.length <= LIMITS.snapshotAssetChars && PICTURE.test(text) ? text : undefined;
  if (
    plain === 'value' &&
    !(tag === 'input' && BUTTON_LIKE.test(typeof given.type === 'string' ? given.type : '')) &&
    tag !== 'li'
  )
    return undefined;
  const clean = snapshotAttribute(tag || 'div', name, text.slice(0, LIMITS.snapshotValueChars));
  if (clean === null) return undefined;
  return /^(xlink:)?href$/.test(plain) && !clean.startsWith('#') ? withoutSecrets(clean) : clean;
}

/** What the recorder notes of an element beside its attributes: sizes and scroll positions. */
function cleanSize(name: string, value: unknown): Json | undefined {
  if (name === 'rr_width' || name === 'rr_height')
    return typeof value === 'string' && PX.test(value) ? value : undefined;
  if (name === 'rr_scrollLeft' || name === 'rr_scrollTop')
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  return undefined;
}

/** As a text, or as changes of single properties: `false` removes one, a pair is value and priority. */
function cleanStyle(value: unknown): Json | undefined {
  if (typeof value === 'string') return cleanCss(value.slice(0, LIMITS.snapshotStyleChars));
  const changes = asRaw(value);
  if (!changes) return undefined;
  const kept: [string, Json][] = [];
  for (const name of Object.keys(changes).slice(0, LIMITS.snapshotAttributes)) {
    const change = changes[name];
    if (!/^-{0,2}[a-z][\w-]{0,79}$/i.test(name)) continue;
    if (change === false) kept.push([name, false]);
    else if (typeof change === 'string') kept.push([name, cleanCss(change)]);
    else if (Array.isArray(change) && typeof change[0] === 'string')
      kept.push([name, [cleanCss(change[0]), change[1] === 'important' ? 'important' : '']]);
  }
  return Object.fromEntries(kept);
}

function compatMode({ compatMode }: Raw): Clean {
  return compatMode === 'BackCompat' ? { compatMode } : {};
}

/** Old document types change the layout; their names are letters and slashes. */
function doctypeId(value: unknown): string {
  return typeof value === 'string' && /^[-\w/ .+]{0,80}$/.test(value) ? value : '';
}
