// One tag of heat in a page: does the browser load it, whose is it, and do its batches get in.

import { isAllowedOrigin, originRules } from '../../lib/origin-rules.ts';
import { judgeConnect, judgeScript, readPolicies } from '../content-policy.ts';
import type { SiteGiven, SiteTag } from '../facts.ts';
import { type Finding, fault, note, ok, warning } from '../finding.ts';
import { isOwnMachine } from '../own-machine.ts';
import { isDoor } from './address.ts';
import { allowing } from './refusals.ts';

const JAVASCRIPT = /^(text|application)\/(x-)?(java|ecma)script$/i;
const SNIPPET = 'Paste what heat snippet prints';

export function checkTag(tag: SiteTag, given: SiteGiven): Finding[] {
  const findings = [
    ...kind(tag),
    ...script(tag, given),
    ...key(tag, given),
    ...policy(tag, given),
    ...door(tag),
    ...elsewhere(tag, given),
    ...choices(tag),
  ];
  if (findings.every(({ level }) => level === 'ok' || level === 'note'))
    findings.push(
      ok('site.through', 'Nothing that can be seen from here stands between its visitors and heat'),
    );
  return findings;
}

function pageOf({ site }: SiteGiven): URL {
  return new URL(site.finalUrl ?? site.url);
}

function kind({ attributes }: SiteTag): Finding[] {
  const type = attributes.type?.trim() ?? '';
  if (type === '' || JAVASCRIPT.test(type)) return [];
  if (type.toLowerCase() === 'module')
    return [
      fault(
        'site.tag',
        'The tag has type="module": the script cannot find its own attributes there',
        `${SNIPPET}, without a type`,
      ),
    ];
  return [
    note(
      'site.tag',
      `The tag has type="${type.slice(0, 40)}": it does nothing until something (a consent tool) changes that`,
      'If nothing is meant to, remove the type',
    ),
  ];
}

function script({ src, script: answer, integrity, attributes }: SiteTag, given: SiteGiven): Finding[] {
  if (isOwnMachine(new URL(src).host) && !isOwnMachine(pageOf(given).host))
    return [
      fault(
        'site.script',
        `The tag names this very machine (${src}): no visitor can load it`,
        'heat snippet --url https://heat.example.com, and heat serve --public-url the same',
      ),
    ];
  if (pageOf(given).protocol === 'https:' && src.startsWith('http:'))
    return [
      fault(
        'site.script',
        `The page is https and its script http (${src}): browsers refuse it`,
        'Give heat an https address and paste the snippet anew: heat snippet --url https://…',
      ),
    ];
  if ('problem' in answer)
    return [
      fault(
        'site.script',
        `${src} does not come: ${answer.problem}`,
        'Check the address in the tag: visitors elsewhere must reach it, too',
      ),
    ];
  const type = answer.headers['content-type'] ?? 'none';
  if (answer.status !== 200 || !/javascript/.test(type))
    return [
      fault(
        'site.script',
        `${src} answers ${answer.status} as "${type.slice(0, 60)}", not a script`,
        `Check the address in the tag. ${SNIPPET}`,
      ),
    ];
  const asked = attributes.integrity?.trim();
  if (!asked) return [ok('site.script', `Its script ${src} comes`)];
  if (integrity !== null && !asked.split(/\s+/).includes(integrity))
    return [
      fault(
        'site.integrity',
        'The hash in the tag is not that of the script: browsers refuse it',
        'Renew the tag, as with every upgrade of heat: heat snippet --integrity',
      ),
    ];
  if (attributes.crossorigin === undefined && new URL(src).origin !== pageOf(given).origin)
    return [
      fault(
        'site.integrity',
        'The tag has a hash without crossorigin: browsers refuse the script',
        'Paste what heat snippet --integrity prints',
      ),
    ];
  return [ok('site.script', `Its script ${src} comes, and is what the hash in the tag says`)];
}

function key({ owner }: SiteTag, given: SiteGiven): Finding[] {
  const { projects } = given;
  if (owner === null) return [fault('site.key', 'The tag has no write key (data-project)', SNIPPET)];
  if (projects === null) return [];
  if (owner === 'unknown')
    return [
      fault(
        'site.key',
        'The write key in the tag belongs to no project of this data',
        `${SNIPPET}, or name the data that it belongs to with --data`,
      ),
    ];
  const findings = [keyState(owner)];
  const project = projects.find(({ id }) => id === owner.project);
  const { origin } = pageOf(given);
  if (!project || isAllowedOrigin(originRules(project.origins), origin)) return findings;
  return [
    ...findings,
    fault(
      'site.origin',
      `Project ${owner.project} takes nothing from pages of ${origin}`,
      allowing(project.id, [...project.origins, origin]),
    ),
  ];
}

function keyState({ project, key: state }: Exclude<SiteTag['owner'], string | null>): Finding {
  const replaced = `The write key in the tag is one of project ${project} that was replaced`;
  const todo = `${SNIPPET}: heat snippet --project ${project}`;
  if (state === 'ended') return fault('site.key', `${replaced} and has ended: its events are refused`, todo);
  if (state === 'replaced') return warning('site.key', `${replaced}, and will end`, todo);
  return ok('site.key', `Its write key is that of project ${project}`);
}

function policy({ src, ingestUrl, attributes }: SiteTag, given: SiteGiven): Finding[] {
  const page = pageOf(given);
  const asked = { nonce: attributes.nonce ?? null, integrity: attributes.integrity ?? null };
  const findings: Finding[] = [];
  for (const { text, isMeta } of given.site.policies) {
    const where = isMeta ? 'in its <meta>' : 'in its header';
    for (const read of readPolicies(text)) {
      const noScript = judgeScript(read, new URL(src), page, asked);
      if (noScript) findings.push(refusedScript(noScript, new URL(src).origin, where));
      const noConnect = judgeConnect(read, new URL(ingestUrl), page);
      if (noConnect)
        findings.push(
          fault(
            'site.policy',
            `The page's content security policy (${noConnect.directive} ${where}) refuses the events`,
            `Add to it: connect-src ${withFallback(noConnect, 'connect-src')}${new URL(ingestUrl).origin}`,
          ),
        );
    }
  }
  if (findings.length === 0 && given.site.policies.length > 0)
    findings.push(ok('site.policy', "The page's content security policy lets script and events through"));
  return findings;
}

function refusedScript(
  { directive, sources }: { directive: string; sources: readonly string[] },
  origin: string,
  where: string,
): Finding {
  const what = `The page's content security policy (${directive} ${where}) refuses the script`;
  if (directive === 'sandbox')
    return fault('site.policy', what, 'Add to it: sandbox … allow-scripts allow-same-origin');
  const isStrict = sources.some((source) => source.toLowerCase() === "'strict-dynamic'");
  if (isStrict)
    return fault(
      'site.policy',
      what,
      'With strict-dynamic only a nonce lets it in: give the tag the nonce of the page (docs/tracker.md)',
    );
  const name = directive === 'default-src' ? 'script-src' : directive;
  return fault(
    'site.policy',
    what,
    `Add to it: ${name} ${withFallback({ directive, sources }, name)}${origin}`,
  );
}

/** A directive of its own no longer takes what default-src said: that is named again. */
function withFallback(
  { directive, sources }: { directive: string; sources: readonly string[] },
  name: string,
): string {
  const kept = sources.filter(
    (source) => source.toLowerCase() !== "'none'" && !/^'(nonce|sha\d+)-/i.test(source),
  );
  if (directive !== 'default-src') return '… ';
  return kept.length === 0 || name === directive ? '' : `${kept.join(' ')} `;
}

function door({ ingestUrl, ingest }: SiteTag): Finding[] {
  if (isDoor(ingest)) return [ok('site.ingest', `${ingestUrl} takes events`)];
  const how = 'problem' in ingest ? ingest.problem : `it answers ${ingest.status}`;
  return [
    fault(
      'site.ingest',
      `${ingestUrl}, where its events go, does not take them: ${how}`,
      'Let the proxy hand it to heat, or set data-endpoint (docs/tracker.md)',
    ),
  ];
}

/** Its own site's address may lead here by a proxy; any other should be one that heat is known by. */
function elsewhere({ ingestUrl }: SiteTag, given: SiteGiven): Finding[] {
  const { origin } = new URL(ingestUrl);
  const { ownOrigins } = given.site;
  if (ownOrigins.length === 0 || origin === pageOf(given).origin || ownOrigins.includes(origin)) return [];
  return [
    note(
      'site.elsewhere',
      `Its events go to ${origin}, and this heat is known as ${ownOrigins.join(', ')}`,
      'If that is another heat, paste the snippet anew: heat snippet',
    ),
  ];
}

function choices({ attributes }: SiteTag): Finding[] {
  const findings: Finding[] = [];
  const consent = attributes['data-consent'];
  if (consent === 'required' || consent === 'denied')
    findings.push(
      note(
        'site.consent',
        `Nothing is recorded until the visitor agrees (data-consent="${consent}")`,
        "Let the banner call heat('optIn')",
      ),
    );
  const sampling = Number(attributes['data-sampling'] ?? 1);
  if (sampling < 1)
    findings.push(
      note(
        'site.sampling',
        `Only ${Math.round(sampling * 100)} of 100 sessions are recorded (data-sampling)`,
      ),
    );
  return findings;
}
