import { SEVERITIES } from '../controls/control';
import type { AuditResult } from './audit-result';

/** What came of an audit, in a few lines. */
export function scorecard({ report, findings, waived, errors, files, other }: AuditResult): string {
  const { evaluated, passed, failed, waived: excused, notApplicable, unknown } = report.controls;
  const passedOver = other === 0 ? '' : ` (${count(other, 'other document')} passed over)`;
  const bySeverity = SEVERITIES.map((severity) => ({
    severity,
    number: findings.filter(({ finding }) => finding.severity === severity).length,
  })).filter(({ number }) => number > 0);
  const outcomes = [`${passed} passed`, `${failed} failed`, `${excused} waived`, `${notApplicable} did not apply`, `${unknown} not known`];
  const details = bySeverity.length === 0 ? '' : `: ${bySeverity.map(({ severity, number }) => `${number} ${severity}`).join(', ')}`;
  return [
    `${count(files, 'file')}, ${count(report.resources, 'object')}${passedOver}; profile ${report.profile}${report.kubernetes ? `, Kubernetes ${report.kubernetesVersion}` : ''}`,
    `${count(evaluated, 'control')} evaluated: ${outcomes.join(', ')}`,
    `${count(findings.length, 'finding')}${details}; ${waived.length} waived${errors.length === 0 ? '' : `; ${count(errors.length, 'error')}`}`,
  ].join('\n');
}

/** `1 file`, `2 files`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
