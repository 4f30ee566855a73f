#!/bin/bash
# run-kverdict.sh [BASE]: reviews the commits from BASE (the upstream of the branch) to HEAD of the tree in LINUX_DIR.
# Exit code: 0 if there is nothing to report, 1 otherwise.
set -u
cd "${LINUX_DIR:?set LINUX_DIR to the kernel tree}" || exit 1
base=${1:-'@{upstream}'}
base=$(git merge-base "$base" HEAD) || { echo "run-kverdict: no common commit with ${1:-the upstream}: name the base" >&2; exit 1; }
if [ "$base" = "$(git rev-parse HEAD)" ]; then
  echo "run-kverdict: no commits to review"
  exit 0
fi
kverdict review "$base..HEAD" --tree . ${KVERDICT_BUILD:+-p "$KVERDICT_BUILD"}
case $? in
  0) echo "run-kverdict: pass"; exit 0 ;;
  4) echo "run-kverdict: pass, no policy function touched"; exit 0 ;;
  1) echo "run-kverdict: FAIL"; exit 1 ;;
  *) echo "run-kverdict: FAIL, the review is incomplete"; exit 1 ;;
esac
