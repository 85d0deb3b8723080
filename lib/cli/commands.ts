import type { Command } from 'commander';
import type { Invocation } from './invocation';

/** A command as the main program knows it: everything else is loaded when it is asked for. */
export interface CommandEntry {
  readonly name: string;
  /** One line of `tempered --help`. */
  readonly summary: string;
  /** Gives the command its arguments, options and action. */
  readonly load: () => (command: Command, invocation: Invocation) => void;
}

// `require`, since a dynamic import would be compiled to one of ES modules. Only what is called is loaded: `--version` takes no longer than Node.
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'audit',
    summary: 'Judge manifests: files, folders or standard input',
    load: () => (require('./audit') as typeof import('./audit')).defineAudit,
  },
  {
    name: 'harden',
    summary: 'Repair manifests, in the text as it is written',
    load: () => (require('./harden') as typeof import('./harden')).defineHarden,
  },
  {
    name: 'synth',
    summary: 'Run a cdk8s app and judge what it writes',
    load: () => (require('./synth') as typeof import('./synth')).defineSynth,
  },
  {
    name: 'policies',
    summary: 'Print admission policies that say what the audit says',
    load: () => (require('./policies') as typeof import('./policies')).definePolicies,
  },
  {
    name: 'explain',
    summary: 'Explain a control: the attack, the repair, examples, CEL',
    load: () => (require('./explain') as typeof import('./explain')).defineExplain,
  },
  {
    name: 'controls',
    summary: 'List all controls',
    load: () => (require('./controls') as typeof import('./controls')).defineControls,
  },
];
