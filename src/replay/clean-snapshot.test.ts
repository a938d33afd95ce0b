// What is left of hostile snapshots, and which are refused.

import { describe, expect, test } from 'bun:test';
import { LIMITS } from '../contract/limits.ts';
import { HeatError } from '../lib/errors.ts';
import { cleanSnapshot } from './clean-snapshot.ts';

const PIXEL = 'data:image/png;base64,iVBORw0KGgo=';
const page = (nodes: unknown[], more: object = {}) => ({
  v: 1,
  url: 'https://shop.example/',
  title: 'Shop',
  viewport: [1200, 800],
  doc: [1200, 2000],
  nodes: [[-1, 'html', {}], [0, 'body', {}], ...nodes],
  styles: [],
  assets: [],
  descriptors: [],
  ...more,
});
/** Nodes below html and body. */
const left = (...nodes: unknown[]) => cleanSnapshot(page(nodes)).nodes.slice(2);
const attributes = (tag: string, given: object) => left([1, tag, given])[0]?.[2] ?? null;

describe('cleanSnapshot()', () => {
  test.each([
    'script',
    'iframe',
    'frame',
    'object',
    'embed',
    'applet',
    'base',
    'meta',
    'link',
    'template',
    'noscript',
    'portal',
    'animate',
    'set',
    'animateTransform',
    'feImage',
    'handler',
    'SCRIPT',
    'svg:script',
    'html',
    'head script',
    '',
    '__proto__',
  ])('drops <%s> with all that lies inside', (tag) => {
    expect(left([1, tag, { id: 'x' }], [2, 'alert(1)'], [2, 'b', {}], [4, 'deep'], [1, 'p', {}])).toEqual([
      [1, 'p', {}],
    ]);
  });

  test.each([
    ['a', { onclick: 'x()', ONMOUSEOVER: 'x()', onbegin: 'x' }, {}],
    ['a', { href: 'javascript:alert(1)' }, { href: '#' }],
    ['a', { href: ' java\nscript:alert(1)' }, { href: '#' }],
    ['a', { href: 'data:text/html,<script>' }, { href: '#' }],
    [
      'a',
      { href: '/pricing', ping: '//evil.example', target: '_top', id: 'buy' },
      { href: '/pricing', id: 'buy' },
    ],
    ['img', { src: 'https://evil.example/x.png', srcset: '//evil.example 2x', alt: 'x' }, { alt: 'x' }],
    ['img', { src: 'heat:0', loading: 'lazy' }, { src: 'heat:0', loading: 'lazy' }],
    ['video', { src: 'heat:0', poster: '//evil.example', autoplay: '' }, { src: 'heat:0', autoplay: '' }],
    ['form', { action: '//evil.example', method: 'post', class: 'f' }, { class: 'f' }],
    ['button', { formaction: 'javascript:x', type: 'submit', popovertarget: 'x' }, { type: 'submit' }],
    ['input', { type: 'text', value: 'secret' }, { type: 'text' }],
    ['input', { type: 'submit', value: 'Send' }, { type: 'submit', value: 'Send' }],
    ['td', { background: '//evil.example', colspan: '2' }, { colspan: '2' }],
    ['use', { href: 'https://evil.example/s.svg#x', 'xlink:href': '#ok' }, { 'xlink:href': '#ok' }],
    ['rect', { fill: 'url(https://evil.example/#x)', stroke: 'url(#grad)' }, { stroke: 'url(#grad)' }],
    ['rect', { filter: 'u\\72l(//evil.example)', mask: 'url( "//evil.example" )' }, {}],
    [
      'p',
      { style: 'background:url(//evil.example);color:red' },
      { style: 'background:url(data:,);color:red' },
    ],
    [
      'p',
      { srcdoc: '<script>', is: 'x-a', nonce: 'n', xmlns: 'x', 'a b': 'x', '"><script>': 'x', '@click': 'x' },
      {},
    ],
    [
      'p',
      { 'data-anything': '<b>url(x)</b>', 'aria-label': 'Hi', _ngcontent: '', __proto__x: '' },
      { 'data-anything': '<b>url(x)</b>', 'aria-label': 'Hi', _ngcontent: '', __proto__x: '' },
    ],
    ['x-card', { size: 'lg' }, { size: 'lg' }],
  ] as const)('<%s> keeps of %j just %j', (tag, given, kept) => {
    expect(attributes(tag, given)).toEqual(kept);
  });

  test('keeps own properties as they are named, whatever they are called', () => {
    const nodes = JSON.parse('[[1,"p",{"__proto__":"x","constructor":"y"}]]') as unknown[];
    const kept = left(...nodes)[0]?.[2] as object;
    expect(Object.getPrototypeOf(kept)).toBe(Object.prototype);
    expect(Object.keys(kept)).toEqual(['__proto__', 'constructor']);
  });

  test('drops what was typed and texts of style elements', () => {
    expect(
      left([1, 'textarea', {}], [2, 'typed'], [1, 'style', {}], [4, '@import "//evil.example"']),
    ).toEqual([
      [1, 'textarea', {}],
      [1, 'style', {}],
    ]);
  });

  test('keeps pictures and fonts as data and nothing else', () => {
    const given = [
      PIXEL,
      'data:font/woff2;base64,AAAA',
      'data:text/html;base64,AAAA',
      'data:image/svg+xml,<svg onload=x>',
      'https://evil.example/x.png',
      'javascript:alert(1)',
      `${PIXEL}"><script>`,
    ];
    expect(cleanSnapshot(page([], { assets: given })).assets).toEqual([
      PIXEL,
      'data:font/woff2;base64,AAAA',
      '',
      '',
      '',
      '',
      '',
    ]);
  });

  test('points to descriptors and styles that are there', () => {
    const given = page(
      [
        [1, 'p', {}, { d: 0 }],
        [1, 'p', {}, { d: 1 }],
        [1, 'p', {}, { d: 9, c: 0, s: [1, 1e99] }],
        [1, 'style', {}, { c: 0 }],
      ],
      {
        styles: ['a{color:red}'],
        descriptors: [{ tag: 'p', id: 'x', text: 5, classes: ['a', 7, 'b'], onclick: 'x' }, { tag: '<p>' }],
      },
    );
    const clean = cleanSnapshot(given);
    expect(clean.nodes.slice(2)).toEqual([
      [1, 'p', {}, { d: 0 }],
      [1, 'p', {}],
      [1, 'p', {}, { s: [1, LIMITS.coordinatePx] }],
      [1, 'style', {}, { c: 0 }],
    ]);
    expect(clean.descriptors).toEqual([
      { tag: 'p', id: 'x', text: 5, classes: ['a', 'b'] },
      { tag: 'heat-unknown' },
    ]);
  });

  test('keeps how much smaller the copy of a picture is, on pictures and within bounds', () => {
    const given: [number, string, object, object][] = [
      [1, 'img', {}, { x: 0.25 }],
      [1, 'img', {}, { x: 1 }],
      [1, 'img', {}, { x: -1 }],
      [1, 'img', {}, { x: '0.5' }],
      [1, 'p', {}, { x: 0.5 }],
    ];
    expect(left(...given)).toEqual([
      [1, 'img', {}, { x: 0.25 }],
      [1, 'img', {}],
      [1, 'img', {}],
      [1, 'img', {}],
      [1, 'p', {}],
    ]);
  });

  test('keeps that a page has no doctype, and nothing else in its place', () => {
    expect(cleanSnapshot(page([], { isQuirks: true })).isQuirks).toBe(true);
    expect(cleanSnapshot(page([], { isQuirks: 'yes' }))).not.toHaveProperty('isQuirks');
  });

  test('leaves out what lies too deep', () => {
    const chain = Array.from({ length: LIMITS.snapshotDepth + 50 }, (_, at) => [at + 1, 'div', {}]);
    expect(left(...chain)).toHaveLength(LIMITS.snapshotDepth - 1);
  });

  const many = <T>(count: number, value: T) => Array.from({ length: count }, () => value);
  test.each([
    ['no object', [], 'bad_snapshot'],
    ['null', null, 'bad_snapshot'],
    ['another version', { ...page([]), v: 2 }, 'bad_snapshot'],
    ['no root', { ...page([]), nodes: [] }, 'bad_snapshot'],
    ['a text as root', { ...page([]), nodes: [[-1, 'html']] }, 'bad_snapshot'],
    ['two roots', page([[-1, 'html', {}]]), 'bad_snapshot'],
    [
      'a later parent',
      page([
        [3, 'p', {}],
        [1, 'p', {}],
      ]),
      'bad_snapshot',
    ],
    ['a broken parent', page([[0.5, 'p', {}]]), 'bad_snapshot'],
    [
      'a text with children',
      page([
        [1, 'text'],
        [2, 'p', {}],
      ]),
      'bad_snapshot',
    ],
    ['nodes of another form', page([{ 0: 1, 1: 'p' }]), 'bad_snapshot'],
    ['attributes that are none', page([[1, 'p', 'x']]), 'bad_snapshot'],
    ['no sizes', page([], { viewport: [0, Number.NaN] }), 'bad_snapshot'],
    ['50,000 nodes', page(many(50_000, [1, 'p', {}])), 'snapshot_too_large'],
    ['too many styles', page([], { styles: many(LIMITS.snapshotStyles + 1, '') }), 'snapshot_too_large'],
    ['a huge style', page([], { styles: ['x'.repeat(LIMITS.snapshotStyleChars + 1)] }), 'snapshot_too_large'],
    ['too many files', page([], { assets: many(LIMITS.snapshotAssets + 1, '') }), 'snapshot_too_large'],
    [
      'too many descriptors',
      page([], { descriptors: many(LIMITS.snapshotDescriptors + 1, {}) }),
      'snapshot_too_large',
    ],
  ])('refuses %s', (_, given, code) => {
    let fault: unknown;
    try {
      cleanSnapshot(given);
    } catch (error) {
      fault = error;
    }
    expect(fault).toBeInstanceOf(HeatError);
    expect((fault as HeatError).faultCode).toBe(code);
  });
});
