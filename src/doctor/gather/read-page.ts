// Reads a page as a browser would, as far as heat's tag is concerned: script tags that may be heat's, policies in
// <meta>, and the address that others are relative to. Runs nothing of it.

export type ReadPage = {
  /** Of `<base href>`, or null. */
  base: string | null;
  policies: string[];
  scripts: { readonly [name: string]: string }[];
  mentionsHeat: boolean;
};

/** A tag of ours carries its project, or names the tracker. */
const TRACKER = /(^|\/)heat\.js([?#]|$)/;

export async function readPage(html: string): Promise<ReadPage> {
  const page: ReadPage = {
    base: null,
    policies: [],
    scripts: [],
    mentionsHeat: /heat\.mjs|@heat\/sdk|hw_[0-9a-z]{24}/.test(html),
  };
  const rewriter = new HTMLRewriter()
    .on('base', {
      element(tag) {
        page.base ??= attribute(tag, 'href');
      },
    })
    .on('meta', {
      element(tag) {
        const isPolicy = tag.getAttribute('http-equiv')?.trim().toLowerCase() === 'content-security-policy';
        const content = isPolicy ? attribute(tag, 'content') : null;
        if (content !== null) page.policies.push(content);
      },
    })
    .on('script', {
      element(tag) {
        const src = attribute(tag, 'src');
        const isOurs = src !== null && (TRACKER.test(src) || tag.hasAttribute('data-project'));
        if (!isOurs) return;
        const all = [...tag.attributes].map(([name, value]) => [
          (name ?? '').toLowerCase(),
          decoded(value ?? ''),
        ]);
        page.scripts.push(Object.fromEntries(all));
      },
    });
  await rewriter.transform(new Response(html)).text();
  return page;
}

function attribute(tag: HTMLRewriterTypes.Element, name: string): string | null {
  const value = tag.getAttribute(name);
  return value === null ? null : decoded(value);
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['quot', '"'],
  ['lt', '<'],
  ['gt', '>'],
  ['apos', "'"],
  ['#39', "'"],
  ['#34', '"'],
  ['#x27', "'"],
  ['#x2f', '/'],
]);

/** The entities that templates write into attributes. */
function decoded(text: string): string {
  return text.replace(
    /&(amp|quot|lt|gt|apos|#39|#34|#x27|#x2f);/gi,
    (whole, name: string) => ENTITIES.get(name.toLowerCase()) ?? whole,
  );
}
