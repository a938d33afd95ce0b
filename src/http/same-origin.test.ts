import { describe, expect, test } from 'bun:test';
import { refuseCrossSite } from './same-origin.ts';

type Case = [what: string, headers: Record<string, string>, publicUrl: string | null, isAllowed: boolean];
const own = { 'x-heat': '1', host: 'heat.example.com' };

describe('refuseCrossSite()', () => {
  const cases: Case[] = [
    ['a fetch of our page', { ...own, 'sec-fetch-site': 'same-origin' }, null, true],
    ['our page in an older browser', { ...own, origin: 'https://heat.example.com' }, null, true],
    [
      'our page behind a proxy that renames the host',
      { ...own, host: 'backend:1', origin: 'https://h.example' },
      'https://h.example',
      true,
    ],
    ['a page without our header', { host: own.host, 'sec-fetch-site': 'same-origin' }, null, false],
    ['another site', { ...own, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, null, false],
    [
      'another subdomain',
      { ...own, 'sec-fetch-site': 'same-site', origin: 'https://x.example.com' },
      null,
      false,
    ],
    ['another origin in an older browser', { ...own, origin: 'https://evil.example' }, null, false],
    [
      'an origin that begins like ours',
      { ...own, origin: 'https://heat.example.com.evil.example' },
      null,
      false,
    ],
    ['another port', { ...own, origin: 'https://heat.example.com:8443' }, null, false],
    ['a sandboxed page', { ...own, origin: 'null' }, null, false],
    ['nobody', own, null, false],
  ];
  test.each(cases)('judges a write of %s', (_, headers, publicUrl, isAllowed) => {
    const work = () =>
      refuseCrossSite(new Request('http://localhost/x', { method: 'POST', headers }), publicUrl);
    if (isAllowed) expect(work).not.toThrow();
    else expect(work).toThrow(/another site/);
  });
});
