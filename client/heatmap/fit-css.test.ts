// Styles that depend on the window's height, in a frame that is as tall as the page.

import { describe, expect, test } from 'bun:test';
import { fitCss } from './fit-css.ts';

const captured = { width: 1200, height: 800 };
const fit = (css: string) =>
  fitCss(css, captured, (place) => (place === 1 ? 'data:image/png;base64,AA==' : null));

describe('fitCss()', () => {
  test.each([
    ['a{height:100vh}', 'a{height:800px}'],
    ['a{height:100svh;min-height:50dvh}', 'a{height:800px;min-height:400px}'],
    ['a{height:calc(100vh - 4rem)}', 'a{height:calc(800px - 4rem)}'],
    ['a{margin:-5vh .5vh}', 'a{margin:-40px 4px}'],
    ['a{width:50vw}', 'a{width:50vw}'],
    ['a{width:50vmin;height:10vmax}', 'a{width:min(50vw,400px);height:max(10vw,80px)}'],
    ['.h-100vh{}', '.h-100vh{}'],
    ['.h-\\[100vh\\]{height:100vh}', '.h-\\[100vh\\]{height:800px}'],
    ['@media (min-height: 900px){}', '@media (max-width:0px){}'],
    ['@media (max-height:900px){}', '@media (min-width:0px){}'],
    ['@media (orientation:landscape){}', '@media (min-width:801px){}'],
    ['@media (orientation: portrait){}', '@media (max-width:800px){}'],
    ['x-a:not(:defined){}', 'x-a:not(:not(heat-undefined)){}'],
    ['a{b:url(heat:1)}', 'a{b:url("data:image/png;base64,AA==")}'],
    ['a{b:url(heat:2)}', 'a{b:url("data:,")}'],
  ])('makes %j into %j', (css, fitted) => {
    expect(fit(css)).toBe(fitted);
  });
});
