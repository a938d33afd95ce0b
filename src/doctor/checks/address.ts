// The public address: does it lead here, does heat learn through it who comes, does the script come out as it went in.

import type { SeenRequest } from '../../contract/installation.ts';
import { LIMITS } from '../../contract/limits.ts';
import type { AddressFacts, Answer } from '../facts.ts';
import { type Finding, fault, note, ok, warning } from '../finding.ts';
import { bytesSaid, spanSaid } from '../said.ts';

export function checkAddress(facts: AddressFacts, nowMs: number): Finding[] {
  const { url, health } = facts;
  if ('problem' in health)
    return [
      fault(
        'address.there',
        `${url} cannot be reached from here: ${health.problem}`,
        adviceFor(health.problem),
      ),
    ];
  if (health.status >= 300 && health.status < 400)
    return [
      fault(
        'address.there',
        `${url} redirects (${health.status}) to ${health.headers.location ?? 'nowhere'}: trackers do not follow`,
        'Name the address where it ends: heat serve --public-url …',
      ),
    ];
  if (health.status !== 200 || !/"status":"ok"/.test(health.text))
    return [
      fault(
        'address.there',
        `${url}/health answers ${health.status}, not as heat does`,
        'Let the proxy hand every path of this host to heat (docs/hardening.md)',
      ),
    ];
  return [
    ...leadsHere(facts),
    ...certificate(health.certificateEndsMs, nowMs),
    ...scriptFindings(facts),
    preflightFinding(facts),
    ...metricsFinding(facts),
    ...plainFinding(facts),
  ];
}

function adviceFor(problem: string): string {
  if (/CERT|SELF_SIGNED|SIGNATURE|ALTNAME/.test(problem))
    return 'Its certificate does not hold: renew it, or give the proxy the whole chain';
  if (/ECONNREFUSED/.test(problem)) return 'Start the proxy, and let the firewall pass its port';
  if (/not known/.test(problem)) return 'Its name has no address: set a DNS record, or mend --public-url';
  return 'Look at DNS, firewall and proxy; from inside a network that does not reach its own public address, ask from outside';
}

function leadsHere({ url, seen, hasProbe }: AddressFacts): Finding[] {
  if (!hasProbe) return [ok('address.there', `A heat answers at ${url}`)];
  if (!seen)
    return [
      fault(
        'address.there',
        `A heat answers at ${url}, but not the one that runs on this data`,
        'Look where the proxy leads, and whether two heats run',
      ),
    ];
  return [ok('address.there', `${url} leads to this heat`), ...proxied(url, seen)];
}

function proxied(url: string, seen: SeenRequest): Finding[] {
  const findings: Finding[] = [];
  const name = seen.from === 'machine' ? 'loopback' : seen.from === 'private' ? 'private' : 'its address';
  if (seen.proxy === 'unheard')
    findings.push(
      warning(
        'address.proxy',
        'The proxy says who the visitor is, and heat does not believe it: all visitors share one address, its limits, and without a tracker id one visitor for each browser',
        `heat serve --trust-proxy ${name}`,
      ),
    );
  else if (seen.proxy === 'none' && seen.from !== 'public' && url.startsWith('https:'))
    findings.push(
      warning(
        'address.proxy',
        'The proxy does not say who the visitor is: all visitors share one address and its limits',
        'nginx: proxy_set_header X-Forwarded-For $remote_addr; and heat serve --trust-proxy loopback (docs/hardening.md)',
      ),
    );
  else if (seen.proxy === 'trusted' && !seen.isForwarded)
    findings.push(
      warning(
        'address.proxy',
        'The trusted proxy does not say who the visitor is: all visitors share one address and its limits',
        'nginx: proxy_set_header X-Forwarded-For $remote_addr; (docs/hardening.md)',
      ),
    );
  else if (seen.proxy === 'trusted')
    findings.push(ok('address.proxy', 'The proxy is trusted and says who the visitor is'));
  if (seen.proxy === 'trusted' && url.startsWith('https:') && !seen.isHttps)
    findings.push(
      note(
        'address.scheme',
        'The proxy does not say that browsers come by https',
        'nginx: proxy_set_header X-Forwarded-Proto $scheme;',
      ),
    );
  if (seen.hasCountry === false)
    findings.push(
      note(
        'address.country',
        'The header with the country was not there on this request',
        'From a machine of a data centre that may be right; else let the proxy send what --country-header names',
      ),
    );
  return findings;
}

/** Those that renew by themselves do it a month ahead. */
function certificate(endsMs: number | null, nowMs: number): Finding[] {
  if (endsMs === null) return [];
  const what = `Its certificate holds for ${spanSaid(endsMs - nowMs)} more`;
  if (endsMs - nowMs > LIMITS.doctorCertificateMs) return [ok('address.certificate', what)];
  return [
    warning(
      'address.certificate',
      what,
      'See why it was not renewed: certbot renew --dry-run, or the log of Caddy',
    ),
  ];
}

function scriptFindings({ url, script, scriptCompressed, scriptOfServer }: AddressFacts): Finding[] {
  const bad = (what: string, todo: string) => [fault('address.script', `${url}/heat.js ${what}`, todo)];
  if ('problem' in script) return bad(`does not come: ${script.problem}`, 'Let the proxy hand it to heat');
  if (script.status !== 200)
    return bad(
      `answers ${script.status}`,
      script.status === 404
        ? 'Build the tracker (bun build.ts --assets) when heat runs from source; else let the proxy hand it to heat'
        : 'Let the proxy hand it to heat',
    );
  const type = script.headers['content-type'] ?? 'none';
  if (!/^(text|application)\/(x-)?javascript\b/.test(type))
    return bad(
      `comes as "${type.slice(0, 60)}": browsers do not run it`,
      'Let the proxy leave its content-type alone',
    );
  const findings: Finding[] = [];
  if (scriptOfServer !== null && script.text !== scriptOfServer)
    findings.push(
      warning(
        'address.script',
        `${url}/heat.js is not what heat serves (${bytesSaid(script.bytes)} in place of ${bytesSaid(Buffer.byteLength(scriptOfServer))})`,
        'A cache in front holds an older one, or a proxy rewrites scripts: empty it, and switch rewriting off for heat*.js',
      ),
    );
  if ('status' in scriptCompressed && scriptCompressed.headers['content-encoding'] === undefined)
    findings.push(
      warning(
        'address.compression',
        `${url}/heat.js comes uncompressed (${bytesSaid(scriptCompressed.bytes)})`,
        'Let the proxy pass Accept-Encoding on; heat has it compressed already',
      ),
    );
  findings.push(...cacheFindings(script.headers));
  if (
    script.headers['access-control-allow-origin'] !== '*' ||
    script.headers['cross-origin-resource-policy'] !== 'cross-origin'
  )
    findings.push(
      warning(
        'address.script-headers',
        'The proxy drops headers that let pages of other origins load the script as a module or with a hash',
        'Let the proxy leave Access-Control-Allow-Origin and Cross-Origin-Resource-Policy of heat*.js alone',
      ),
    );
  return findings.length > 0
    ? findings
    : [ok('address.script', `${url}/heat.js comes out as it went in, compressed`)];
}

function cacheFindings(headers: { readonly [name: string]: string }): Finding[] {
  const control = headers['cache-control'] ?? '';
  const seconds = Number(/(?:s-maxage|max-age)=(\d+)/.exec(control)?.[1] ?? 0);
  const isLong = control.includes('immutable') || seconds > LIMITS.doctorCacheSeconds;
  if (!isLong) return [];
  return [
    warning(
      'address.cache',
      `The script is cached for long (${control.slice(0, 60)}): an upgrade of heat comes late to visitors`,
      'Let the proxy leave its cache-control alone: heat says an hour',
    ),
  ];
}

function preflightFinding({ url, preflight }: AddressFacts): Finding {
  const isFine = isDoor(preflight);
  if (isFine) return ok('address.ingest', 'Pages of other origins may send events through it');
  const how = 'problem' in preflight ? preflight.problem : `answered ${preflight.status}`;
  return fault(
    'address.ingest',
    `${url}/ingest does not let pages of other origins send: ${how}`,
    'Let the proxy hand POST and OPTIONS of /ingest to heat, and add no CORS headers of its own',
  );
}

/** Whether it answered a browser's question as heat's door does. */
export function isDoor(answer: Answer): boolean {
  if ('problem' in answer) return false;
  const methods = answer.headers['access-control-allow-methods'] ?? '';
  // Two origins in one header, heat's and a proxy's, and browsers refuse.
  const origin = answer.headers['access-control-allow-origin'] ?? '';
  return answer.status === 204 && methods.includes('POST') && origin !== '' && !origin.includes(',');
}

function metricsFinding({ url, metrics }: AddressFacts): Finding[] {
  if ('problem' in metrics || metrics.status !== 200) return [];
  return [
    fault(
      'address.metrics',
      `${url}/metrics answers everybody: through the proxy heat takes the web for its own machine`,
      'Let the proxy pass Host and X-Forwarded-For on, and answer 404 for /metrics (docs/hardening.md)',
    ),
  ];
}

function plainFinding({ plain, url }: AddressFacts): Finding[] {
  if (!plain || 'problem' in plain || plain.status !== 200) return [];
  return [
    warning(
      'address.plain',
      `${url.replace('https:', 'http:')} answers without https as well`,
      'Redirect port 80 to https: return 301 https://$host$request_uri;',
    ),
  ];
}
