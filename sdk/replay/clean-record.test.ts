import { expect, test } from 'bun:test';
import { cleanRecord } from './clean-record.ts';

test.each([
  [
    'of the page',
    { data: { href: 'https://a.b/c?token=x1&q=2#access_token=y' } },
    { data: { href: 'https://a.b/c?&q=2' } },
  ],
  ['of a route', { href: 'https://a.b/#/c?otp=1' }, { href: 'https://a.b/#/c?' }],
  [
    'of a link and a form',
    [{ href: '/x?mail=a@b.c' }, { action: '/y?sid=3' }],
    [{ href: '/x?' }, { action: '/y?' }],
  ],
  ['inside the page', { 'xlink:href': '#token=icon' }, { 'xlink:href': '#token=icon' }],
  ['that is the picture', { src: 'data:image/gif;base64,?key=1' }, { src: 'data:image/gif;base64,?key=1' }],
  ['with quotes in it', { href: 'https://a.b/"?pin="\\"&q=1' }, { href: 'https://a.b/"?&q=1' }],
  ['that is very long', { href: `https://a.b/?q=${'"'.repeat(3_000)}` }, { href: 'https://a.b/' }],
  [
    'that is spoken of',
    { textContent: 'it says "href":"/x?token=1"' },
    { textContent: 'it says "href":"/x?token=1"' },
  ],
])('cleanRecord() gives an address %s', (_, record, expected) => {
  expect(JSON.parse(cleanRecord(JSON.stringify(record)))).toEqual(expected as never);
});

test.each([
  [
    { placeholder: 'Your name', class: 'wide' },
    { placeholder: '**** ****', class: 'wide' },
  ],
  [
    { alt: 'Anna "\u0001\\', 'aria-label': 'x' },
    { alt: '**** ***', 'aria-label': '*' },
  ],
  [
    { tagName: 'option', attributes: { value: 'red' } },
    { tagName: 'option', attributes: { value: '***' } },
  ],
  [{ set: { property: 'color', value: 'red' } }, { set: { property: 'color', value: 'red' } }],
])('cleanRecord() of %j, all masked', (record, expected) => {
  expect(JSON.parse(cleanRecord(JSON.stringify(record), true))).toEqual(expected as never);
  expect(cleanRecord(JSON.stringify(record))).toBe(JSON.stringify(record));
});
