import { hasCel, mapRules, type Requirement } from '../requirement';

/** Kinds whose pods end by themselves; a template of theirs need not say so by its restart policy. */
const RUN_TO_COMPLETION = ['Job', 'CronJob', 'BroadcastJob', 'JobSet', 'MPIJob', 'PyTorchJob', 'TFJob', 'ScaledJob'];

/** The requirement is asked only of pods that are restarted for as long as they exist. */
export function ofLongRunningPods(requirement: Requirement): Requirement {
  const endsByItself = `object.kind in ['${RUN_TO_COMPLETION.join("', '")}'] || (has(variables.spec.restartPolicy) && variables.spec.restartPolicy in ['Never', 'OnFailure'])`;
  return mapRules(requirement, (rule) => ({
    ...rule,
    evaluate(subject, emit) {
      const policy: unknown = subject.pod?.spec.restartPolicy;
      if (policy === 'Never' || policy === 'OnFailure' || RUN_TO_COMPLETION.includes(subject.kind)) return false;
      return rule.evaluate(subject, emit);
    },
    cel: hasCel(rule.cel)
      ? {
          ...rule.cel,
          expression: `(${endsByItself}) || (${rule.cel.expression})`,
          offenders: `(${endsByItself}) ? [] : (${rule.cel.offenders})`,
        }
      : rule.cel,
    prose: `${rule.prose}; not asked of jobs and of pods that are not restarted`,
  }));
}
