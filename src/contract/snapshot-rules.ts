// What of a page may stand in a snapshot: tags by list, attributes by name. Read by the server before it stores and by
// the dashboard before it builds. Pure tables and two questions to them.

const HTML_TAGS =
  'a abbr address area article aside audio b bdi bdo blockquote body br button canvas caption center cite code col ' +
  'colgroup data datalist dd del details dfn dialog dir div dl dt em fieldset figcaption figure font footer form h1 h2 ' +
  'h3 h4 h5 h6 head header hgroup hr html i img input ins kbd label legend li main map mark marquee menu meter nav nobr ol ' +
  'optgroup option output p picture pre progress q rp rt ruby s samp search section select slot small span strike strong ' +
  'style sub summary sup table tbody td textarea tfoot th thead time tr tt u ul var video wbr';
const SVG_TAGS =
  'svg g defs symbol use path rect circle ellipse line polyline polygon text tspan textPath image clipPath mask pattern ' +
  'linearGradient radialGradient stop marker title desc filter foreignObject switch feBlend feColorMatrix ' +
  'feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow ' +
  'feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight ' +
  'feSpecularLighting feSpotLight feTile feTurbulence';
const MATH_TAGS =
  'math mi mn mo ms mtext mrow mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd';

const TAGS: ReadonlySet<string> = new Set(`${HTML_TAGS} ${SVG_TAGS} ${MATH_TAGS} #shadow`.split(' '));
/** Elements of the page's own, whatever they are called: without its scripts they are boxes. */
const CUSTOM_TAG = /^[a-z][a-z0-9._]*-[a-z0-9._-]*$/;

/** Names with a meaning beyond looks: addresses, handlers, policies, what was typed. */
const FORBIDDEN = new Set(
  (
    'action allow archive autofocus background challenge cite classid code codebase content csp data dynsrc formaction ' +
    'formmethod formtarget http-equiv icon imagesrcset integrity is keytype longdesc lowsrc manifest method nonce ' +
    'ping popovertarget profile sandbox srcdoc srcset sizes target usemap value xmlns xml:base'
  ).split(' '),
);
const NAME = /^([a-z_][\w.-]*|xml:lang|xml:space|xlink:href)$/i;
/** Texts for people, and data: no browser reads an address in them. */
const INERT = /^(data-.*|aria-.*|alt|title|placeholder|class|id|style)$/;

export function isSnapshotTag(tag: string): boolean {
  return TAGS.has(tag) || CUSTOM_TAG.test(tag);
}

/**
 * The attribute's value as it may stand on the element, or null when it must not. Addresses are allowed as references
 * to assets, as fragments inside drawings, and as plain http(s) targets of links, which nothing follows. Styles are the
 * caller's matter.
 */
export function snapshotAttribute(tag: string, name: string, value: string): string | null {
  const plain = name.toLowerCase();
  if (!NAME.test(name) || /^on/.test(plain)) return null;
  if (plain === 'value') return /^(li|meter|progress|data|input)$/.test(tag) ? value : null;
  if (FORBIDDEN.has(plain)) return null;
  if (plain === 'src' || plain === 'poster') return /^heat:\d{1,5}$/.test(value) ? value : null;
  if (plain === 'href' || plain === 'xlink:href') {
    if (tag === 'a' || tag === 'area') return /^(https?:\/\/|[/#?])/i.test(value) ? value : '#';
    return /^(#[^\s]*|heat:\d{1,5})$/.test(value) ? value : null;
  }
  // Presentation attributes of drawings take url(), which may name a part of the page only.
  if (!INERT.test(plain) && /\\|url\s*\(\s*["']?\s*(?!["'#\s])/i.test(value)) return null;
  return value;
}
