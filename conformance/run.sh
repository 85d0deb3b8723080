#!/usr/bin/env bash
# Everything that takes a real judge. There is nothing to judge yet.
set -euo pipefail
