// What a page's content security policies say of a script and of where it sends: CSP level 3, as far as a script that a
// page names and its requests are concerned. Pure.

export type Policy = ReadonlyMap<string, readonly string[]>;
/** The script tag that is asked for: its nonce and the hashes of its `integrity`. */
export type AskedScript = { nonce: string | null; integrity: string | null };
/** The directive that forbids it, or null when nothing does. */
export type Verdict = { directive: string; sources: readonly string[] } | null;

/** A header may hold several policies, all of which count. */
export function readPolicies(text: string): Policy[] {
  return text
    .split(',')
    .map((policy) => readPolicy(policy))
    .filter((policy) => policy.size > 0);
}

function readPolicy(text: string): Policy {
  const directives = new Map<string, readonly string[]>();
  for (const part of text.split(';')) {
    const [name = '', ...sources] = part.trim().split(/\s+/);
    const key = name.toLowerCase();
    // Of one that stands there twice the first counts.
    if (key !== '' && !directives.has(key)) directives.set(key, sources);
  }
  return directives;
}

/** Whether the page may load that script from there. */
export function judgeScript(
  policy: Policy,
  script: URL,
  page: URL,
  { nonce, integrity }: AskedScript,
): Verdict {
  if (policy.has('sandbox') && !includes(policy.get('sandbox') ?? [], 'allow-scripts'))
    return { directive: 'sandbox', sources: policy.get('sandbox') ?? [] };
  const found = directiveOf(policy, ['script-src-elem', 'script-src', 'default-src']);
  if (!found) return null;
  const { sources } = found;
  if (nonce !== null && nonce !== '' && sources.includes(`'nonce-${nonce}'`)) return null;
  const hashes = integrity?.trim().split(/\s+/) ?? [];
  if (hashes.length > 0 && hashes.every((hash) => sources.includes(`'${hash}'`))) return null;
  if (!includes(sources, "'strict-dynamic'") && matchesAny(sources, script, page)) return null;
  return found;
}

/** Whether the page may send to that address. */
export function judgeConnect(policy: Policy, target: URL, page: URL): Verdict {
  const found = directiveOf(policy, ['connect-src', 'default-src']);
  return !found || matchesAny(found.sources, target, page) ? null : found;
}

/** The first of them that the policy has. */
function directiveOf(policy: Policy, names: readonly string[]): Exclude<Verdict, null> | null {
  for (const directive of names) {
    const sources = policy.get(directive);
    if (sources) return { directive, sources };
  }
  return null;
}

function includes(sources: readonly string[], keyword: string): boolean {
  return sources.some((source) => source.toLowerCase() === keyword);
}

function matchesAny(sources: readonly string[], url: URL, page: URL): boolean {
  return sources.some((source) => matches(source.toLowerCase(), url, page));
}

const HOST_SOURCE =
  /^(?:([a-z][a-z0-9+.-]*):\/\/)?(\*|(?:\*\.)?[a-z0-9_.-]+|\[[0-9a-f:.]+\])(?::(\d+|\*))?(\/[^?#]*)?$/;

function matches(source: string, url: URL, page: URL): boolean {
  if (source === "'self'") return isSelf(url, page);
  if (source === '*') return /^(https?|wss?):$/.test(url.protocol) || url.protocol === page.protocol;
  if (/^[a-z][a-z0-9+.-]*:$/.test(source)) return schemeFits(source.slice(0, -1), url);
  const [, scheme, host = '', port, path] = HOST_SOURCE.exec(source) ?? [];
  if (host === '') return false;
  if (!schemeFits(scheme ?? page.protocol.slice(0, -1), url)) return false;
  return hostFits(host, url) && portFits(port, url) && pathFits(path, url);
}

/** A page by http may reach itself by https. */
function isSelf(url: URL, page: URL): boolean {
  if (url.origin === page.origin) return true;
  const isUpgrade = page.protocol === 'http:' && url.protocol === 'https:';
  return isUpgrade && url.hostname === page.hostname && url.port === '' && page.port === '';
}

function schemeFits(scheme: string, { protocol }: URL): boolean {
  const given = protocol.slice(0, -1);
  return given === scheme || (scheme === 'http' && given === 'https');
}

function hostFits(host: string, { hostname }: URL): boolean {
  if (host === '*') return true;
  return host.startsWith('*.') ? hostname.endsWith(host.slice(1)) : hostname === host;
}

function portFits(port: string | undefined, url: URL): boolean {
  if (port === '*') return true;
  const standard = url.protocol === 'https:' ? '443' : '80';
  const given = url.port === '' ? standard : url.port;
  if (port === undefined) return given === standard;
  return given === port || (port === '80' && given === '443');
}

/** A path that ends with a slash stands for all below it. */
function pathFits(path: string | undefined, url: URL): boolean {
  if (path === undefined || path === '/') return true;
  const given = url.pathname.toLowerCase();
  return path.endsWith('/') ? given.startsWith(path) : given === path;
}
