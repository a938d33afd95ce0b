// Builds a snapshot inside a document that runs nothing and fetches nothing: node by node, each checked again. Knows no
// size and measures nothing.

import type { SnapshotContent, SnapshotMore } from '../../src/contract/snapshot.ts';
import { ASSET_REFERENCE } from '../../src/contract/snapshot.ts';
import { isSnapshotTag, snapshotAttribute } from '../../src/contract/snapshot-rules.ts';
import { fitCss } from './fit-css.ts';

const NAMESPACES: Readonly<Record<string, string>> = {
  svg: 'http://www.w3.org/2000/svg',
  math: 'http://www.w3.org/1998/Math/MathML',
};
const HTML = 'http://www.w3.org/1999/xhtml';
/** Whatever moved stands where it would have come to rest. */
const STILL =
  '*,*::before,*::after{animation-duration:0s!important;animation-delay:0s!important;animation-iteration-count:1!important;' +
  'transition:none!important;scroll-behavior:auto!important}' +
  // Masked letters are struck out by a bar of their own length.
  '[data-heat-masked]:not(input){-webkit-text-fill-color:transparent!important;text-decoration:line-through .6em rgb(168 164 160)!important}';

/** Elements by the index of their descriptor. */
export type BuiltPage = {
  targets: Map<number, Element>;
  scrolled: [element: Element, left: number, top: number][];
};

/** Replaces everything in the document. */
export function buildPage(document: Document, content: SnapshotContent): BuiltPage {
  const [width, height] = content.viewport;
  const assetOf = (place: number): string | null => content.assets[place] || null;
  const fit = (css: string) => fitCss(css, { width, height }, assetOf);
  const built: (Element | ShadowRoot | null)[] = [];
  const page: BuiltPage = { targets: new Map(), scrolled: [] };
  let root: Element | null = null;
  for (const [parent, name, attributes, more] of content.nodes) {
    const above = built[parent] ?? null;
    if (attributes === undefined) {
      above?.append(document.createTextNode(name));
      built.push(null);
      continue;
    }
    if (name === '#shadow') {
      built.push(openShadow(above));
      continue;
    }
    const isRoot: boolean = parent < 0 && root === null && name === 'html';
    const element: Element | null =
      (above || isRoot) && isSnapshotTag(name) ? create(document, name, above) : null;
    built.push(element);
    if (!element) continue;
    dress(element, attributes, { fit, assetOf });
    if (more?.x) thin(element, more.x);
    if (name === 'style' && more?.c !== undefined) element.textContent = fit(content.styles[more.c] ?? '');
    remember(page, element, more);
    if (isRoot) root = element;
    else above?.append(element);
  }
  const still = document.createElement('style');
  still.textContent = STILL;
  (root ?? document.documentElement).append(still);
  if (root) document.replaceChild(root, document.documentElement);
  return page;
}

function create(document: Document, name: string, above: Element | ShadowRoot | null): Element {
  const isDrawing = above !== null && 'namespaceURI' in above && above.localName !== 'foreignObject';
  const inherited = isDrawing ? (above.namespaceURI ?? HTML) : HTML;
  return document.createElementNS(NAMESPACES[name] ?? inherited, name);
}

function openShadow(host: Element | ShadowRoot | null): Element | ShadowRoot | null {
  if (!host || !('attachShadow' in host)) return null;
  try {
    return host.attachShadow({ mode: 'open' });
  } catch {
    // Not every element may have one; its contents then stand in the element itself.
    return host;
  }
}

function dress(
  element: Element,
  attributes: { [name: string]: string },
  { fit, assetOf }: { fit: (css: string) => string; assetOf: (place: number) => string | null },
): void {
  for (const [name, value] of Object.entries(attributes)) {
    const allowed = snapshotAttribute(element.localName, name, value);
    const place = allowed === null ? null : ASSET_REFERENCE.exec(allowed);
    const shown = place && /^(src|href|xlink:href|poster)$/i.test(name) ? assetOf(Number(place[1])) : allowed;
    if (shown !== null) element.setAttribute(name, name.toLowerCase() === 'style' ? fit(shown) : shown);
  }
}

function remember(page: BuiltPage, element: Element, more: SnapshotMore | undefined): void {
  if (more?.d !== undefined) page.targets.set(more.d, element);
  if (more?.s) page.scrolled.push([element, ...more.s]);
}

/** A picture whose copy is smaller than it was takes the room that it took. */
function thin(element: Element, density: number): void {
  const source = element.getAttribute('src');
  if (!source) return;
  element.removeAttribute('src');
  element.setAttribute('srcset', `${source} ${density}x`);
}
