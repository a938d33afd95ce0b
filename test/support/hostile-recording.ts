// A recording as somebody hostile would send it: everything in a page that can run, fetch or lead elsewhere, as rrweb 2
// writes it down.

import type { PageRecord } from '../../src/contract/replay-chunk.ts';
import type { Json } from '../../src/contract/wire.ts';

/** `trap` is an origin that nothing may ever ask; `atMs` the time of the first record. */
export function hostileRecords(trap: string, atMs: number): PageRecord[] {
  let id = 0;
  const element = (
    tagName: string,
    attributes: { [name: string]: Json } = {},
    childNodes: Json[] = [],
  ): Json => {
    id += 1;
    return { type: 2, id, tagName, attributes, childNodes };
  };
  const text = (textContent: string, more: { [name: string]: Json } = {}): Json => {
    id += 1;
    return { type: 3, id, textContent, ...more };
  };
  const run = 'top.hacked=1;parent.hacked=1;window.hacked=1;document.title="hacked"';
  const evilCss = `@import "${trap}/import.css"; p { background: url(${trap}/css.png) } @font-face { font-family: x; src: url(${trap}/font.woff) } p { font-family: x }`;
  const head = element('head', {}, [
    element('base', { href: `${trap}/` }),
    element('meta', { 'http-equiv': 'refresh', content: `0;url=${trap}/refresh` }),
    element('link', { rel: 'stylesheet', href: `${trap}/link.css` }),
    element('link', { rel: 'preload', as: 'image', href: `${trap}/preload.png` }),
    element('style', { _cssText: evilCss }),
    element('style', {}, [text(evilCss, { isStyle: true })]),
    element('script', { src: `${trap}/script.js` }),
    element('script', {}, [text(run)]),
  ]);
  const body = element('body', { onload: run }, [
    element('p', { onclick: run, onmouseover: run, style: `background: url(${trap}/inline.png)` }, [
      text('Still here'),
    ]),
    element('img', { src: `${trap}/img.png`, srcset: `${trap}/srcset.png 2x`, onerror: run }),
    element('a', { href: `javascript:${run}`, ping: `${trap}/ping` }, [text('link')]),
    element('iframe', { src: `${trap}/frame`, srcdoc: `<script>${run}</script>` }),
    element('iframe', { rr_src: `${trap}/rr-frame` }),
    element('object', { data: `${trap}/object` }),
    element('embed', { src: `${trap}/embed` }),
    element('video', { src: `${trap}/video.mp4`, poster: `${trap}/poster.png`, autoplay: true }),
    element('audio', { src: `${trap}/audio.mp3`, autoplay: true }),
    element('form', { action: `${trap}/form` }, [
      element('input', { autofocus: true, onfocus: run, value: 'typed secret' }),
    ]),
    element('svg', { onload: run }, [
      element('image', { 'xlink:href': `${trap}/svg.png`, href: `${trap}/svg2.png` }),
      element('use', { href: `${trap}/use.svg#a` }),
      element('script', {}, [text(run)]),
    ]),
    element('canvas', { rr_dataURL: `${trap}/canvas.png` }),
  ]);
  const html = element('html', {}, [head, body]);
  id += 1;
  const document: Json = { type: 0, id, childNodes: [html] };
  const bodyId = (body as { id: number }).id;
  const canvasId = id - 3;
  const change = (afterMs: number, data: { [name: string]: Json }): PageRecord => ({
    type: 3,
    timestamp: atMs + afterMs,
    data,
  });
  const canvasCommands = ['drawImage', 'fillText', 'constructor'].map((property) => ({
    property,
    args: [{ rr_type: 'ImageElement', src: `${trap}/drawn.png` }, `${run}`],
  }));
  return [
    { type: 4, timestamp: atMs, data: { href: `javascript:${run}`, width: 1000, height: 600 } },
    { type: 2, timestamp: atMs + 1, data: { node: document, initialOffset: { left: 0, top: 0 } } },
    change(300, {
      source: 0,
      texts: [],
      removes: [],
      attributes: [
        {
          id: bodyId,
          attributes: {
            onclick: run,
            style: { background: `url(${trap}/changed.png)` },
            background: `${trap}/bg.png`,
          },
        },
      ],
      adds: [
        {
          parentId: bodyId,
          nextId: null,
          node: {
            type: 2,
            id: 900,
            tagName: 'script',
            attributes: { src: `${trap}/added.js` },
            childNodes: [],
          },
        },
        {
          parentId: bodyId,
          nextId: null,
          node: {
            type: 2,
            id: 901,
            tagName: 'img',
            attributes: { src: `${trap}/added.png`, onerror: run },
            childNodes: [],
          },
        },
        {
          parentId: bodyId,
          nextId: null,
          node: {
            type: 2,
            id: 902,
            tagName: 'iframe',
            attributes: { src: `${trap}/added-frame` },
            childNodes: [],
          },
        },
      ],
    }),
    change(400, {
      source: 8,
      id: (head as { id: number }).id - 3,
      adds: [{ rule: `p { background: url(${trap}/rule.png) }`, index: 0 }],
    }),
    change(450, {
      source: 15,
      id: 1,
      styles: [{ styleId: 1, rules: [{ rule: `p { background: url(${trap}/adopted.png) }` }] }],
      styleIds: [1],
    }),
    change(500, { source: 9, id: canvasId, type: 0, commands: canvasCommands }),
    change(550, { source: 10, family: 'x', fontSource: `url(${trap}/loaded.woff)`, buffer: false }),
    { type: 5, timestamp: atMs + 600, data: { tag: 'x', payload: run } },
    change(2_000, { source: 1, positions: [{ x: 50, y: 60, id: bodyId, timeOffset: 0 }] }),
  ];
}
