// heat doctor: what is wrong with an installation, or would be once it is public, and what to do about it.

import { homedir } from 'node:os';
import type { Command } from 'commander';
import { examine } from '../../doctor/examine.ts';
import { type Area, areaOf, countLevels, type Finding, LEVELS } from '../../doctor/finding.ts';
import { gatherFacts } from '../../doctor/gather/gather.ts';
import { readSiteUrls } from '../../doctor/gather/site.ts';
import { withoutSecretsIn } from '../../doctor/said.ts';
import { systemClock } from '../../lib/clock.ts';
import { counted } from '../../lib/counted.ts';
import { version } from '../../lib/version.ts';
import { type CommonOptions, withCommon } from '../options.ts';
import { dim, Ended, json, level as levelSaid, strong, type Terminal, tame } from '../output.ts';
import { settingsOf } from '../settings.ts';

type DoctorOptions = CommonOptions & { site?: string; backups?: string };

const HEADS: Record<Area, string> = {
  data: 'Data directory',
  files: 'Files',
  backup: 'Backups',
  server: 'Server',
  address: 'Public address',
  projects: 'Projects',
  site: 'Page',
};

export function addDoctorCommand(program: Command, terminal: Terminal): void {
  withCommon(
    program
      .command('doctor')
      .description(
        'Say what is wrong and what to do, with heat running or not; exits 1 when something is broken. What it prints holds no key, token or address of anybody.',
      )
      .option(
        '--site <url>',
        'look at that page, too: is its tag right, does it get through; without https:// or http:// both are tried',
      )
      .option(
        '--backups <dir>',
        'folder that heat backup --to writes into (default: backups in the data directory)',
      ),
    'heat doctor --site https://shop.example/',
  ).action((options: DoctorOptions) => runDoctor(terminal, options));
}

async function runDoctor(terminal: Terminal, options: DoctorOptions): Promise<void> {
  const { site = null, backups = null } = options;
  if (site !== null) readSiteUrls(site);
  const { dataDir, publicUrl, ipDatabase } = settingsOf(options);
  const facts = await gatherFacts({ dataDir, publicUrl, ipDatabase, backups, site, clock: systemClock });
  // A page may have written some of it.
  const clean = (line: string) => tame(withoutSecretsIn(line, homedir()));
  const findings = examine(facts).map(({ what, todo, ...finding }) => ({
    ...finding,
    what: clean(what),
    todo: todo === null ? null : clean(todo),
  }));
  const counts = countLevels(findings);
  if (options.json)
    terminal.out(json({ heat: version, at: new Date(facts.nowMs).toISOString(), counts, findings }));
  else terminal.out(`${report(findings)}\n${summary(counts)}\n`);
  if (counts.fault > 0) throw new Ended(1);
}

/** Area after area, what is good as well: somebody who reads it wants to know what was looked at. */
function report(findings: readonly Finding[]): string {
  const width = Math.max(...LEVELS.map((level) => level.length));
  const areas = [...new Set(findings.map(areaOf))];
  return areas
    .map((area) => {
      const lines = findings
        .filter((finding) => areaOf(finding) === area)
        .flatMap(({ level, what, todo }) => [
          `  ${levelSaid(level, width)}  ${what}`,
          ...(todo === null ? [] : [`  ${' '.repeat(width)}  ${dim(`→ ${todo}`)}`]),
        ]);
      return `${strong(HEADS[area])}\n${lines.join('\n')}\n`;
    })
    .join('\n');
}

function summary({ fault, warning, note, ok }: ReturnType<typeof countLevels>): string {
  const parts = [counted(fault, 'fault'), counted(warning, 'warning'), counted(note, 'note')];
  return `${parts.join(', ')}; ${ok} right  ${dim(`heat ${version}`)}`;
}
