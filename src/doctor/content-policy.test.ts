import { expect, test } from 'bun:test';
import { judgeConnect, judgeScript, readPolicies } from './content-policy.ts';

const PAGE = new URL('https://shop.example/page');
const SCRIPT = new URL('https://heat.example/heat.js');
const asked = { nonce: null, integrity: null };

/** The directive that forbids the script, `-` when none does. */
function scriptBy(
  text: string,
  tag: Partial<typeof asked> | { nonce?: string; integrity?: string } = {},
  script = SCRIPT,
  page = PAGE,
): string {
  const refusals = readPolicies(text).map((policy) =>
    judgeScript(policy, script, page, { ...asked, ...tag }),
  );
  return refusals.find((verdict) => verdict !== null)?.directive ?? '-';
}

test.each([
  ["default-src 'self'", 'default-src'],
  ["default-src 'none'; script-src https://heat.example", '-'],
  ["script-src 'self'", 'script-src'],
  ["script-src 'self'; script-src-elem https:", '-'],
  ["script-src https:; script-src-elem 'self'", 'script-src-elem'],
  ['script-src *', '-'],
  ['script-src http:', '-'],
  ['script-src wss:', 'script-src'],
  ['script-src heat.example', '-'],
  ['script-src HEAT.example', '-'],
  ['script-src http://heat.example', '-'],
  ['script-src https://heat.example:443', '-'],
  ['script-src https://heat.example:8443', 'script-src'],
  ['script-src https://heat.example:*', '-'],
  ['script-src *.example', '-'],
  ['script-src *.heat.example', 'script-src'],
  ['script-src https://heat.example/heat.js', '-'],
  ['script-src https://heat.example/other.js', 'script-src'],
  ['script-src https://heat.example/v1/', 'script-src'],
  ["script-src 'unsafe-inline'", 'script-src'],
  ["script-src 'strict-dynamic' https://heat.example", 'script-src'],
  ["script-src https://heat.example; script-src 'none'", '-'],
  ["img-src 'none'", '-'],
  ['', '-'],
  ['sandbox allow-forms', 'sandbox'],
  ['sandbox allow-scripts', '-'],
  ["script-src https:, script-src 'self'", 'script-src'],
])('judgeScript() of "%s" is forbidden by %s', (text, directive) => {
  expect(scriptBy(text)).toBe(directive);
});

test.each([
  ["script-src 'nonce-abc' 'strict-dynamic'", { nonce: 'abc' }, '-'],
  ["script-src 'nonce-abc'", { nonce: 'abd' }, 'script-src'],
  ["script-src 'nonce-'", { nonce: '' }, 'script-src'],
  ["script-src 'sha384-xyz'", { integrity: 'sha384-xyz' }, '-'],
  ["script-src 'sha384-xyz'", { integrity: 'sha384-xyz sha384-other' }, 'script-src'],
])('judgeScript() of "%s" with %p is forbidden by %s', (text, tag, directive) => {
  expect(scriptBy(text, tag)).toBe(directive);
});

test("judgeScript() takes 'self' and hosts without a scheme by that of the page", () => {
  const local = new URL('http://localhost:8080/');
  expect(scriptBy("script-src 'self'", {}, new URL('http://localhost:8080/heat.js'), local)).toBe('-');
  expect(scriptBy("script-src 'self'", {}, new URL('http://localhost:4328/heat.js'), local)).toBe(
    'script-src',
  );
  expect(scriptBy('script-src localhost:4328', {}, new URL('http://localhost:4328/heat.js'), local)).toBe(
    '-',
  );
  expect(scriptBy('script-src localhost:4328', {}, new URL('http://localhost:4328/heat.js'))).toBe(
    'script-src',
  );
  expect(
    scriptBy(
      "script-src 'self'",
      {},
      new URL('https://shop.example/heat.js'),
      new URL('http://shop.example/'),
    ),
  ).toBe('-');
});

test.each([
  ["default-src 'self'", 'default-src'],
  ["default-src 'self'; connect-src https://heat.example", '-'],
  ["connect-src 'self'", 'connect-src'],
  ['script-src *', '-'],
])('judgeConnect() of "%s" is forbidden by %s', (text, directive) => {
  const target = new URL('https://heat.example/ingest');
  const [policy] = readPolicies(text);
  expect((policy && judgeConnect(policy, target, PAGE)?.directive) ?? '-').toBe(directive);
});
