import { expect, test } from 'bun:test';
import { snippetOf } from './snippet.ts';

test('snippetOf() gives the script tag and the module, without a doubled slash', () => {
  expect(snippetOf({ writeKey: 'hw_abc' }, 'https://heat.example.com/')).toEqual({
    html: '<script defer src="https://heat.example.com/heat.js" data-project="hw_abc"></script>',
    module: [
      'import { init } from "https://heat.example.com/heat.mjs";',
      '',
      'init({ endpoint: "https://heat.example.com/", projectKey: "hw_abc" });',
    ].join('\n'),
  });
});

test('snippetOf() cannot be broken out of by a strange address', () => {
  const { html, module } = snippetOf({ writeKey: 'hw_abc' }, 'https://h/"><script>alert(1)</script>');
  expect(html.match(/<script/g)).toHaveLength(1);
  expect(module).toContain(String.raw`"https://h/\"><script>`);
});

test('snippetOf() gives a tag with the hash, at an address that changes with it', () => {
  const integrity = 'sha384-oqVuAf/XpK+y2';
  expect(snippetOf({ writeKey: 'hw_abc' }, 'https://heat.example.com', integrity).integrity).toBe(
    '<script defer src="https://heat.example.com/v1/heat.js?oqVuAfXp" integrity="sha384-oqVuAf/XpK+y2" crossorigin="anonymous" data-project="hw_abc"></script>',
  );
});
