// What the owner pastes into his pages. Pure.

import type { SnippetView } from '../contract/api.ts';

/** `publicUrl` is where browsers reach this heat, e.g. `https://heat.example.com`; a trailing slash is ignored. */
export function snippetOf(project: { writeKey: string }, publicUrl: string): SnippetView {
  const base = publicUrl.replace(/\/+$/, '');
  return {
    html: `<script defer src="${inAttribute(`${base}/heat.js`)}" data-project="${project.writeKey}"></script>`,
    module: [
      `import { init } from ${JSON.stringify(`${base}/heat.mjs`)};`,
      '',
      `init({ endpoint: ${JSON.stringify(`${base}/`)}, projectKey: ${JSON.stringify(project.writeKey)} });`,
    ].join('\n'),
  };
}

function inAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
