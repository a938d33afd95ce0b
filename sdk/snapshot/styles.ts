// Style sheets of a snapshot as text: the source where it can be had, else what the browser made of it. Their addresses
// become references to assets.

import type { Assets } from './assets.ts';

const DEEPEST_IMPORT = 3;
const IMPORT = /@import\s+(?:url\(\s*)?["']?([^"')\s;]+)["']?\s*\)?([^;]*);/;

export type Styles = ReturnType<typeof createStyles>;

export function createStyles(assets: Assets) {
  const texts: Promise<string>[] = [];
  const add = (text: string | Promise<string>, base: string): number =>
    texts.push(Promise.resolve(text).then((css) => withReferences(css, base, assets))) - 1;
  return {
    /** Of a `style` or `link` element; -1 when it has none or it is switched off. */
    ofElement(el: HTMLStyleElement | HTMLLinkElement): number {
      const { sheet } = el;
      if (!sheet || sheet.disabled) return -1;
      const base = sheet.href ?? document.baseURI;
      // Sheets filled by scripts have no source.
      const source = sheet.href
        ? read(sheet.href)
        : Promise.resolve(el.textContent?.trim() || rulesOf(sheet));
      return add(
        source.catch(() => rulesOf(sheet)).then((css) => withImports(css, base, DEEPEST_IMPORT)),
        base,
      );
    },
    /** Of a sheet that a script made and adopted. */
    ofSheet: (sheet: CSSStyleSheet): number => (sheet.disabled ? -1 : add(rulesOf(sheet), document.baseURI)),
    /** Declarations of a style attribute. */
    inline: (css: string): string => withReferences(css, document.baseURI, assets),
    collect: () => Promise.all(texts),
  };
}

/** Throws for sheets of other sites that do not allow to be read. */
function rulesOf(sheet: CSSStyleSheet): string {
  try {
    return Array.from(sheet.cssRules, (rule) => rule.cssText).join('\n');
  } catch {
    return '';
  }
}

async function read(url: string): Promise<string> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(url);
  return answer.text();
}

async function withImports(css: string, base: string, deeper: number): Promise<string> {
  let text = css.replace(/\/\*[\s\S]*?\*\//g, '');
  for (let found = IMPORT.exec(text); found && deeper > 0; found = IMPORT.exec(text)) {
    const url = new URL(found[1] as string, base).href;
    const inner = await read(url)
      .then((source) => withImports(source, url, deeper - 1))
      .then((source) => absolute(source, url))
      .catch(() => '');
    const media = (found[2] as string).trim();
    text = text.replace(found[0], () => (media ? `@media ${media}{${inner}}` : inner));
  }
  return text;
}

const ADDRESS = /url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"']*))\s*\)/gi;

function mapAddresses(css: string, map: (url: string) => string): string {
  return css.replace(ADDRESS, (all, double, single, bare) => {
    const url = (double ?? single ?? bare).trim();
    return /^(#|heat:|$)/.test(url) ? all : `url(${map(url)})`;
  });
}

const absolute = (css: string, base: string) => mapAddresses(css, (url) => `"${new URL(url, base).href}"`);

function withReferences(css: string, base: string, assets: Assets): string {
  return mapAddresses(css, (url) => assets.file(new URL(url, base).href) || '#');
}
