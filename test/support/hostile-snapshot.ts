// A page that tries everything to run and to call out when it is drawn again. For snapshot tests: every address in it is
// a trap that counts.

import type { SnapshotNode } from '../../src/contract/snapshot.ts';

type Attributes = { [name: string]: string };

/** Elements that run, fetch, leave or ask when a browser takes them as they are. */
export function hostileElements(trap: string): [tag: string, attributes: Attributes][] {
  let n = 0;
  const at = (ending: string) => `${trap}/${n++}.${ending}`;
  const run = () => `top.ran=(top.ran||0)+1;fetch('${at('js')}')`;
  return [
    ['script', { src: at('js') }],
    ['script', { type: 'module', src: at('mjs') }],
    ['link', { rel: 'stylesheet', href: at('css') }],
    ['link', { rel: 'preload', as: 'image', href: at('png') }],
    ['link', { rel: 'prefetch', href: at('html') }],
    ['link', { rel: 'dns-prefetch', href: '//trap.example' }],
    ['link', { rel: 'icon', href: at('ico') }],
    ['link', { rel: 'manifest', href: at('json') }],
    ['meta', { 'http-equiv': 'refresh', content: `0;url=${at('html')}` }],
    ['meta', { 'http-equiv': 'Content-Security-Policy', content: `img-src ${trap}` }],
    ['base', { href: `${trap}/`, target: '_top' }],
    ['img', { src: at('png'), onerror: run() }],
    ['img', { srcset: `${at('png')} 1x, ${at('png')} 2x`, sizes: '100vw' }],
    ['img', { src: 'heat:0', onload: run() }],
    ['img', { lowsrc: at('png'), dynsrc: at('avi'), longdesc: at('html') }],
    ['source', { srcset: at('png') }],
    ['video', { src: at('mp4'), poster: at('png'), autoplay: '', muted: '' }],
    ['audio', { src: at('mp3'), autoplay: '', onerror: run() }],
    ['track', { src: at('vtt'), default: '' }],
    ['iframe', { src: at('html') }],
    ['iframe', { srcdoc: `<script>${run()}</script><img src="${at('png')}">` }],
    ['iframe', { src: `javascript:${run()}` }],
    ['frame', { src: at('html') }],
    ['object', { data: at('svg'), type: 'image/svg+xml' }],
    ['embed', { src: at('svg') }],
    ['applet', { code: 'X', codebase: trap }],
    ['portal', { src: at('html') }],
    ['fencedframe', { src: at('html') }],
    ['a', { href: `javascript:${run()}`, ping: at('ping'), target: '_top' }],
    ['area', { href: `JaVa\tScript:${run()}` }],
    ['form', { action: at('html'), method: 'post', target: '_top' }],
    ['input', { type: 'image', src: at('png'), formaction: at('html') }],
    ['input', { autofocus: '', onfocus: run(), value: 'typed' }],
    ['button', { formaction: `javascript:${run()}`, popovertarget: 'x' }],
    ['body', { background: at('png'), onload: run(), onpageshow: run() }],
    ['table', { background: at('png') }],
    ['details', { open: '', ontoggle: run() }],
    ['marquee', { onstart: run(), loop: '1' }],
    ['dialog', { open: '', onclose: run() }],
    ['svg', { onload: run() }],
    ['image', { href: at('png'), 'xlink:href': at('png') }],
    ['use', { href: at('svg#x'), 'xlink:href': at('svg#x') }],
    ['feImage', { href: at('png') }],
    ['pattern', { href: at('svg#p') }],
    ['rect', { fill: `url(${at('svg#p')})`, filter: `url("${at('svg#f')}")`, mask: `url('${at('svg#m')}')` }],
    [
      'rect',
      { fill: `u\\72l(${at('svg#p')})`, style: `fill:url(${at('svg#p')});cursor:url(${at('cur')}),auto` },
    ],
    ['animate', { attributeName: 'href', values: `javascript:${run()}`, onbegin: run() }],
    ['set', { attributeName: 'onmouseover', to: run() }],
    ['math', { href: `javascript:${run()}` }],
    ['p', { style: `background:url(${at('png')});background:image-set("${at('png')}" 1x)`, onclick: run() }],
    [
      'p',
      {
        style: `--a:url(${at('png')});background:var(--a);list-style:url(${at('png')});content:url(${at('png')})`,
      },
    ],
    ['p', { STYLE: `border-image:url(${at('png')}) 1`, ONMOUSEENTER: run() }],
    ['heat-page-view', { onclick: run() }],
    ['p', { id: 'there' }],
  ];
}

/** Style sheets that call out in every way that is known. */
export function hostileStyles(trap: string): string[] {
  const at = (name: string) => `${trap}/${name}`;
  return [
    `@import "${at('a.css')}"; @import url(${at('b.css')}) screen; @\\69mport '${at('c.css')}'; @import url(${at('d.css')}) layer(x) supports(display:grid);`,
    `@font-face{font-family:x;src:url(${at('e.woff2')}) format("woff2"),local(x)} *{font-family:x}`,
    `@font-face{font-family:y;src:src("${at('f.woff2')}");unicode-range:U+0-10FFFF} #there{font-family:y}`,
    `*{background:url(${at('g.png')})} *::before{content:url("${at('h.png')}")} *::marker{content:url('${at('i.png')}')}`,
    `*{background:u\\72l(${at('j.png')});background-image:\\75\\52\\4c(${at('k.png')});background:url\t( ${at('l.png')} )}`,
    `*{background:image-set("${at('m.png')}" 1x,url(${at('n.png')}) 2x);background:-webkit-image-set(url(${at('o.png')}) 1x)}`,
    `*{cursor:url(${at('p.cur')}),auto;mask:url(${at('q.svg')}#m);filter:url(${at('r.svg')}#f);clip-path:url(${at('s.svg')}#c)}`,
    `*{list-style-image:url(${at('t.png')});border-image:url(${at('u.png')}) 30;shape-outside:url(${at('v.png')})}`,
    `:root{--u:url(${at('w.png')})} *{background:var(--u)} @property --v{syntax:"<url>";inherits:true;initial-value:url(${at('x.png')})}`,
    `@supports (display:block){@media all{@layer z{*{background:cross-fade(url(${at('y.png')}),url(${at('z.png')}),50%)}}}}`,
    `*{background:ur/**/l(${at('aa.png')})} /* url( */ *{background:url(${at('bb.png')}`,
    `@namespace url(${at('cc')}); @document url(${at('dd')}){*{color:red}} *{-moz-binding:url(${at('ee.xml#x')});behavior:url(${at('ff.htc')})}`,
    `*{width:expression(top.ran=1);background:image(url(${at('gg.png')}));offset-path:url(${at('hh.svg')}#p)}`,
    `@view-transition{navigation:auto} @page{background:url(${at('ii.png')})} @counter-style c{symbols:url(${at('jj.png')})}`,
    `</style><script>top.ran=1</script><img src=${at('kk.png')} onerror=top.ran=1>`,
  ];
}

/** What POST /snapshots takes. */
export function hostileSnapshot(url: string, trap: string): object {
  const styles = hostileStyles(trap);
  const elements = hostileElements(trap);
  const nodes: unknown[] = [
    [-1, 'html', { onload: 'top.ran=1', manifest: `${trap}/m.appcache` }],
    [0, 'head', {}],
    [0, 'body', { onload: 'top.ran=1', background: `${trap}/body.png` }],
    ...styles.map((_, c) => [1, 'style', {}, { c }]),
  ];
  for (const [tag, attributes] of elements) {
    nodes.push([2, tag, attributes, { d: 0, x: 0.5, s: [9, 9] }]);
    nodes.push([
      nodes.length - 1,
      tag === 'p' ? 'still here' : `<img src=${trap}/text.png onerror=top.ran=1>`,
    ]);
  }
  return {
    v: 1,
    url,
    title: '</title><script>top.ran=7</script>',
    viewport: [900, 700],
    doc: [900, 900],
    nodes,
    styles,
    assets: [
      svgAsset(
        `<svg xmlns="http://www.w3.org/2000/svg" onload="top.ran=9"><script>top.ran=10;fetch("${trap}/svg.js")</script><image href="${trap}/svg.png"/><style>@import "${trap}/svg.css";*{fill:url(${trap}/svg-fill.svg#x)}</style><foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="${trap}/svg.html"/></foreignObject></svg>`,
      ),
    ],
    descriptors: [{ tag: 'p' }],
  };
}

function svgAsset(svg: string): string {
  return `data:image/svg+xml;base64,${btoa(svg)}`;
}

/** A snapshot of so many elements in a row. */
export function longSnapshot(url: string, elements: number): object {
  const nodes: SnapshotNode[] = [
    [-1, 'html', {}],
    [0, 'body', {}],
  ];
  for (let at = 0; at < elements; at++) nodes.push([1, 'p', { 'data-row': String(at) }, { d: at % 5_000 }]);
  const descriptors = Array.from({ length: 5_000 }, (_, at) => ({ tag: 'p', path: `p:${at + 1}` }));
  return {
    v: 1,
    url,
    title: 'Long',
    viewport: [900, 700],
    doc: [900, 9000],
    nodes,
    styles: [],
    assets: [],
    descriptors,
  };
}
