import { describe, expect, test } from 'bun:test';
import { LIMITS } from '../contract/limits.ts';
import { hintsSaid, readClientHints } from './client-hints.ts';

const hints = (brands: string | null, mobile: string | null = null, platform: string | null = null) =>
  readClientHints({ brands, mobile, platform });
const EDGE = '"Chromium";v="142", "Microsoft Edge";v="142", "Not_A Brand";v="99"';

describe('readClientHints()', () => {
  // As the browsers send them, with the made-up brand in its several spellings and places.
  const real: [whose: string, brands: string, mobile: string, platform: string, expected: object][] = [
    [
      'Chrome on Windows',
      '"Chromium";v="142", "Google Chrome";v="142", "Not_A Brand";v="99"',
      ...(['?0', '"Windows"', { os: 'Windows', device: 'desktop' }] as const),
    ],
    [
      'Chrome on a phone',
      '"Google Chrome";v="141", "Not?A_Brand";v="8", "Chromium";v="141"',
      ...(['?1', '"Android"', { os: 'Android', device: 'mobile' }] as const),
    ],
    [
      'Chrome on a tablet',
      '" Not A;Brand";v="99", "Chromium";v="96", "Google Chrome";v="96"',
      ...(['?0', '"Android"', { os: 'Android', device: 'tablet' }] as const),
    ],
    [
      'Chrome on a Chromebook',
      '"Not)A;Brand";v="8", "Chromium";v="138", "Google Chrome";v="138"',
      ...(['?0', '"Chrome OS"', { os: 'Chrome OS', device: 'desktop' }] as const),
    ],
    [
      'Edge',
      EDGE,
      '?0',
      '"Windows"',
      { browser: 'Microsoft Edge', version: '142', os: 'Windows', device: 'desktop' },
    ],
    [
      'Brave',
      '"Brave";v="141", "Not?A_Brand";v="8", "Chromium";v="141"',
      ...(['?0', '"macOS"', { browser: 'Brave', version: '141', os: 'macOS', device: 'desktop' }] as const),
    ],
    [
      'Opera',
      '"Chromium";v="140", "Not=A?Brand";v="24", "Opera";v="124"',
      ...(['?0', '"Linux"', { browser: 'Opera', version: '124', os: 'Linux', device: 'desktop' }] as const),
    ],
    [
      'Opera GX',
      '"Opera GX";v="122", "Not/A)Brand";v="8", "Chromium";v="138"',
      ...([
        '?0',
        '"Windows"',
        { browser: 'Opera', version: '122', os: 'Windows', device: 'desktop' },
      ] as const),
    ],
    [
      'Vivaldi',
      '"Not.A/Brand";v="8", "Chromium";v="140", "Vivaldi";v="7.6"',
      ...([
        '?0',
        '"Windows"',
        { browser: 'Vivaldi', version: '7', os: 'Windows', device: 'desktop' },
      ] as const),
    ],
    [
      'Samsung Internet',
      '"Not)A;Brand";v="8", "Chromium";v="136", "Samsung Internet";v="29.0"',
      '?1',
      '"Android"',
      { browser: 'Samsung Internet for Android', version: '29', os: 'Android', device: 'mobile' },
    ],
    [
      'Chromium itself',
      '"Chromium";v="142", "(Not(A:Brand";v="99"',
      ...([
        '?0',
        '"Linux"',
        { browser: 'Chromium', version: '142', os: 'Linux', device: 'desktop' },
      ] as const),
    ],
    [
      'a page inside an app',
      '"Android WebView";v="142", "Chromium";v="142", "Not_A Brand";v="99"',
      ...(['?1', '"Android"', { os: 'Android', device: 'mobile' }] as const),
    ],
    [
      'a browser that we do not know',
      '"Not_A Brand";v="99", "Chromium";v="142", "Somebody\\"s \\\\ Browser";v="3"',
      ...(['?0', '"Fuchsia"', { device: 'desktop' }] as const),
    ],
  ];
  test.each(real)('reads those of %s', (_, brands, mobile, platform, expected) => {
    expect(hints(brands, mobile, platform)).toEqual(expected as never);
  });

  const nothing: [what: string, headers: Parameters<typeof hints>][] = [
    ['absent, as of Firefox and Safari', [null]],
    ['empty', ['', '', '']],
    ['no list', ['Brave']],
    ['a list that breaks off', ['"Brave";v="141", "Chrom']],
    ['a list with something behind it', ['"Brave";v="141" and more']],
    ['a brand without a version', ['"Brave"']],
    ['too long', [`"Brave";v="141", "${'x'.repeat(LIMITS.clientHintChars)}";v="1"`]],
    ['quotes without end', ['"\\"'.repeat(170)]],
    ['words of nobody', ['"<script>";v="1"', '?2', '"Windows']],
    ['a system in no quotes', [null, 'true', 'Windows']],
  ];
  test.each(nothing)('takes nothing from what is %s', (_, headers) => {
    expect(hints(...headers)).toBeNull();
  });

  test('keeps what is good of headers of which one is broken', () => {
    expect(hints('"Brave', '?1', '"Android"')).toEqual({ os: 'Android', device: 'mobile' });
    expect(hints('"Brave";v="beta"', null, null)).toEqual({ browser: 'Brave' });
  });
});

describe('hintsSaid()', () => {
  test.each([
    [
      { browser: 'Brave', os: 'Windows', device: 'desktop' },
      { browser: 'Brave', os: 'Windows', device: 'desktop' },
    ],
    [{ browser: 'Chrome Mobile', os: 'Windows NT', device: 'mobile' }, { device: 'mobile' }],
    [{ browser: 'Chromium', os: null, device: null }, { browser: 'Chromium' }],
    [{ browser: 'Chrome', os: null, device: null }, null],
  ] as const)('of %p is %p', (said, expected) => {
    expect(hintsSaid(said)).toEqual(expected);
  });
});
