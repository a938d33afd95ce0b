import { describe, expect, test } from 'bun:test';
import { hostOf, pathOf } from './address.ts';

describe('pathOf()', () => {
  const cases: [url: string, path: string][] = [
    ['http://localhost/a/b?x=1#y', '/a/b'],
    ['http://localhost', '/'],
    ['http://localhost?x=/y', '/'],
    ['http://"><script>/nothing', '/nothing'],
    ['/nothing?x', '/nothing'],
    ['http:///nothing', '/nothing'],
    ['http://h//evil.example/x', '//evil.example/x'],
    ['http://h/%2e%2e/%zz', '/%2e%2e/%zz'],
  ];
  test.each(cases)('of %s is %s', (url, path) => {
    expect(pathOf(url)).toBe(path);
  });
});

describe('hostOf()', () => {
  const cases: [host: string | null, answer: string | null][] = [
    ['heat.example.com', 'heat.example.com'],
    ['HEAT.example:4328', 'heat.example:4328'],
    ['[::1]:80', '[::1]:80'],
    ['127.0.0.1', '127.0.0.1'],
    ['my_host', 'my_host'],
    ['"><script>', null],
    ['a b', null],
    ['user@host', null],
    ['host/path', null],
    ['host:port', null],
    ['-x.example', null],
    ['', null],
    [null, null],
  ];
  test.each(cases)('of %p is %p', (host, answer) => {
    expect(hostOf(new Request('http://localhost/', { headers: host === null ? {} : { host } }))).toBe(answer);
  });
});
