#!/usr/bin/env bash
# Everything that takes a judge of its own: the Pod Security library, an API server, JSON schemas, Docker engines, a cluster's node.
#
#   conformance/run.sh [JEST OPTION…]     installs the judges where they are missing, then asks them
#
# CONFORMANCE_SEED chooses other generated objects, CONFORMANCE_PODS how many pods. The last line is "N passed, N failed";
# where there can be no engine or no node, the ones before say why, and how many tests were not run.
set -uo pipefail
cd "$(dirname "$0")/.."

if ! conformance/judges/install.sh; then
  echo '0 passed, 1 failed'
  exit 1
fi
results=$(mktemp)
export TEMPERED_API_SERVERS TEMPERED_ENGINES TEMPERED_NODES TEMPERED_NO_ENGINE= TEMPERED_NO_NODE=
TEMPERED_API_SERVERS=$(mktemp -d)
TEMPERED_ENGINES=$(mktemp -d /tmp/t-XXXXXX) # short: the path of a socket has 107 characters
TEMPERED_NODES=$(mktemp -d /tmp/n-XXXXXX)
why=$(mktemp)
if ! conformance/judges/install.sh docker 2> >(tee "$why" >&2); then
  TEMPERED_NO_ENGINE=$(tail -n 1 "$why")
fi
if ! conformance/judges/install.sh node 2> >(tee "$why" >&2); then
  TEMPERED_NO_NODE=$(tail -n 1 "$why")
fi
finish() { # stops what a run that broke off left behind
  for server in "$TEMPERED_API_SERVERS"/*/; do
    [ ! -d "$server" ] || conformance/judges/api-server.sh stop "$server"
  done
  for engine in "$TEMPERED_ENGINES"/*/; do
    [ ! -d "$engine" ] || conformance/judges/engine.sh stop "$engine"
  done
  for node in "$TEMPERED_NODES"/*/; do
    [ ! -d "$node" ] || conformance/judges/node.sh stop "$node"
  done
  rm -rf "$results" "$why" "$TEMPERED_API_SERVERS" "$TEMPERED_ENGINES" "$TEMPERED_NODES"
}
trap finish EXIT
npx --no-install jest --config conformance/jest.config.json --json --outputFile="$results" "$@" >/dev/null
node - "$results" <<'COUNT'
const { readFileSync } = require('node:fs');
const text = readFileSync(process.argv[2], 'utf8');
const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numRuntimeErrorTestSuites = 0 } = text === '' ? { numRuntimeErrorTestSuites: 1 } : JSON.parse(text);
const failed = numFailedTests + numRuntimeErrorTestSuites;
const { TEMPERED_NO_ENGINE, TEMPERED_NO_NODE } = process.env;
for (const [what, why] of Object.entries({ 'a Docker engine': TEMPERED_NO_ENGINE, 'a node': TEMPERED_NO_NODE }))
  if (why !== '') console.log(`NOT RUN for want of ${what}: ${why} (${numPendingTests} tests were not run in all)`);
console.log(`${numPassedTests} passed, ${failed} failed`);
process.exitCode = failed === 0 && numPassedTests > 0 ? 0 : 1;
COUNT
