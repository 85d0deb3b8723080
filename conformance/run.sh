#!/usr/bin/env bash
# Everything that takes a judge of its own: the Pod Security library, an API server, JSON schemas.
#
#   conformance/run.sh [JEST OPTION…]     installs the judges where they are missing, then asks them
#
# CONFORMANCE_SEED chooses other generated objects, CONFORMANCE_PODS how many pods. The last line is "N passed, N failed".
set -uo pipefail
cd "$(dirname "$0")/.."

if ! conformance/judges/install.sh; then
  echo '0 passed, 1 failed'
  exit 1
fi
results=$(mktemp)
export TEMPERED_API_SERVERS
TEMPERED_API_SERVERS=$(mktemp -d)
finish() { # stops what a run that broke off left behind
  for server in "$TEMPERED_API_SERVERS"/*/; do
    [ ! -d "$server" ] || conformance/judges/api-server.sh stop "$server"
  done
  rm -rf "$results" "$TEMPERED_API_SERVERS"
}
trap finish EXIT
npx --no-install jest --config conformance/jest.config.json --json --outputFile="$results" "$@" >/dev/null
node - "$results" <<'COUNT'
const { readFileSync } = require('node:fs');
const text = readFileSync(process.argv[2], 'utf8');
const { numPassedTests = 0, numFailedTests = 0, numRuntimeErrorTestSuites = 0 } = text === '' ? { numRuntimeErrorTestSuites: 1 } : JSON.parse(text);
const failed = numFailedTests + numRuntimeErrorTestSuites;
console.log(`${numPassedTests} passed, ${failed} failed`);
process.exitCode = failed === 0 && numPassedTests > 0 ? 0 : 1;
COUNT
