import { describe, expect, test } from 'bun:test';
import { AGENTS, journalBatch } from '../../test/support/journal-batches.ts';
import { enrich, firstLanguage } from './enrich.ts';
import { createAgentParser, parseAgent } from './parse-agent.ts';

const IPAD =
  'Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1';
const EDGE = `${AGENTS.desktop} Edg/131.0.0.0`;
const HEADLESS = AGENTS.desktop.replace('Chrome/', 'HeadlessChrome/');

describe('parseAgent()', () => {
  test.each([
    [
      AGENTS.desktop,
      { browser: 'Chrome', browserVersion: '131', os: 'Windows', device: 'desktop', isBot: false },
    ],
    [AGENTS.mobile, { browser: 'Safari', browserVersion: '17', os: 'iOS', device: 'mobile', isBot: false }],
    [IPAD, { browser: 'Safari', os: 'iOS', device: 'tablet', isBot: false }],
    [EDGE, { browser: 'Microsoft Edge', os: 'Windows', device: 'desktop', isBot: false }],
    [AGENTS.bot, { isBot: true }],
    [HEADLESS, { isBot: true }],
    ['', { browser: null, os: null, device: null, isBot: false }],
    ['__proto__', { browser: null, os: null, device: null }],
  ])('reads %p', (userAgent, expected) => {
    expect(parseAgent(userAgent)).toMatchObject(expected);
  });
});

describe('firstLanguage()', () => {
  test.each([
    ['de-AT,de;q=0.9,en;q=0.8', 'de-AT'],
    ['EN-us', 'en-US'],
    ['zh_Hans_cn', 'zh-Hans-CN'],
    ['fr;q=0.5', 'fr'],
    ['en-US@posix', 'en-US'],
    ['de_DE.UTF-8', 'de-DE'],
    ['C.UTF-8', null],
    ['', null],
    [null, null],
    ['*', null],
    ['<script>', null],
  ])('of %p is %p', (list, expected) => {
    expect(firstLanguage(list)).toBe(expected);
  });
});

describe('enrich()', () => {
  const parse = createAgentParser();

  test('describes a session by its batch', () => {
    const batch = journalBatch({ app: { name: 'shop', version: '2.1', env: 'production' } });
    expect(enrich(batch, parse)).toMatchObject({
      visitor: 'c:visitor',
      device: 'desktop',
      browser: 'Chrome',
      userAgent: AGENTS.desktop,
      language: 'de-AT',
      country: 'AT',
      screenW: 1920,
      appName: 'shop',
      appVersion: '2.1',
      appEnv: 'production',
      sdk: 'heat/1.0.0',
    });
  });

  test.each([
    [390, 'mobile'],
    [820, 'tablet'],
    [1920, 'desktop'],
    [null, null],
    [0, null],
  ])('takes a screen of %p px for %p when the agent does not tell', (screenW, expected) => {
    const device = { ua: '', platform: null, language: null, screenW, screenH: null };
    expect(enrich(journalBatch({ device }), parse).device).toBe(expected as never);
  });
});
