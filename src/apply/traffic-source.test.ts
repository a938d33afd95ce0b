import { describe, expect, test } from 'bun:test';
import { knownSource } from './known-sources.ts';
import { trafficSource } from './traffic-source.ts';

describe('trafficSource()', () => {
  type Case = [address: string, referrer: string | null, source: string, medium: string, host: string | null];
  const cases: Case[] = [
    ['https://shop.example/', null, 'Direct', 'direct', null],
    ['https://shop.example/', '', 'Direct', 'direct', null],
    ['https://shop.example/', 'not an address', 'Direct', 'direct', null],
    ['https://shop.example/', 'https://www.shop.example/a', 'Internal', 'internal', null],
    ['https://www.shop.example/', 'https://shop.example/a', 'Internal', 'internal', null],
    ['https://shop.example/', 'https://www.google.co.uk/', 'Google', 'search', 'google.co.uk'],
    ['https://shop.example/', 'https://l.facebook.com/l.php', 'Facebook', 'social', 'l.facebook.com'],
    ['https://shop.example/', 'https://chatgpt.com/', 'ChatGPT', 'ai', 'chatgpt.com'],
    ['https://shop.example/', 'https://mail.google.com/', 'Gmail', 'email', 'mail.google.com'],
    [
      'https://shop.example/',
      'android-app://com.google.android.gm/',
      'Gmail',
      'email',
      'com.google.android.gm',
    ],
    [
      'https://shop.example/',
      'https://blog.example.org/x',
      'blog.example.org',
      'referral',
      'blog.example.org',
    ],
    ['https://shop.example/?gclid=1', 'https://www.google.com/', 'Google', 'paid', 'google.com'],
    ['https://shop.example/?utm_source=mail', 'https://www.google.com/', 'mail', 'campaign', 'google.com'],
    ['https://shop.example/?utm_source=mail&utm_medium=email', null, 'mail', 'email', null],
    ['https://shop.example/?utm_medium=cpc', 'https://www.bing.com/', 'Bing', 'cpc', 'bing.com'],
    ['/a', 'https://shop.example/', 'shop.example', 'referral', 'shop.example'],
  ];
  test.each(cases)('of %p from %p is %p by %p', (address, from, source, medium, referrer) => {
    expect(trafficSource(address, from)).toMatchObject({ source, medium, referrer });
  });

  test('keeps all five campaign parameters, trimmed and bounded', () => {
    const address = `https://a.example/?utm_source=%20s%20&utm_medium=m&utm_campaign=c&utm_term=${'t'.repeat(999)}&utm_content=`;
    expect(trafficSource(address, null)).toMatchObject({
      utmSource: 's',
      utmMedium: 'm',
      utmCampaign: 'c',
      utmTerm: 't'.repeat(128),
      utmContent: null,
    });
  });
});

describe('knownSource()', () => {
  const unknown = [
    'google.example.com',
    'notgoogle.de',
    'google',
    'example.com',
    'com',
    '',
    'bing.com.evil.example',
  ];
  test.each(unknown)('does not know %p', (host) => {
    expect(knownSource(host)).toBeUndefined();
  });
  test.each(['google.de', 'www.google.com.br', 'm.youtube.com', 't.co', 'yandex.ru', 'pinterest.co.uk'])(
    'knows %p',
    (host) => {
      expect(knownSource(host)).toBeDefined();
    },
  );
});
