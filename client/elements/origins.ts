// Origins as people type them: one a line. Pure; what an origin is, the server alone decides, as for the terminal.

/** `https://example.com\n\n https://*.shop.example ` → `['https://example.com', 'https://*.shop.example']`; doubles once. */
export function parseOrigins(text: string): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== ''))];
}
