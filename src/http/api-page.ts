// The API's description for somebody who opened it in a browser: one list, no script, everything escaped. Programs get
// the same as OpenAPI in JSON.

import type { TSchema } from 'elysia';
import { version } from '../lib/version.ts';
import type { Access, Need, RouteDeclaration } from './route.ts';

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1, h2, h3 { line-height: 1.25; }
h3 { margin: 1.75rem 0 0.25rem; font-size: 1rem; }
code { font: 0.9em ui-monospace, monospace; overflow-wrap: anywhere; }
p { margin: 0.25rem 0; }
dl { margin: 0.5rem 0 0; display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: 0.125rem 1rem; }
dd { margin: 0; }
small { opacity: 0.75; }
`;
const STYLE_HASH = new Bun.CryptoHasher('sha256').update(STYLE).digest('base64');

/** Headers of the page: nothing but its own style may run or load. */
export const API_PAGE: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  vary: 'accept',
};

const TITLE = 'heat: API';

/** The whole page. Routes that match any path (`/*`) are no part of the API. */
export function apiPage(routes: readonly RouteDeclaration[]): string {
  const tags = new Map<string, RouteDeclaration[]>();
  for (const route of routes) {
    if (route.path.includes('*')) continue;
    tags.set(route.tag, [...(tags.get(route.tag) ?? []), route]);
  }
  const parts = [...tags].map(
    ([tag, own]) => `<section><h2>${escapeHtml(tag)}</h2>${own.map(routePart).join('')}</section>`,
  );
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${TITLE}</title><meta name="viewport" content="width=device-width, initial-scale=1">
<style>${STYLE}</style></head>
<body><main><h1>${TITLE}</h1>
<p>Version ${escapeHtml(version)}. Answers are JSON, instants are UTC milliseconds. Programs read this address as OpenAPI 3:
<code>curl -H 'accept: application/json' …/openapi</code></p>
<p>Credentials: <code>Authorization: Bearer &lt;API key or the token that sign-in answers&gt;</code>, or the dashboard's cookie (its
writes need <code>x-heat: 1</code>).</p>
${parts.join('\n')}
</main></body></html>
`;
}

function routePart(route: RouteDeclaration): string {
  const query = fields(route.query);
  const body = fields(route.body);
  return `<h3><code>${escapeHtml(`${route.method} ${route.path}`)}</code></h3>
<p>${escapeHtml(route.summary)}</p>
<p><small>Credential: ${escapeHtml(credentialOf(route.access))}</small></p>
${fieldList('Query parameters', query)}${fieldList('JSON body', body)}`;
}

type Field = { name: string; isRequired: boolean; description: string };

function fields(schema: TSchema | null): Field[] {
  const properties = (schema?.properties ?? {}) as Record<string, TSchema>;
  const required = new Set((schema?.required ?? []) as string[]);
  return Object.entries(properties).map(([name, { description }]) => ({
    name,
    isRequired: required.has(name),
    description: typeof description === 'string' ? description : '',
  }));
}

function fieldList(title: string, all: readonly Field[]): string {
  if (all.length === 0) return '';
  const rows = all.map(({ name, isRequired, description }) => {
    const words = [isRequired ? 'required' : '', description].filter((word) => word !== '').join('; ');
    return `<dt><code>${escapeHtml(name)}</code></dt><dd>${escapeHtml(words)}</dd>`;
  });
  return `<p><small>${escapeHtml(title)}</small></p><dl>${rows.join('')}</dl>`;
}

/** Who may call, in words. */
function credentialOf(access: Access): string {
  if (access === 'public') return 'none';
  if (access === 'caller') return 'any, or none from a process on the same machine';
  if (access === 'share') return 'what POST /api/v1/shared answers for a share link';
  if (access === 'user') return 'a signed-in user';
  if (access === 'owner') return 'a signed-in owner';
  if (access === 'operator') return 'an owner, an admin key, or a process on the same machine';
  return PROJECT_CREDENTIALS[access.project];
}

const PROJECT_CREDENTIALS: Readonly<Record<Need, string>> = {
  read: 'a read or admin key of the project, or a user who may see it',
  write: 'a write or admin key of the project, or a user who may administer it',
  edit: 'an admin key of the project, or a user who may edit it',
  admin: 'an admin key of the project, or a user who may administer it',
};

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
