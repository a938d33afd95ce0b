import { expect, test } from 'bun:test';
import { cleanUrl, pageUrl, saysNo } from './privacy.ts';

test.each([
  ['https://a.b/x?q=1&page=2', 'https://a.b/x?q=1&page=2'],
  ['https://a.b/x?token=1', 'https://a.b/x?'],
  ['https://a.b/x?a=1&access_token=2&b=3', 'https://a.b/x?a=1&&b=3'],
  ['https://a.b/x?password=1&b=3#/y', 'https://a.b/x?&b=3#/y'],
  ['https://a.b/x?code=1&sid=2&author=me', 'https://a.b/x?&&author=me'],
  ['https://a.b/x?zipcode=1', 'https://a.b/x?zipcode=1'],
  ['https://a.b/x?u=jo%40x.org&v=eyJhbGciOi', 'https://a.b/x?&'],
  ['https://a.b/#/reset?token=1&x=2', 'https://a.b/#/reset?&x=2'],
  ['https://a.b/x?card_number=1&cvc=2&iban=3&otp_code=4&a=5', 'https://a.b/x?&&&&a=5'],
  ['https://a.b/x?user%5Bpassword%5D=1&apikey=2', 'https://a.b/x?&'],
  ['https://a.b/x?q=5425233430109903&r=DE89370400440532013000', 'https://a.b/x?&'],
  ['https://a.b/x?q=4711&design=2', 'https://a.b/x?q=4711&design=2'],
  ['', ''],
])('cleanUrl(%j)', (url, clean) => {
  expect(cleanUrl(url)).toBe(clean);
});

test('cleanUrl() cuts at 2048 characters', () => {
  expect(cleanUrl(`https://a.b/${'x'.repeat(3000)}`)).toHaveLength(2048);
});

test.each([
  ['https://a.b/x#part', 'https://a.b/x'],
  ['https://a.b/x#access_token=1', 'https://a.b/x'],
  ['https://a.b/#/cart', 'https://a.b/#/cart'],
  ['https://a.b/#!/cart', 'https://a.b/#!/cart'],
])('pageUrl(%j)', (href, url) => {
  expect(pageUrl(href)).toBe(url);
});

test('pageUrl() keeps every fragment where the site says that they are routes', () => {
  expect(pageUrl('https://a.b/x#cart?token=1', true)).toBe('https://a.b/x#/cart?');
  expect(pageUrl('https://a.b/x#/cart', true)).toBe('https://a.b/x#/cart');
});

test.each([
  [{ globalPrivacyControl: true }, {}, true],
  [{ doNotTrack: '1' }, {}, true],
  [{ globalPrivacyControl: false, doNotTrack: null }, {}, false],
  [{ doNotTrack: 'unspecified' }, {}, false],
  [{ globalPrivacyControl: true, doNotTrack: '1' }, { respectGpc: false, respectDoNotTrack: false }, false],
])('saysNo(%j, %j)', (signals, settings, isNo) => {
  expect(!!saysNo(signals, settings)).toBe(isNo);
});
