// The running server: there, answering, of this version, started in a way that fits what stands in front of it, and
// with what it needs of the machine.

import type { InstallationState } from '../../contract/installation.ts';
import { LIMITS } from '../../contract/limits.ts';
import { counted } from '../../lib/counted.ts';
import type { ServerFacts } from '../facts.ts';
import { type Finding, fault, note, ok, warning } from '../finding.ts';
import { isOwnMachine } from '../own-machine.ts';
import { bytesSaid, spanSaid } from '../said.ts';

type Given = { server: ServerFacts; version: string; nowMs: number };

export function checkServer(given: Given): Finding[] {
  const { server } = given;
  if (server.state === 'free') return [note('server.running', 'No heat runs on this data', 'heat serve')];
  if (server.state === 'unclean')
    return [
      note(
        'server.running',
        'No heat runs on this data, and the last one did not stop by itself (killed, or a power cut)',
        'heat serve: it looks for damage first, and nothing that was answered is lost',
      ),
    ];
  const findings = [
    running(server),
    ...ready(server),
    ...tracker(server),
    ...owner(server),
    ...versionOf(given),
  ];
  if (!server.told) {
    if (server.stateProblem !== null)
      findings.push(
        note(
          'server.state',
          `It did not tell of itself: ${server.stateProblem}`,
          'It tells only who asks on its own machine, at localhost or 127.0.0.1; bind it there (--host) to let heat doctor ask',
        ),
      );
    return findings;
  }
  return [
    ...findings,
    ...faults(server.told),
    ...bounds(server.told),
    ...recent(server.told),
    ...settings(server.told),
  ];
}

function running({ health, url }: ServerFacts): Finding {
  if (url === null)
    return fault(
      'server.running',
      'heat holds the data but says no address',
      'If it is starting, or an import is at work, ask again in a moment; else restart it',
    );
  if (health && 'status' in health && health.status === 200)
    return ok('server.running', `heat runs and answers at ${url}`);
  const why =
    health === null ? 'was not asked' : 'problem' in health ? health.problem : `answered ${health.status}`;
  return fault(
    'server.running',
    `heat holds the data but does not answer at ${url}: ${why}`,
    'If it is stopping, wait for it; else restart it and look into its log',
  );
}

function ready({ health, ready: answer }: ServerFacts): Finding[] {
  if (!answer || !health || !('status' in health) || health.status !== 200) return [];
  if ('status' in answer && answer.status === 200) return [ok('server.ready', 'It takes events')];
  const told = 'text' in answer ? /"error":"([^"]+)"/.exec(answer.text)?.[1] : answer.problem;
  const code = 'text' in answer ? /"code":"([^"]+)"/.exec(answer.text)?.[1] : undefined;
  return [fault('server.ready', `It takes no events: ${told ?? 'it does not say why'}`, adviceFor(code))];
}

function adviceFor(code: string | undefined): string {
  if (code === 'storage_full') return 'Free some disk space; heat goes on by itself';
  if (code === 'storage_damaged')
    return 'Stop heat, keep a copy of the data directory, and restore the newest backup: heat restore FOLDER --force';
  if (code === 'storage_readonly')
    return 'Check the owner and mode of the data directory, and that its disk is not mounted read-only';
  if (code === 'overloaded')
    return 'Events come faster than they can be applied: look at the load of the machine and the disk';
  if (code === 'stopping') return 'It is being stopped; start it again';
  return 'Look into the log of heat';
}

function tracker({ script }: ServerFacts): Finding[] {
  if (!script || !('status' in script) || script.status === 200) return [];
  return [
    fault(
      'server.script',
      `It has no tracker: /heat.js answers ${script.status}`,
      'From source: bun build.ts --assets, then restart; the executable has it inside',
    ),
  ];
}

function owner({ hasOwner }: ServerFacts): Finding[] {
  if (hasOwner !== false) return [];
  return [
    warning(
      'server.owner',
      'There is no account yet: whoever has the set-up link becomes the owner',
      'Open the link that heat serve printed (it lives for 30 minutes, a restart prints another), or: heat user add EMAIL',
    ),
  ];
}

function versionOf({ server: { runs, told }, version, nowMs }: Given): Finding[] {
  if (runs === null) return [];
  if (runs !== version)
    return [
      warning(
        'server.version',
        `Version ${runs} runs, this is heat ${version}: what it knows of itself was not asked`,
        'Restart heat to run the newer one: systemctl restart heat',
      ),
    ];
  const since = told ? `, running for ${spanSaid(nowMs - told.startedAtMs)}` : '';
  return [ok('server.version', `Version ${version}${since}`)];
}

function faults({ unhandledRejections: count }: InstallationState): Finding[] {
  if (count === 0) return [];
  return [
    warning(
      'server.faults',
      `${counted(count, 'fault')} that nobody caught since its start`,
      'They stand in the log as "Unhandled rejection": please report them',
    ),
  ];
}

function bounds({ memoryBytes, memoryMostBytes, openFiles, openFilesMost }: InstallationState): Finding[] {
  const findings: Finding[] = [];
  if (memoryMostBytes !== null && memoryBytes > LIMITS.doctorFullShare * memoryMostBytes)
    findings.push(
      warning(
        'server.memory',
        `It takes ${bytesSaid(memoryBytes)} of ${bytesSaid(memoryMostBytes)} of memory`,
        'Give the machine or the container more, or ask for shorter ranges',
      ),
    );
  else findings.push(ok('server.memory', `It takes ${bytesSaid(memoryBytes)} of memory`));
  if (openFiles === null || openFilesMost === null) return findings;
  if (openFiles > LIMITS.doctorFullShare * openFilesMost)
    findings.push(
      fault(
        'server.files',
        `${openFiles} of ${openFilesMost} files and connections are open: soon nobody gets in any more`,
        'LimitNOFILE=65536 in its systemd unit, or ulimit -n 65536',
      ),
    );
  else if (openFilesMost < LIMITS.doctorOpenFiles)
    findings.push(
      note(
        'server.files',
        `At most ${openFilesMost} files and connections may be open at once, ${openFiles} are`,
        'LimitNOFILE=65536 in its systemd unit, or ulimit -n 65536',
      ),
    );
  else findings.push(ok('server.files', `${openFiles} of ${openFilesMost} files and connections are open`));
  return findings;
}

function recent({ recent: day, trustsProxies, nowMs }: InstallationState): Finding[] {
  const findings: Finding[] = [];
  const since = `in the last ${spanSaid(nowMs - day.sinceMs)}`;
  const of = (count: number) =>
    `${new Intl.NumberFormat('en').format(count)} of ${counted(day.all, 'request')}`;
  if (day.unavailable > 0)
    findings.push(
      warning(
        'server.unavailable',
        `${of(day.unavailable)} were answered "not now" (503) ${since}`,
        'Events: trackers send them again. Look for what fails in the log: a full disk, or more than the machine can take',
      ),
    );
  if (day.tooMany > 0)
    findings.push(
      note(
        'server.limits',
        `${of(day.tooMany)} were over a limit (429) ${since}`,
        'If they were wanted: --ingest-per-key, --ingest-per-address, --api-per-address, --api-per-account, --api-per-key',
      ),
    );
  if (day.failed > 0)
    findings.push(
      warning(
        'server.failed',
        `${of(day.failed)} failed (5xx) ${since}`,
        'They stand in the log with their request id: please report them',
      ),
    );
  // A single one may be anybody's invention; where half of them say so, a proxy does.
  if (day.unheard * 2 > day.all)
    findings.push(
      warning(
        'server.proxy',
        `${of(day.unheard)} named their visitor by X-Forwarded-For, but ${trustsProxies ? 'came from no proxy that heat trusts' : 'heat trusts no proxy'}: all visitors share one address and its limits`,
        'Name your proxy, and nobody else: heat serve --trust-proxy loopback (on this machine), or its address',
      ),
    );
  return findings;
}

function settings({ publicUrl, host, trustsProxies, durability }: InstallationState): Finding[] {
  const findings: Finding[] = [];
  const isOpen = host === '0.0.0.0' || host === '::';
  if (publicUrl === null)
    findings.push(
      note(
        'server.public',
        'heat does not know the address that visitors use',
        'Before going live: heat serve --public-url https://heat.example.com (docs/hardening.md)',
      ),
    );
  else if (!publicUrl.startsWith('https:') && !isOwnMachine(new URL(publicUrl).host))
    findings.push(
      warning(
        'server.public',
        `The public address ${publicUrl} is not https: passwords travel readable, and https pages refuse its script`,
        'Put a proxy with TLS in front and name it: --public-url https://… (docs/hardening.md)',
      ),
    );
  if (isOpen && (trustsProxies || publicUrl?.startsWith('https:')))
    findings.push(
      note(
        'server.host',
        'It listens on every address of the machine, past the proxy too',
        'heat serve --host 127.0.0.1 when the proxy is on this machine, else let the firewall keep others away',
      ),
    );
  if (durability === 'normal')
    findings.push(
      note(
        'server.durability',
        'Answered events of the last seconds may be lost in a power cut (--durability normal)',
        'Leave it out unless the disk is too slow',
      ),
    );
  return findings;
}
