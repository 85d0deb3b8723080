import type { Fix } from '../../lib/controls/requirement';
import { audit } from '../../lib/engine/audit';
import { resource } from '../../lib/engine/resource';
import { defineProfile } from '../../lib/profiles';
import type { AuditResult } from '../../lib/reporters/audit-result';
import { fixSentence } from '../../lib/reporters/fix-sentence';
import { jsonReport, jsonText } from '../../lib/reporters/json';
import { scorecard } from '../../lib/reporters/scorecard';
import { errorLines, printable, textReport } from '../../lib/reporters/text';

const profile = defineProfile({ name: 'hosts', controls: { 'host-network': 'fail', 'host-pid': 'warn', 'host-ipc': 'fail' } });

/** What an audit of one pod with these fields gives, everything at line 7. */
function resultOf(spec: object, changes: Partial<AuditResult> = {}): AuditResult {
  const pod = resource({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [], ...spec } });
  const report = audit([pod], { profile });
  const findings = report.findings.map((finding) => ({ finding, place: { file: 'web.yaml', line: 7, column: 3 } }));
  return { report, findings, waived: [], waiverProblems: [], errors: [], files: 1, other: 0, ...changes };
}

describe('the scorecard', () => {
  test('says how many controls came out how, and counts findings by severity', () => {
    expect(scorecard(resultOf({ hostNetwork: true, hostPID: true }))).toBe(
      `1 file, 1 object; profile hosts, Kubernetes v1.37
3 controls evaluated: 1 passed, 2 failed, 0 waived, 0 did not apply, 0 not known
2 findings: 2 high; 0 waived`,
    );
  });

  test('says what was passed over and what could not be read', () => {
    const error = { file: 'a.yaml', line: 1, column: 1, message: 'broken' };
    const text = scorecard(resultOf({}, { other: 2, files: 3, errors: [error] }));
    expect(text).toContain('3 files, 1 object (2 other documents passed over)');
    expect(text).toContain('0 findings; 0 waived; 1 error');
  });
});

describe('the report as text', () => {
  test('names file and object once, and marks advice', () => {
    const text = [...textReport(resultOf({ hostNetwork: true, hostPID: true }))].join('');
    expect(text.match(/^web\.yaml$/gm)).toHaveLength(1);
    expect(text.match(/^ {2}Pod web$/gm)).toHaveLength(1);
    expect(text).toMatch(/web\.yaml:7:3 {2}high \(advice\) {2}host-pid/);
    expect(text).toMatch(/web\.yaml:7:3 {2}high {2}host-network/);
  });

  test('writes errors as editors read them', () => {
    expect(errorLines([{ file: 'a.yaml', line: 3, column: 9, message: 'broken' }])).toBe('a.yaml:3:9: broken\n');
  });

  test.each(['\u001b[31m', '\n', '\r', '\u0007', '\u009b'])('shows %j as text', (character) => {
    expect(printable(`a${character}b`)).toMatch(/^a\\x[0-9a-f]{2}(?:\[31m)?b$/);
  });
});

describe('the report as JSON', () => {
  test('says null for a namespace that the manifest does not name', () => {
    const { findings } = jsonReport(resultOf({ hostNetwork: true }));
    expect(findings[0]?.resource).toEqual({ apiVersion: 'v1', kind: 'Pod', namespace: null, name: 'web' });
  });

  test('is one document, a finding a line', () => {
    const result = resultOf({ hostNetwork: true, hostPID: true });
    const text = [...jsonText(result)].join('');
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(jsonReport(result))));
    expect(text.match(/^ {4}\{"control":/gm)).toHaveLength(2);
  });

  test('counts in its summary what it lists', () => {
    const { findings, summary } = jsonReport(resultOf({ hostNetwork: true, hostPID: true }));
    expect(summary.findings).toBe(findings.length);
    expect(findings).toHaveLength(2);
  });
});

describe('a fix as a sentence', () => {
  test.each<[Fix, string]>([
    [{ op: 'set', path: ['spec', 'hostPID'], value: false }, 'set spec.hostPID to false'],
    [{ op: 'append', path: ['drop'], value: 'ALL' }, 'add "ALL" to drop'],
    [{ op: 'remove', path: ['ports', 0, 'hostPort'] }, 'remove ports[0].hostPort'],
    [{ op: 'create', object: { kind: 'PodDisruptionBudget', metadata: { name: 'web' } } }, 'add a PodDisruptionBudget web'],
    [{ op: 'manual', instructions: 'Name a version.' }, 'Name a version.'],
  ])('%j', (fix, sentence) => {
    expect(fixSentence(fix)).toBe(sentence);
  });
});
