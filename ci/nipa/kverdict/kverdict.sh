#!/bin/bash
# A test of NIPA: the tree is the current directory, HEAD the patch. One line for the table goes to DESC_FD; the exit
# code is 0 for success, 250 for a warning, anything else for a failure.
notes=$(mktemp) || exit 1
trap 'rm -f "$notes"' EXIT
last() { tail -n 1 "$notes" | sed 's/^kverdict: //'; }
say() { [ -z "${DESC_FD:-}" ] || echo "$1" >&"$DESC_FD"; }

findings=$(kverdict review HEAD --tree . -f terse ${KVERDICT_BUILD:+-p "$KVERDICT_BUILD"} 2>"$notes")
code=$?
[ -z "$findings" ] || printf '%s\n' "$findings"
# The summary of a failed test is what it wrote to stderr, or if that is nothing, to stdout: findings belong there.
if [ $code -eq 1 ]; then cat "$notes"; else cat "$notes" >&2; fi
total=$(printf '%s\n' "$findings" | sed -n 's/^total: \(.*\), [0-9]* lines checked$/\1/p')
case $code in
  0) say "No findings"; exit 0 ;;
  4) say "No policy function touched"; exit 0 ;;
  1)
    say "$total"
    case $total in "0 errors"*) exit 250 ;; *) exit 1 ;; esac ;;
  3) say "Incomplete: $(last)"; exit 250 ;;
  *) say "kverdict failed: $(last)"; exit 1 ;;
esac
