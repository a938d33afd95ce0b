// `bun build/audit.ts [--tell]`: asks the package registry which of the locked packages have known faults. Fails on severe
// ones of what is in the executable or builds it; names the others. With --tell, as in the check, it only says so: the
// same sources must not fail tomorrow. A registry that does not answer is said, and no failure.

import { bundledPackages } from './bundled.ts';
import { root } from './executable.ts';
import { lockedPackage, withNeeds } from './lockfile.ts';
import { BUILDERS } from './sbom.ts';

const DEADLINE_MS = 10_000;
const MILD = ['info', 'low', 'moderate'];

export type Fault = { package: string; severity: string; title: string; url: string };
export type AuditAnswer = { faults: Fault[] } | { unanswered: string };

/**
 * What `bun audit --json` said: faults, or why there is no answer. It exits with 1 both when it found some and when the
 * registry refused, so its words decide.
 */
export function readAudit({ stdout, stderr }: { stdout: string; stderr: string }): AuditAnswer {
  const text = stdout.slice(Math.max(0, stdout.indexOf('{')));
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return { unanswered: firstLine(stderr) || firstLine(stdout) || 'it said nothing' };
  }
  if (answer === null || typeof answer !== 'object') return { unanswered: firstLine(stdout) };
  const faults: Fault[] = [];
  for (const [name, list] of Object.entries(answer)) {
    if (!Array.isArray(list)) return { unanswered: 'it answered in a form that is not known' };
    for (const entry of list as Partial<Fault>[]) {
      const { severity = 'unknown', title = '', url = '' } = entry ?? {};
      faults.push({ package: name, severity: String(severity).toLowerCase(), title, url });
    }
  }
  return { faults };
}

/** The exit code, and what to print; `shipped` names the packages that are in the executable or build it. */
export function judgeAudit(
  answer: AuditAnswer,
  shipped: ReadonlySet<string>,
): { code: 0 | 1; lines: string[] } {
  if ('unanswered' in answer)
    return { code: 0, lines: [`not audited: the registry did not answer (${answer.unanswered})`] };
  // A severity that we do not know counts as severe.
  const isSevere = (fault: Fault) => shipped.has(fault.package) && !MILD.includes(fault.severity);
  const lines = answer.faults.map((fault) => {
    const where = shipped.has(fault.package) ? 'shipped' : 'tests only';
    return `${fault.severity} · ${fault.package} (${where}): ${fault.title} ${fault.url}`;
  });
  const severe = answer.faults.filter(isSevere).length;
  const sum = `${answer.faults.length} known faults, ${severe} of them severe in what is shipped`;
  return { code: severe > 0 ? 1 : 0, lines: [...lines, sum] };
}

async function ask(): Promise<{ stdout: string; stderr: string }> {
  const child = Bun.spawn([process.execPath, 'audit', '--json'], {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1' },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
    timeout: DEADLINE_MS,
    killSignal: 'SIGKILL',
  });
  const [stdout, stderr] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  await child.exited;
  const isLate = child.signalCode !== null;
  return isLate ? { stdout: '', stderr: `no answer within ${DEADLINE_MS / 1000} s` } : { stdout, stderr };
}

function firstLine(text: string): string {
  return (
    text
      .split('\n')
      .map((line) => line.trim())
      .find((line) => line !== '' && !line.startsWith('bun audit')) ?? ''
  );
}

if (import.meta.main) {
  const places = [...(await bundledPackages()).keys(), ...withNeeds(BUILDERS), 'bun'];
  const shipped = new Set(places.map((place) => lockedPackage(place).name));
  const { code, lines } = judgeAudit(readAudit(await ask()), shipped);
  console.log(lines.join('\n'));
  process.exit(Bun.argv.includes('--tell') ? 0 : code);
}
