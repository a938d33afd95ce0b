// Writes the page down as it stands: nodes in order, styles, files, and how each element would be described. Changes
// nothing in it. What is typed, private or runs stays behind; the server looks again.

import type { ElementDescriptor } from '../../src/contract/element.ts';
import type { SnapshotContent, SnapshotMore, SnapshotNode } from '../../src/contract/snapshot.ts';
import { describeElement } from '../core/describe-element.ts';
import { cleanUrl, pageUrl } from '../core/privacy.ts';
import type { Assets } from './assets.ts';
import { boxFor, densityOf, isDrawing } from './picture-size.ts';
import { createStyles } from './styles.ts';

/** Never part of a picture of a page. */
const LEFT_OUT = /^(script|noscript|template|base|meta|title|source|track|param|heat-notice|animate.*|set)$/;
/** Shown as boxes of their size. */
const FOREIGN = /^(iframe|frame|object|embed|portal|fencedframe)$/;
/** Attributes that act, fetch, or hold what was typed. */
const LEFT_OUT_ATTRIBUTES =
  /^(on.*|srcset|sizes|src|srcdoc|action|formaction|ping|nonce|integrity|value|autofocus|background|poster|data|xlink:href|href|loading|style|is)$/;
const WORDS = /^(title|alt|placeholder|label|aria-label|data-.*)$/;

/** Just below what the server takes (LIMITS.snapshot…), whose whole table would weigh more than this file. */
const MOST_NODES = 29_000;
const DEEPEST = 190;
const MOST_CHARS = 19_000;
const MOST_DESCRIPTORS = 6_000;

export type CopyRules = {
  /** Of the page as reports know it, where the tracker knows it; else it follows from the address. */
  url?: string;
  /** Selector of what becomes a grey box. */
  block: string;
  /** Selector of where letters become blocks. */
  mask: string;
  /** Selector of what no hash is made of. */
  unhashed: string;
  /** What becomes of pictures and files. */
  assets: Assets;
  /** How all of the page is masked, where it is a visitor's. */
  everything?: {
    maskText(text: string): string;
    maskAttribute(name: string, value: string): string | null;
    maskDescriptor(descriptor: ElementDescriptor): ElementDescriptor;
  };
  /** Resolves when work may go on; asked between small pieces of it. */
  pause?(): Promise<void>;
};

/** The page as it is sent; `isCut` where it has more than the server takes. */
export async function copyPage(rules: CopyRules): Promise<SnapshotContent> {
  const { url = pageUrl(location.href), block, mask, unhashed, assets, everything } = rules;
  const maskText = everything?.maskText ?? masked;
  const styles = createStyles(assets);
  const nodes: SnapshotNode[] = [];
  const descriptors: ElementDescriptor[] = [];
  const targets: [el: HTMLElement, more: SnapshotMore][] = [];
  const root = document.documentElement;
  let isCut = false;

  const put = (
    parent: number,
    tag: string,
    attributes: { [name: string]: string },
    more?: SnapshotMore,
  ): number => nodes.push(more ? [parent, tag, attributes, more] : [parent, tag, attributes]) - 1;

  const putStyle = (parent: number, c: number, media?: string | null) => {
    if (c >= 0) put(parent, 'style', media ? { media } : {}, { c });
  };

  const describe = (el: Element): SnapshotMore => {
    const more: SnapshotMore = {};
    const density = el instanceof HTMLImageElement ? densityOf(el) : 1;
    if (density < 1) more.x = density;
    if (el.scrollLeft || el.scrollTop) more.s = [el.scrollLeft, el.scrollTop];
    const isTarget = el instanceof HTMLElement && !el.closest('head') && el.getClientRects().length > 0;
    if (isTarget && targets.length < MOST_DESCRIPTORS) targets.push([el, more]);
    return more;
  };

  const copy = (node: Node, parent: number, depth: number, isMasked: boolean): void => {
    if (nodes.length >= MOST_NODES || depth > DEEPEST) {
      isCut = true;
      return;
    }
    if (node instanceof Text) {
      const text = node.data.slice(0, MOST_CHARS);
      nodes.push([parent, isMasked ? maskText(text) : text]);
    }
    if (!(node instanceof Element)) return;
    const tag = node.localName;
    if (LEFT_OUT.test(tag)) return;
    if (tag === 'style' || tag === 'link') {
      if (tag === 'style' || /stylesheet/i.test((node as HTMLLinkElement).rel))
        putStyle(parent, styles.ofElement(node as HTMLStyleElement), node.getAttribute('media'));
      return;
    }
    const hides = isMasked || node.matches(mask) || /^(select|textarea)$/.test(tag);
    const isBlocked = node.matches(block);
    const attributes = attributesOf(node, hides || isBlocked);
    if (isBlocked || FOREIGN.test(tag)) {
      attributes.style = `${attributes.style ?? ''};${boxOf(node)}`;
      // What happens on private things is never recorded: nothing has to be found there.
      put(parent, FOREIGN.test(tag) ? 'div' : tag, attributes, isBlocked ? undefined : describe(node));
      return;
    }
    addPicture(node, attributes);
    const at = put(parent, tag, attributes, describe(node));
    if (node.shadowRoot) {
      const inner = put(at, '#shadow', {});
      for (const child of node.shadowRoot.childNodes) copy(child, inner, depth + 2, hides);
      for (const sheet of node.shadowRoot.adoptedStyleSheets) putStyle(inner, styles.ofSheet(sheet));
    }
    if (tag === 'textarea') return;
    for (const child of node.childNodes) copy(child, at, depth + 1, hides);
  };

  const attributesOf = (el: Element, hides: boolean): { [name: string]: string } => {
    const kept: { [name: string]: string } = {};
    for (const { name, value } of el.attributes) {
      if (LEFT_OUT_ATTRIBUTES.test(name)) continue;
      kept[name] = (hides || /@|%40/.test(value)) && WORDS.test(name) ? masked(value) : value;
    }
    // Only where letters are: a bar of what lies around them would be struck through them once more.
    if (hides && Array.from(el.childNodes).some((node) => node instanceof Text && node.data.trim()))
      kept['data-heat-masked'] = '';
    const style = el.getAttribute('style');
    if (style) kept.style = styles.inline(style);
    const href = el.getAttribute('href') ?? el.getAttribute('xlink:href');
    if (href && (el instanceof HTMLElement || href[0] === '#')) kept.href = cleanUrl(href);
    if (el instanceof HTMLInputElement && /^(submit|button|reset)$/.test(el.type)) kept.value = el.value;
    if (everything)
      for (const [name, value] of Object.entries(kept)) {
        const clean = everything.maskAttribute(name, value);
        if (clean === null) delete kept[name];
        else kept[name] = clean;
      }
    return kept;
  };

  const addPicture = (el: Element, attributes: { [name: string]: string }) => {
    if (el instanceof HTMLImageElement) {
      const box = boxFor(el);
      attributes.src = box && assets.picture(el, box, isDrawing(el));
    }
    if (el instanceof HTMLCanvasElement || el instanceof HTMLVideoElement) {
      const painted = assets.painted(el);
      // Where nothing runs, browsers show what stands inside a canvas, not the canvas.
      attributes.style = `${attributes.style ?? ''};${displayOf(el)}${sizeOf(el)}`;
      if (painted) attributes.style += `;background:url(${painted}) 0 0/100% 100% no-repeat`;
    }
  };

  copy(root, -1, 0, !!everything);
  for (const sheet of document.adoptedStyleSheets) putStyle(0, styles.ofSheet(sheet));
  for (const [el, more] of targets) {
    await rules.pause?.();
    const told = describeElement(el, unhashed);
    more.d = descriptors.push(everything?.maskDescriptor(told) ?? told) - 1;
  }
  const css = await styles.collect();
  return {
    v: 1,
    url,
    title: (everything?.maskText ?? String)(document.title.slice(0, 300)),
    viewport: [innerWidth, innerHeight],
    doc: [root.scrollWidth, root.scrollHeight],
    ...(isCut ? { isCut } : {}),
    ...(document.compatMode === 'BackCompat' ? { isQuirks: true } : {}),
    nodes,
    styles: css,
    assets: await assets.collect(),
    descriptors,
  };
}

/** As long as it was, also in the page's own font, and unreadable: the dashboard strikes it out. */
function masked(text: string): string {
  return text.replace(/[\u2e80-\uffff]/g, '口').replace(/[^\s口]/g, 'x');
}

function sizeOf(el: Element): string {
  const { width, height } = el.getBoundingClientRect();
  return `box-sizing:border-box;width:${Math.round(width)}px;max-width:100%;height:${Math.round(height)}px`;
}

function displayOf(el: Element): string {
  return getComputedStyle(el).display === 'inline' ? 'display:inline-block;' : '';
}

function boxOf(el: Element): string {
  return `${displayOf(el)}${sizeOf(el)};background:rgba(150,150,150,.35)`;
}
