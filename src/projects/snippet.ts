// What the owner pastes into his pages. Pure.

import type { SnippetView } from '../contract/api.ts';

/**
 * `publicUrl` is where browsers reach this heat, e.g. `https://heat.example.com`; a trailing slash is ignored.
 * `integrity` is the hash of v1/heat.js as this heat serves it; without it there is no tag with a hash.
 */
export function snippetOf(
  project: { writeKey: string },
  publicUrl: string,
  integrity: string | null = null,
): SnippetView {
  const base = publicUrl.replace(/\/+$/, '');
  const tag = (src: string, more = '') =>
    `<script defer src="${inAttribute(`${base}/${src}`)}"${more} data-project="${project.writeKey}"></script>`;
  return {
    html: tag('heat.js'),
    module: [
      `import { init } from ${JSON.stringify(`${base}/heat.mjs`)};`,
      '',
      `init({ endpoint: ${JSON.stringify(`${base}/`)}, projectKey: ${JSON.stringify(project.writeKey)} });`,
    ].join('\n'),
    ...(integrity === null
      ? {}
      : {
          // The query is the content's: a browser never meets an older copy from its cache under this address.
          integrity: tag(
            `v1/heat.js?${integrity.replace(/\W/g, '').slice(6, 14)}`,
            ` integrity="${integrity}" crossorigin="anonymous"`,
          ),
        }),
  };
}

function inAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
