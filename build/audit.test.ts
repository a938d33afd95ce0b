import { describe, expect, test } from 'bun:test';
import { type AuditAnswer, judgeAudit, readAudit } from './audit.ts';

const advisory = (severity: string) => ({
  id: 1,
  url: 'https://advisories.example/GHSA-1',
  title: 'It breaks',
  severity,
  vulnerable_versions: '<2.0.0',
});
const said = (stdout: string, stderr = '') => readAudit({ stdout, stderr });

describe('readAudit()', () => {
  test('reads faults by package, beside whatever else was printed', () => {
    const list = JSON.stringify({
      elysia: [advisory('HIGH')],
      'tar-fs': [advisory('low'), advisory('moderate')],
    });
    for (const stdout of [list, `bun audit v1.4.5 (1234)\n${list}\n`]) {
      const { faults } = said(stdout) as { faults: { package: string; severity: string }[] };
      expect(faults.map(({ package: name, severity }) => `${name} ${severity}`)).toEqual([
        'elysia high',
        'tar-fs low',
        'tar-fs moderate',
      ]);
    }
    expect(said('{}')).toEqual({ faults: [] });
  });

  const unanswered: [what: string, stdout: string, stderr: string, why: string][] = [
    [
      'a registry that knows no audits',
      '',
      'error: Security audit request failed: 405',
      'error: Security audit request failed: 405',
    ],
    [
      'no network',
      'bun audit v1.4.5 (1234)\n',
      'ConnectionRefused while auditing\n',
      'ConnectionRefused while auditing',
    ],
    ['a page in place of an answer', '<html>{}</html>', '', '<html>{}</html>'],
    ['another form', '{"error":"no"}', '', 'it answered in a form that is not known'],
    ['silence', '', '', 'it said nothing'],
  ];
  test.each(unanswered)('tells %s from an answer without faults', (_, stdout, stderr, why) => {
    expect(said(stdout, stderr)).toEqual({ unanswered: why });
  });
});

describe('judgeAudit()', () => {
  const shipped = new Set(['elysia']);
  const fault = (name: string, severity: string) => ({ package: name, severity, title: 'T', url: 'U' });
  const cases: [what: string, answer: AuditAnswer, code: number, last: string][] = [
    ['nothing', { faults: [] }, 0, '0 known faults, 0 of them severe in what is shipped'],
    ['a mild one', { faults: [fault('elysia', 'moderate')] }, 0, '1 known faults, 0 of'],
    ['a severe one', { faults: [fault('elysia', 'high')] }, 1, '1 known faults, 1 of'],
    ['a severity of another name', { faults: [fault('elysia', 'fatal')] }, 1, '1 known faults, 1 of'],
    ['a severe one of the tests', { faults: [fault('tar-fs', 'critical')] }, 0, '1 known faults, 0 of'],
    ['no answer', { unanswered: '405' }, 0, 'not audited: the registry did not answer (405)'],
  ];
  test.each(cases)('judges %s', (_, answer, code, last) => {
    const judged = judgeAudit(answer, shipped);
    expect(judged.code).toBe(code as 0 | 1);
    expect(judged.lines.at(-1)).toStartWith(last);
  });
});
