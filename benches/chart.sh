#!/usr/bin/env bash
# Draws everything for 600 accounts with 10,000 contacts: a page over all of them, and one for each with power map, ladder, house
# and key events; then the portfolio alone. Prints time, CPU time and peak memory, the fastest of three runs.
#
# usage: benches/chart.sh [CONTACTS [ACCOUNTS]]
#
# HEARTEN names another build to measure.
set -euo pipefail
cd "$(dirname "$0")/.."
measure=$PWD/benches/measure.py
contacts=${1:-10000} accounts=${2:-600}
now=2026-11-20T10:00:00+08:00
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

[ -n "${HEARTEN:-}" ] || cargo build --release --locked --quiet
hearten=${HEARTEN:-$PWD/target/release/hearten}

"$hearten" demo "$work/demo" --quiet --now "$now" >/dev/null
python3 benches/roster.py "$contacts" "$work/demo" plan --accounts "$accounts"
cd "$work/demo"
echo "load of the machine before: $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) cores"
for what in "" power-map portfolio relations; do
  command=(chart $what)
  [ "$what" = relations ] && command=(relations)
  printf "%'9d contacts, %'6d accounts   %-16s %s\n" "$contacts" "$accounts" "${command[*]}" \
    "$(python3 "$measure" "$hearten" "${command[@]}" --quiet --now "$now")"
done
