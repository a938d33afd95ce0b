// A page that should be measured: is the tag there, is its key ours, and does anything stand between it and heat.

import { LIMITS } from '../../contract/limits.ts';
import { counted } from '../../lib/counted.ts';
import type { SiteFacts, SiteGiven } from '../facts.ts';
import { type Finding, fault, note, ok, warning } from '../finding.ts';
import { spanSaid } from '../said.ts';
import { checkTag } from './site-tag.ts';

export function checkSite(given: SiteGiven): Finding[] {
  const { site } = given;
  const { page, finalUrl, url, before } = site;
  if ('problem' in page)
    return [
      fault(
        'site.page',
        unreadable(url, page.problem, before),
        'Check the address; a page behind a sign-in cannot be looked at from here',
      ),
    ];
  if (page.status !== 200)
    return [
      fault(
        'site.page',
        `${url} answers ${page.status}`,
        page.status === 401 || page.status === 403
          ? 'A page behind a sign-in, or one that keeps programs out, cannot be looked at from here'
          : 'Name the address of a page that visitors see',
      ),
    ];
  const moved = finalUrl !== null && finalUrl !== url ? `, by redirect at ${finalUrl}` : '';
  const findings = [ok('site.page', `The page ${url} is there${moved}`), ...byHttp(site), ...clock(site)];
  if (!/html/.test(page.headers['content-type'] ?? ''))
    findings.push(
      note(
        'site.page',
        `It is no HTML page (${(page.headers['content-type'] ?? 'no type').slice(0, 60)})`,
        'Name the address of a page that visitors see',
      ),
    );
  if (site.tags.length === 0) return [...findings, noTag(site)];
  return [...findings, ...twice(site), ...site.tags.flatMap((tag) => checkTag(tag, given))];
}

function unreadable(url: string, problem: string, before: SiteFacts['before']): string {
  if (!before) return `${url} cannot be read: ${problem}`;
  if (before.problem === problem) return `Neither ${before.url} nor ${url} can be read: ${problem}`;
  return `${before.url} cannot be read: ${before.problem}; nor can ${url}: ${problem}`;
}

function byHttp({ url, before }: SiteFacts): Finding[] {
  if (!before) return [];
  return [
    note(
      'site.scheme',
      `${before.url} cannot be read: ${before.problem}; ${url} was looked at instead`,
      'Name the scheme to look at one alone: heat doctor --site https://…',
    ),
  ];
}

function noTag({ mentionsHeat }: SiteFacts): Finding {
  if (mentionsHeat)
    return note(
      'site.tag',
      'There is no tag of heat in the page as it is served, but it mentions heat: perhaps by the module',
      'Open it in a browser and look for requests to /ingest',
    );
  return fault(
    'site.tag',
    'There is no tag of heat in the page as it is served',
    'Paste what heat snippet prints; if a tag manager or a script puts it there, look for requests to /ingest in a browser',
  );
}

function clock({ clockMs }: SiteFacts): Finding[] {
  if (clockMs === null || Math.abs(clockMs) < LIMITS.doctorClockMs) return [];
  return [
    warning(
      'site.clock',
      `The clocks of this machine and of the page's server differ by ${spanSaid(Math.abs(clockMs))}`,
      'Set the wrong one right: timedatectl set-ntp true',
    ),
  ];
}

/** The first of two tags of one project runs, the second does nothing. */
function twice({ tags }: SiteFacts): Finding[] {
  const names = tags.map(({ owner, attributes }) =>
    owner === null || owner === 'unknown' ? (attributes['data-project'] ?? '') : owner.project,
  );
  const doubled = names.filter((name, at) => name !== '' && names.indexOf(name) !== at);
  if (doubled.length === 0) return [];
  return [
    note(
      'site.twice',
      `The page has ${counted(tags.length, 'tag')} of heat, more than one of the same project`,
      'One is enough: remove the other, perhaps one comes from a plugin',
    ),
  ];
}
