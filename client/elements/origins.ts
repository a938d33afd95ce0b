// Origins as people type them: one a line, with or without scheme. Pure; the server has the last word.

/** `example.com https://*.shop.example/` → `['https://example.com', 'https://*.shop.example']`; doubles once. */
export function parseOrigins(text: string): string[] {
  const origins = text
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map((part) => (part.includes('://') ? part : `${isLocal(part) ? 'http' : 'https'}://${part}`))
    .map((part) => part.replace(/^([a-z]+:\/\/[^/]+)\/.*$/i, '$1'));
  return [...new Set(origins)];
}

function isLocal(host: string): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(host);
}
