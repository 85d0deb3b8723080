/**
 * Everything whose speed is promised, side by side in one run: `npm run bench`, or some of it: `npm run bench -- app audit`.
 * It prints ratios and never fails on time: machines are noisy.
 */
import { benchmarkApp } from './app';
import { benchmarkAudit } from './audit';
import { countCredentialsAloud } from './credentials';
import { benchmarkHardening } from './hardening';
import { benchmarkStart } from './start';

const BENCHMARKS: Readonly<Record<string, () => void>> = {
  app: benchmarkApp,
  hardening: benchmarkHardening,
  audit: benchmarkAudit,
  start: benchmarkStart,
  credentials: countCredentialsAloud,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in BENCHMARKS));
if (unknown.length > 0) {
  console.error(`no benchmark named ${unknown.join(', ')}; there are: ${Object.keys(BENCHMARKS).join(', ')}`);
  process.exitCode = 2;
} else for (const [name, run] of Object.entries(BENCHMARKS)) if (asked.length === 0 || asked.includes(name)) run();
