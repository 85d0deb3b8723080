import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** Files in memory where there is such a place, for all alike: a busy disk blurs what the programs themselves cost. */
export const OUTPUT_FOLDER = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
