# Sourced by bash before a script (BASH_ENV): it kills the script, and all that it has started, when
# the command number $KILL_AT begins.
commands=0
kill_at() { commands=$((commands + 1)); if [ "$commands" = "$KILL_AT" ]; then kill -KILL 0; fi; }
set -o functrace
trap kill_at DEBUG
