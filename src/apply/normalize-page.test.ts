import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { normalizePage } from './normalize-page.ts';

describe('normalizePage()', () => {
  const cases: [address: string, host: string, path: string][] = [
    ['https://shop.example/item', 'shop.example', '/item'],
    ['HTTPS://Shop.Example:443/a/./b/../c/', 'shop.example', '/a/c'],
    ['http://shop.example:80', 'shop.example', '/'],
    ['http://localhost:8080//', 'localhost:8080', '/'],
    ['https://user:secret@shop.example/a', 'shop.example', '/a'],
    ['https://shop.example/a#reviews', 'shop.example', '/a'],
    ['https://shop.example/#/cart/?step=2', 'shop.example', '/#/cart'],
    ['https://shop.example/#!/', 'shop.example', '/'],
    ['https://shop.example/a?utm_source=x&UTM_Medium=y&gclid=1&fbclid=2&_ga=3', 'shop.example', '/a'],
    ['https://shop.example/a?_pos=1&_psq=hat&_ss=e&_v=1.0&variant=4', 'shop.example', '/a?variant=4'],
    ['https://blog.example/a?_wpnonce=1f2e&__cf_chl_rt_tk=x', 'blog.example', '/a'],
    ['https://shop.example/a?size=m&id=7&utm_id=1', 'shop.example', '/a?id=7&size=m'],
    ['https://shop.example/reset?token=abc&lang=de', 'shop.example', '/reset?lang=de'],
    ['https://shop.example/straße', 'shop.example', '/stra%C3%9Fe'],
    ['/pricing/?a=1', '', '/pricing?a=1'],
    ['pricing', '', '/pricing'],
    ['', '', '/'],
    ['//cdn.example/a', 'cdn.example', '/a'],
    ['file:///C:/Users/me/page.html', '', '/C:/Users/me/page.html'],
    ['about:blank', '', 'about:blank'],
    ['app://Main/Start/', 'main', '/Start'],
    ['http://[broken', '', 'http://[broken'],
  ];
  test.each(cases)('reads %p as host %p and path %p', (address, host, path) => {
    expect(normalizePage(address)).toMatchObject({ host, path });
  });

  test('gives one id to all spellings of a page, and another to another page', () => {
    const { page } = normalizePage('https://shop.example/a');
    expect(normalizePage('http://SHOP.example/a/?utm_source=mail#x').page).toBe(page);
    expect(normalizePage('https://shop.example/b').page).not.toBe(page);
    expect(normalizePage('https://other.example/a').page).not.toBe(page);
    expect(normalizePage('/a').page).not.toBe(page);
  });

  // Stored ids depend on it: a change here orphans every page.
  test('keeps ids from release to release', () => {
    expect(normalizePage('https://shop.example/a').page).toBe(3740857725292477);
  });

  test('never throws, and reads its own answer as the same page', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.string()),
        (address) => {
          const once = normalizePage(address);
          if (!once.path.startsWith('/') || once.path.startsWith('//')) return;
          expect(normalizePage(once.host === '' ? once.path : `https://${once.host}${once.path}`).path).toBe(
            once.path,
          );
        },
      ),
    );
  });
});
