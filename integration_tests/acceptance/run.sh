#!/usr/bin/env bash
# Runs the connector under its clients and prints what each of them got:
#
#     integration_tests/acceptance/run.sh
#
# It makes the clients' virtual environments below .venv, and leaves nothing else behind. A client that cannot be run
# fails the run, and the message says why.
set -euo pipefail
cd "$(dirname "$0")/../.."

here=integration_tests/acceptance
clients=.venv/acceptance

fail() {
  printf 'acceptance: %s\n' "$*" >&2
  exit 1
}

# python_for_clients finds a Python that every client supports: PyAirbyte asks for 3.10 to 3.12.
python_for_clients() {
  local candidate
  for candidate in "${PYTHON:-python3}" python3.12 python3.11 python3.10; do
    if "$candidate" -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 12))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  fail "PyAirbyte and Airbyte's standard tests cannot run: they need Python 3.10, 3.11 or 3.12, and there is $(python3 --version 2>&1 || true); set PYTHON to one"
}

# environment makes the virtual environment of a requirements file, unless it is there already as that file has it.
environment() {
  local name=$1 requirements=$here/requirements/$1.txt folder=$clients/$1
  if cmp --silent "$requirements" "$folder/requirements.txt"; then
    return
  fi
  echo "installing $requirements"
  "$python" -m venv --clear "$folder" || fail "$name cannot run: no virtual environment can be made (Debian: python3-venv)"
  # The files name everything that is needed, so that nothing has to be resolved. What is installed is compiled once and
  # not at each start: PyAirbyte starts fifteen times, and would take fifteen seconds each.
  "$folder/bin/pip" install --quiet --disable-pip-version-check --compile --no-deps --requirement "$requirements" ||
    fail "$name cannot run: its packages cannot be installed"
  "$folder/bin/pip" check >/dev/null || fail "$name cannot run: $("$folder/bin/pip" check)"
  cp "$requirements" "$folder/requirements.txt"
}

python=$(python_for_clients)
transcripts=$(mktemp --directory)
trap 'rm -rf "$transcripts"' EXIT

for name in airbyte dlt serverless singer protocol; do
  environment "$name"
done

# Building the image takes three minutes on two cores, the clients five; the rest is for busy machines.
go test -tags image,clients -count 1 -timeout 40m -v "./$here" -args -clients "$clients" -transcripts "$transcripts" ||
  fail "a client did not get what it should have; see above"

"$clients/protocol/bin/python" $here/validate.py "$transcripts"
"$clients/airbyte/bin/python" $here/metadata.py metadata.yaml
