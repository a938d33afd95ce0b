import { describe, expect, test } from 'bun:test';
import { checkEmail, checkName, checkPassword } from './credentials.ts';

describe('checkEmail()', () => {
  const good: [text: string, email: string][] = [
    ['ada@example.com', 'ada@example.com'],
    ['  Ada@Example.COM ', 'ada@example.com'],
    ['ada+heat@localhost', 'ada+heat@localhost'],
    ['zoë@exämple.de', 'zoë@exämple.de'],
  ];
  for (const [text, email] of good) {
    test(`checkEmail() gives "${email}" when it gets "${text}"`, () => expect(checkEmail(text)).toBe(email));
  }

  const bad = [
    '',
    '@',
    'ada',
    'ada@',
    '@example.com',
    'a da@example.com',
    'a\0@b.c',
    'a\u202e@b.c',
    'a\ud800@b.c',
  ];
  for (const text of [...bad, `${'a'.repeat(250)}@b.de`]) {
    test(`checkEmail() refuses ${JSON.stringify(text.slice(0, 20))}`, () => {
      expect(() => checkEmail(text)).toThrow('not an e-mail address');
    });
  }
});

describe('checkPassword()', () => {
  const good = ['a'.repeat(12), 'a'.repeat(256), 'pässwörter!!', '🦉'.repeat(12), '            '];
  for (const text of good) {
    test(`checkPassword() accepts ${[...text].length} characters like "${[...text][0]}"`, () => {
      expect(checkPassword(text)).toBe(text);
    });
  }
  const bad: [text: string, code: string][] = [
    ['', 'password_too_short'],
    ['a'.repeat(11), 'password_too_short'],
    ['🦉'.repeat(11), 'password_too_short'],
    ['a'.repeat(257), 'password_too_long'],
    ['🦉'.repeat(65), 'password_too_long'],
    ['a'.repeat(500_000), 'password_too_long'],
    [`a long enough \ud800`, 'password_too_long'],
  ];
  for (const [text, code] of bad) {
    test(`checkPassword() throws ${code} when it gets ${text.length} units of "${text.slice(0, 2)}"`, () => {
      expect(() => checkPassword(text)).toThrow(
        expect.objectContaining({ kind: 'invalid', faultCode: code }),
      );
    });
  }
  test('checkPassword() gives one text when an accent is written in two ways', () => {
    expect(checkPassword('cafe\u0301 au lait!')).toBe(checkPassword('caf\u00e9 au lait!'));
  });
});

describe('checkName()', () => {
  test('checkName() trims', () => expect(checkName('  Ada 🦉 ')).toBe('Ada 🦉'));
  for (const text of ['', '   ', 'a\nb', 'a\u202eb', 'a\0', 'x'.repeat(81)]) {
    test(`checkName() refuses ${JSON.stringify(text.slice(0, 8))}`, () => {
      expect(() => checkName(text)).toThrow('A name has 1 to 80 visible characters');
    });
  }
});
