// What a hostile page or a forged upload could put into a recording, and what is left of it.

import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { LIMITS } from '../contract/limits.ts';
import { cleanRecords } from './clean-records.ts';

const element = (tagName: string, attributes: object = {}, childNodes: unknown[] = [], id = 5) => ({
  ...{ type: 2, id, tagName, attributes, childNodes },
});
const textNode = (textContent: string, more: object = {}) => ({ type: 3, id: 9, textContent, ...more });
const snapshot = (...children: unknown[]) => ({
  type: 2,
  timestamp: 1000,
  data: { node: { type: 0, id: 1, childNodes: children }, initialOffset: { left: 0, top: 40 } },
});
const change = (data: object) => ({ type: 3, timestamp: 1000, data });
/** The first child of a cleaned full snapshot. */
const cleaned = (node: unknown) => {
  const [record] = cleanRecords([snapshot(node)]);
  const { node: root } = record!.data as unknown as { node: { childNodes: Record<string, unknown>[] } };
  return root.childNodes[0];
};

describe('cleanRecords()', () => {
  test.each([
    ['a script', element('script', { src: 'https://evil.example/x.js' }, [textNode('alert(1)')])],
    ['a script in capitals', element('SCRIPT', {}, [textNode('alert(1)')])],
    ['a base', element('base', { href: 'https://evil.example/' })],
    ['a refresh', element('meta', { 'http-equiv': 'refresh', content: '0;url=https://evil.example/' })],
    ['a link without its text', element('link', { rel: 'stylesheet', href: 'https://evil.example/x.css' })],
    ['a template', element('template', {}, [textNode('<img src=x onerror=alert(1)>')])],
    ['a tag that is none', element('img src=x onerror=alert(1)')],
    ['an SVG script', element('svg:script')],
  ])('leaves nothing of %s but its number', (_what, node) => {
    expect(cleaned(node)).toEqual({ id: 5, type: 2, tagName: 'noscript', attributes: {}, childNodes: [] });
  });

  test.each(['iframe', 'frame', 'object', 'embed', 'IFRAME'])(
    'a page in a page (%s) is an empty box',
    (tag) => {
      const given = {
        src: 'https://evil.example/',
        srcdoc: '<script>',
        rr_width: '300px',
        rr_height: '20px',
        data: 'x',
      };
      expect(cleaned(element(tag, given, [element('p')]))).toEqual({
        ...{ id: 5, type: 2, tagName: 'div', childNodes: [] },
        attributes: { rr_width: '300px', rr_height: '20px' },
      });
    },
  );

  test.each<[tag: string, given: object, kept: object]>([
    [
      'div',
      { onclick: 'alert(1)', ONLOAD: 'x', class: 'a', id: 'b', 'data-x': '1' },
      { class: 'a', id: 'b', 'data-x': '1' },
    ],
    ['a', { href: 'javascript:alert(1)' }, { href: '#' }],
    ['a', { href: ' java\tscript:alert(1)' }, { href: '#' }],
    [
      'a',
      { href: 'https://shop.example/?a=1&token=abc', ping: 'https://evil.example/' },
      { href: 'https://shop.example/?a=1' },
    ],
    [
      'img',
      { src: 'https://evil.example/x.png', srcset: 'https://evil.example/y.png 2x', alt: 'x' },
      { alt: 'x' },
    ],
    ['img', { src: 'data:image/png;base64,AAAA' }, { src: 'data:image/png;base64,AAAA' }],
    ['img', { src: 'data:text/html;base64,AAAA' }, {}],
    [
      'video',
      { poster: 'https://evil.example/p.png', src: 'blob:x', autoplay: true, controls: true },
      { controls: true },
    ],
    ['use', { 'xlink:href': 'https://evil.example/x.svg#a', href: '#ok' }, { href: '#ok' }],
    ['form', { action: 'https://evil.example/', method: 'post' }, {}],
    ['input', { type: 'password', value: 'secret', name: 'p' }, { type: 'password', name: 'p' }],
    ['input', { type: 'text', value: 'typed' }, { type: 'text' }],
    ['input', { type: 'submit', value: 'Buy' }, { type: 'submit', value: 'Buy' }],
    ['input', { type: 'checkbox', checked: true }, { type: 'checkbox', checked: true }],
    ['textarea', { value: 'typed' }, {}],
    ['option', { value: 'x', selected: true }, { selected: true }],
    ['canvas', { rr_dataURL: 'data:image/png;base64,AAAA', rr_src: 'https://evil.example/' }, {}],
    ['div', { rr_scrollTop: 40, rr_scrollLeft: 'x', rr_width: 'calc(1px + url(x))' }, { rr_scrollTop: 40 }],
    [
      'p',
      { style: 'color: red; background: url(https://evil.example/x.png)' },
      { style: 'color: red; background: url(data:,)' },
    ],
    [
      'style',
      { _cssText: '@import "https://evil.example/x.css"; p { color: red }' },
      { _cssText: ' p { color: red }' },
    ],
    ['div', { is: 'x-evil', nonce: 'x', contenteditable: 'true' }, { contenteditable: 'true' }],
  ])('%s with %j keeps %j', (tag, given, kept) => {
    expect(cleaned(element(tag, given))).toMatchObject({ tagName: tag });
    expect((cleaned(element(tag, given)) as { attributes: object }).attributes).toEqual(kept);
  });

  test('an inlined style sheet is a style element, without what it would fetch', () => {
    const css = 'p { background: url(https://evil.example/x.png) }';
    expect(
      cleaned(element('link', { rel: 'stylesheet', href: 'https://a.example/', _cssText: css })),
    ).toMatchObject({
      tagName: 'style',
      attributes: { rel: 'stylesheet', _cssText: 'p { background: url(data:,) }' },
    });
    const inline = element('style', {}, [
      textNode('@import url(https://evil.example/x.css);', { isStyle: true }),
    ]);
    expect(JSON.stringify(cleaned(inline))).not.toContain('evil');
  });

  test('what was typed is stars, whoever sent it', () => {
    const [record] = cleanRecords([change({ source: 5, id: 3, text: 'geheim 12', isChecked: false })]);
    expect(record?.data).toEqual({ source: 5, id: 3, text: '****** **', isChecked: false });
    expect(cleaned(element('textarea', {}, [textNode('a b')]))).toMatchObject({
      childNodes: [{ textContent: '* *' }],
    });
  });

  test.each([
    ['canvas', change({ source: 9, id: 1, type: 0, commands: [{ property: 'drawImage', args: [] }] })],
    ['fonts', change({ source: 10, family: 'x', fontSource: 'url(https://evil.example/)' })],
    ['media', change({ source: 7, id: 1, type: 0 })],
    ['consoles', change({ source: 11 })],
    ['a source that is none', change({ source: '0' })],
    ['plugins', { type: 6, timestamp: 1, data: { plugin: 'x', payload: {} } }],
    ['events of the page', { type: 5, timestamp: 1, data: { tag: 'x', payload: { a: 1 } } }],
    ['the content of a page in a page', change({ source: 0, isAttachIframe: true, adds: [] })],
    ['a record without a time', { type: 4, data: { width: 1, height: 1, href: '' } }],
    ['nothing', null],
    ['a snapshot without a page', { type: 2, timestamp: 1, data: {} }],
  ])('drops %s', (_what, record) => {
    expect(cleanRecords([record])).toEqual([]);
  });

  test('changes are cleaned as pages are', () => {
    const [record] = cleanRecords([
      change({
        source: 0,
        texts: [
          { id: 2, value: 'x' },
          { id: 'x', value: 'y' },
        ],
        attributes: [
          {
            id: 3,
            attributes: {
              onclick: 'x',
              src: 'https://evil.example/',
              href: 'javascript:x',
              class: null,
              value: 'typed',
            },
          },
          {
            id: 4,
            attributes: {
              style: {
                color: 'red',
                'background-image': ['url(https://evil.example/)', 'important'],
                'x:y': '1',
              },
            },
          },
        ],
        removes: [{ id: 5, parentId: 6 }, { id: 7 }],
        adds: [
          { parentId: 1, nextId: null, node: element('script', { src: 'x' }) },
          { parentId: 1, nextId: 8, node: element('p', { onclick: 'x' }, [textNode('hello')]) },
          { parentId: 'x', node: element('p') },
        ],
        extra: 'no',
      }),
    ]);
    expect(record?.data).toEqual({
      source: 0,
      texts: [{ id: 2, value: 'x' }],
      attributes: [
        { id: 3, attributes: { class: null } },
        { id: 4, attributes: { style: { color: 'red', 'background-image': ['url(data:,)', 'important'] } } },
      ],
      removes: [{ id: 5, parentId: 6 }],
      adds: [
        {
          parentId: 1,
          nextId: null,
          node: { id: 5, type: 2, tagName: 'noscript', attributes: {}, childNodes: [] },
        },
        {
          parentId: 1,
          nextId: 8,
          node: {
            ...{ id: 5, type: 2, tagName: 'p', attributes: {} },
            childNodes: [{ id: 9, type: 3, textContent: 'hello' }],
          },
        },
      ],
    });
  });

  test('style rules lose what they would fetch', () => {
    const rule = 'p { background: url(https://evil.example/) }';
    const kept = 'p { background: url(data:,) }';
    const cases: [object, object][] = [
      [
        { source: 8, id: 1, adds: [{ rule, index: [0, 1] }], removes: [{ index: 2 }] },
        { source: 8, id: 1, adds: [{ rule: kept, index: [0, 1] }], removes: [{ index: 2 }] },
      ],
      [
        { source: 8, styleId: 2, replaceSync: rule },
        { source: 8, styleId: 2, replaceSync: kept },
      ],
      [
        {
          source: 13,
          id: 1,
          index: [0],
          set: { property: 'background', value: 'url(https://evil.example/)', priority: 'x' },
        },
        { source: 13, id: 1, index: [0], set: { property: 'background', value: 'url(data:,)' } },
      ],
      [
        { source: 15, id: 1, styles: [{ styleId: 1, rules: [{ rule, index: 0 }] }], styleIds: [1] },
        { source: 15, id: 1, styles: [{ styleId: 1, rules: [{ rule: kept }] }], styleIds: [1] },
      ],
    ];
    for (const [given, expected] of cases)
      expect(cleanRecords([change(given)])[0]?.data).toEqual(expected as never);
  });

  test('the address of a page loses its secrets', () => {
    const meta = {
      type: 4,
      timestamp: 7.4,
      data: { href: 'https://u:p@a.example/?q=1&session=x', width: 10, height: 20 },
    };
    expect(cleanRecords([meta])).toEqual([
      { type: 4, timestamp: 7, data: { href: 'https://a.example/?q=1', width: 10, height: 20 } },
    ]);
  });

  test('pages beyond the limits are cut', () => {
    let deep: unknown = textNode('bottom');
    for (let level = 0; level < LIMITS.snapshotDepth + 50; level++) deep = element('div', {}, [deep]);
    expect(JSON.stringify(cleaned(deep))).not.toContain('bottom');
    const wide = element(
      'div',
      {},
      Array.from({ length: LIMITS.chunkNodes + 10 }, () => textNode('x')),
    );
    const { childNodes } = cleaned(wide) as { childNodes: unknown[] };
    expect(childNodes.length).toBeLessThan(LIMITS.chunkNodes);
  });

  test('the address of a page is one of the web, or none', () => {
    const hrefOf = (href: unknown) => {
      const [record] = cleanRecords([{ type: 4, timestamp: 1, data: { href, width: 10, height: 10 } }]);
      return (record?.data as { href?: string } | undefined)?.href;
    };
    expect(hrefOf('https://shop.example/a')).toBe('https://shop.example/a');
    for (const bad of ['javascript:alert(1)', 'data:text/html,x', ' https://x', '', 1, null])
      expect([bad, hrefOf(bad)]).toEqual([bad, '']);
  });

  test('an input whose type is no text is read like one without', () => {
    const attributes = { type: { toString: 1 }, value: 'secret' };
    const node = { type: 2, id: 2, tagName: 'input', attributes, childNodes: [] };
    const records = cleanRecords([
      { type: 2, timestamp: 1, data: { node: { type: 0, id: 1, childNodes: [node] } } },
    ]);
    expect(JSON.stringify(records)).toContain('"tagName":"input"');
    expect(JSON.stringify(records)).not.toContain('secret');
  });

  test('whatever is sent, it neither throws nor lets an address or a handler through', () => {
    const evil = fc.constantFrom(
      'https://evil.example/',
      'javascript:alert(1)',
      'url(//evil.example)',
      'onload',
      'x',
      1,
      null,
    );
    const name = fc.constantFrom(
      'type',
      'id',
      'source',
      'node',
      'attributes',
      'childNodes',
      'tagName',
      'src',
      'style',
      'href',
      'adds',
      'texts',
      'data',
      'onclick',
      '__proto__',
      'rule',
      '_cssText',
    );
    const value = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        evil,
        fc.nat(16),
        fc.array(tie('node'), { maxLength: 4 }),
        fc.dictionary(name, tie('node'), { maxKeys: 6 }),
      ),
    })).node;
    fc.assert(
      fc.property(
        fc.array(fc.record({ type: fc.nat(7), timestamp: fc.nat(), data: value }), { maxLength: 6 }),
        (records) => {
          const text = JSON.stringify(cleanRecords(records));
          expect(text).not.toMatch(/"(src|srcset|onclick|onload)":|javascript:/);
        },
      ),
      { numRuns: 500 },
    );
  });
});
