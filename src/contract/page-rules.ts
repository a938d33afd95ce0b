// Which stored pages count as one page: rules for paths and templates such as `/item/:id`. Applied when a question is
// asked, so that they hold for everything ever measured. Pure; shared by server, terminal and dashboard.

export type PageRules = {
  /** Query parameters that make a page another page: all that are stored, none, or those named (lower case). */
  keepQuery: 'all' | 'none' | string[];
  /** `/About` counts as `/about`. */
  foldCase: boolean;
  /** `/docs/index.html` counts as `/docs`. */
  indexFiles: boolean;
  /** Patterns, see compilePattern(). A page belongs to the most specific one that it matches. */
  templates: string[];
};

export const PLAIN_PAGE_RULES: PageRules = {
  keepQuery: 'all',
  foldCase: false,
  indexFiles: false,
  templates: [],
};

/** What a page counts as: itself, a page that others count as too, or a template. */
export type PageGroup = { host: string; path: string; template: string | null };

/** What is done to every address before it is stored, the same for all projects. */
export const ALWAYS_RULES = [
  'Scheme, the case of the host, default ports, dot segments and slashes at the end never make a page another page.',
  'Marks of campaigns (utm_…, gclid, fbclid and their like) and secrets (tokens, keys, session ids) are taken off.',
  'Query parameters stand in order of their names.',
  'A fragment counts only when it is a route, such as #/cart.',
] as const;

const INDEX_FILE = /\/(?:index|default)\.(?:html?|php|aspx?|jsp)$/i;

/** The same function for all pages of a project; cheap to call, made once a question. */
export function compilePageRules(rules: PageRules): (host: string, path: string) => PageGroup {
  const kept = Array.isArray(rules.keepQuery) ? new Set(rules.keepQuery) : rules.keepQuery;
  const templates = rules.templates.map(compilePattern).sort(mostSpecificFirst);
  return (host, given) => {
    const path = plainPath(given, rules, kept);
    const template = templates.find((one) => one.matches(host, path));
    return template
      ? { host, path: template.pattern, template: template.pattern }
      : { host, path, template: null };
  };
}

/** Whether pages are just what they are stored as. */
export function areRulesPlain({ keepQuery, foldCase, indexFiles, templates }: PageRules): boolean {
  return keepQuery === 'all' && !foldCase && !indexFiles && templates.length === 0;
}

function plainPath(given: string, rules: PageRules, kept: 'all' | 'none' | Set<string>): string {
  const [, plain = '', query = '', route = ''] = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(given) ?? [given, given];
  const file = rules.indexFiles ? plain.replace(INDEX_FILE, '') || (plain === '' ? '' : '/') : plain;
  const path = rules.foldCase ? file.toLowerCase() : file;
  return path + keptQuery(query, kept) + (rules.foldCase ? route.toLowerCase() : route);
}

/** Stored queries are in order of name already. */
function keptQuery(query: string, kept: 'all' | 'none' | Set<string>): string {
  if (query === '' || kept === 'all') return query;
  if (kept === 'none') return '';
  const parts = query
    .slice(1)
    .split('&')
    .filter((part) => kept.has(nameOf(part)));
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

function nameOf(part: string): string {
  const [name = ''] = part.split('=');
  try {
    return decodeURIComponent(name.replaceAll('+', ' ')).toLowerCase();
  } catch {
    return name.toLowerCase();
  }
}

export type PagePattern = {
  pattern: string;
  /** Characters that are neither placeholder nor wildcard: the more, the more specific. */
  literals: number;
  matches(host: string, path: string): boolean;
};

/**
 * A pattern of paths. `:name` stands for one segment (also for one value of the query), `*` for any part of a segment,
 * `**` for any number of segments at its place, at least one. A pattern that does not begin with `/` begins with a host; without one
 * any host will do. Without `?` it matches whatever the query, and coded bytes (`%C3`) match in either case. Never throws; what patternFault() refuses matches nothing sensible.
 */
export function compilePattern(pattern: string): PagePattern {
  const slash = pattern.indexOf('/');
  const host = slash > 0 ? pattern.slice(0, slash).toLowerCase() : null;
  const path = slash > 0 ? pattern.slice(slash) : pattern;
  const [plain = '', route] = splitOnce(path, '#');
  const anyQuery = plain.includes('?') ? '' : '(?:\\?[^#]*)?';
  const regex = new RegExp(
    `^${sourceOf(plain)}${anyQuery}${route === undefined ? '' : `#${sourceOf(route)}`}$`,
    's',
  );
  const literals =
    (host?.length ?? 0) +
    path.split(WILDCARDS).reduce((sum, piece, at) => sum + (at % 2 ? 0 : piece.length), 0);
  return { pattern, literals, matches: (of, text) => (host === null || host === of) && regex.test(text) };
}

/**
 * A pattern of SQLite's `glob` or a source of a RegExp that matches coded bytes (`%C3`) in either case: browsers code in
 * upper case, and keep the lower case of addresses that are coded already, as some publishing software writes them.
 */
export function bytesInEitherCase(pattern: string): string {
  return pattern.replace(/%[0-9a-f]{2}/gi, (byte) =>
    byte.replace(/[a-f]/gi, (digit) => `[${digit.toLowerCase()}${digit.toUpperCase()}]`),
  );
}

const WILDCARDS = /(\*\*|\*|(?<=[/=]):[A-Za-z_][A-Za-z0-9_-]*(?=[/?&#]|$))/;

function sourceOf(pattern: string): string {
  return pattern
    .split(WILDCARDS)
    .map((piece, at) => {
      if (at % 2 === 0) return bytesInEitherCase(piece.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
      if (piece === '**') return '[^?#]+';
      return piece === '*' ? '[^/?&#]*' : '[^/?&#]+';
    })
    .join('');
}

/** What the path of every page of a pattern begins with, as far as it is written in one way alone. */
export function beginningOf(pattern: string): string {
  const [begin = ''] = pattern.slice(Math.max(0, pattern.indexOf('/'))).split(WILDCARDS);
  return begin.split('%', 1)[0] ?? '';
}

/** Why a pattern cannot be used, as the end of a sentence; null when it can. */
export function patternFault(pattern: string): string | null {
  const slash = pattern.indexOf('/');
  if (slash < 0) return 'it begins with / or with a host and /, like /item/:id';
  if (/[\s\p{Cc}]/u.test(pattern)) return 'it has no blanks';
  if (slash > 0 && !/^[a-z0-9.:[\]-]+$/i.test(pattern.slice(0, slash)))
    return 'its host is a plain host name';
  const path = pattern.slice(Math.max(0, slash));
  if (/\*{3}/.test(path)) return 'it has at most two * together';
  if ((path.match(/\*\*/g) ?? []).length > 1) return 'it has ** once';
  if (/[^/]\*\*|\*\*[^/?#]/.test(path)) return '** stands alone between slashes';
  const parts = path.split(/[/?&#]/);
  if (parts.some((part) => part !== '**' && part.split('*').length > 3)) return 'a segment has at most two *';
  return null;
}

function splitOnce(text: string, mark: string): [string, string | undefined] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function mostSpecificFirst(a: PagePattern, b: PagePattern): number {
  return b.literals - a.literals || a.pattern.length - b.pattern.length || (a.pattern < b.pattern ? -1 : 1);
}
