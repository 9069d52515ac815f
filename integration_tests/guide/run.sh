#!/usr/bin/env bash
# Runs the guides, and README's first steps, as their readers would:
#
#     integration_tests/guide/run.sh [-update]
#     integration_tests/guide/run.sh -supported    succeeds where they can be run
#
# It makes a virtual environment below .venv, and leaves nothing else behind.
set -euo pipefail
cd "$(dirname "$0")/../.."

here=integration_tests/guide
environment=.venv/guide

# The FOCUS validator is written for Python 3.12, and asks for a NumPy that has been built for no later one. With
# pyenv, a version that is installed runs only where it is asked for.
python_for_guides() {
  local candidate asked
  for asked in "" 3.12; do
    for candidate in "${PYTHON:-python3}" python3.12; do
      PYENV_VERSION=$asked "$candidate" -c 'import sys; print(sys.executable); sys.exit(sys.version_info[:2] != (3, 12))' 2>/dev/null && return
    done
  done
  echo "guide: the FOCUS validator needs Python 3.12, and there is $(python3 --version 2>&1 || true); set PYTHON to one" >&2
  return 1
}

if [ "${1:-}" = -supported ]; then
  python_for_guides >/dev/null
  exit
fi

if ! cmp --silent $here/requirements.txt $environment/requirements.txt; then
  python=$(python_for_guides | tail -n 1)
  "$python" -m venv --clear $environment
  # The file names everything that is needed, so that nothing has to be resolved.
  $environment/bin/pip install --quiet --disable-pip-version-check --no-deps --requirement $here/requirements.txt
  cp $here/requirements.txt $environment/
fi

export PATH="$PWD/bin:$PWD/$environment/bin:$PATH"
for guide in "README.md#A first configuration" docs/guide-billing.md docs/guide-focus.md; do
  python $here/run.py "$guide" "$@"
done
