#!/usr/bin/env bash
# Makes the plan of rosters of 1,000 to 100,000 contacts, first on the screen alone and then with every paper, and prints
# time, CPU time and peak memory of each.
#
# usage: benches/plan.sh [CONTACTS…]     defaults: 1000 10000 100000
#
# 600 accounts and 40 owners, as many for all sizes; fewer contacts have fewer accounts. The last line has ten times as many
# accounts and owners.
set -euo pipefail
cd "$(dirname "$0")/.."
measure=$PWD/benches/measure.py
sizes=("$@")
[ ${#sizes[@]} -gt 0 ] || sizes=(1000 10000 100000)
now=2026-11-20T10:00:00+08:00
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# HEARTEN names another build to measure, for a comparison.
[ -n "${HEARTEN:-}" ] || cargo build --release --locked --quiet
hearten=${HEARTEN:-$PWD/target/release/hearten}

both() {
  local folder=$work/$1
  "$hearten" demo "$folder" --quiet --now "$now" >/dev/null
  python3 benches/roster.py "$1" "$folder" plan "${@:3}"
  cd "$folder"
  printf '%-50s no files    %s\n' "$2" "$(python3 "$measure" "$hearten" plan --quiet --no-files --now "$now")"
  printf '%-50s all papers  %s\n' "" "$(python3 "$measure" "$hearten" plan --quiet --now "$now")"
  cd - >/dev/null
  rm -rf "$folder"
}

echo "load of the machine before: $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) cores"
for size in "${sizes[@]}"; do
  both "$size" "$(printf "%'9d contacts" "$size")"
done
largest=${sizes[-1]}
both "$largest" "$(printf "%'9d contacts, 6000 accounts, 400 owners" "$largest")" --accounts 6000 --owners 400
