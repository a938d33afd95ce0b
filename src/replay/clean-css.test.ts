// What hostile style sheets are left with.

import { describe, expect, test } from 'bun:test';
import { cleanCss } from './clean-css.ts';

describe('cleanCss()', () => {
  test.each([
    ['a{color:red;background:url(heat:3)}', 'a{color:red;background:url(heat:3)}'],
    ['a{fill:url("#grad")}', 'a{fill:url(#grad)}'],
    ['a{background:url(https://evil.example/x)}', 'a{background:url(data:,)}'],
    ["a{background:URL( 'https://evil.example/x' )}", 'a{background:url(data:,)}'],
    ['a{background:u\\72l(https://evil.example/x)}', 'a{background:url(data:,)}'],
    ['a{background:\\75 \\52 l(//evil.example)}', 'a{background:url(data:,)}'],
    ['a{background:url(heat:1', 'a{background:url(heat:1)'],
    ['a{background:url(he\\61t:1)}', 'a{background:url(heat:1)}'],
    ['a{background:url(data:text/html,<script>)}', 'a{background:url(data:,)}'],
    ['a{background:url(javascript:alert(1))}', 'a{background:url(data:,))}'],
    ['@import "https://evil.example/x.css"; a{}', ' a{}'],
    ['@\\69mport url("//evil.example;x"); a{}', ' a{}'],
    [
      'a{background:image-set("https://evil.example/x" 1x)}',
      'a{background:heat-removed("https://evil.example/x" 1x)}',
    ],
    ['a{b:/* url( */1}', 'a{b:/**/1}'],
    ['a{b:ur/*x*/l(https://evil.example)}', 'a{b:ur/*x*/l(https://evil.example)}'],
    ['a::before{content:"url(https://fine.example)"}', 'a::before{content:"url(https://fine.example)"}'],
    [
      'a::before{content:"\\"url("} b{c:url(//evil.example)}',
      'a::before{content:"\\"url("} b{c:url(data:,)}',
    ],
    ['a{content:"broken\n} b{c:url(//evil.example)}', 'a{content:"broken\n} b{c:url(data:,)}'],
    ['.md\\:w-1\\/2{width:50%}', '.md\\:w-1\\/2{width:50%}'],
    [
      '@font-face{font-family:x;src:url(heat:0) format("woff2")}',
      '@font-face{font-family:x;src:url(heat:0) format("woff2")}',
    ],
  ])('turns %j into %j', (css, expected) => {
    expect(cleanCss(css)).toBe(expected);
  });

  test('reads hundreds of thousands of hostile characters in a moment', () => {
    const startedAt = performance.now();
    for (const hostile of ['\\', '"', '/*', 'url(', 'a('.repeat(4), '@', '@import '])
      cleanCss(hostile.repeat(100_000));
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});
