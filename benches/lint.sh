#!/usr/bin/env bash
# Reads the letters to 10,000, 50,000 and 100,000 partners over, each letter made, taken apart again and held against everybody
# in the roster; prints time, CPU time and peak memory. The second line of each size is the same with every rule switched off
# that can be.
#
# usage: benches/lint.sh [CONTACTS…]
#
# HEARTEN names another build to measure.
set -euo pipefail
cd "$(dirname "$0")/.."
measure=$PWD/benches/measure.py
sizes=("$@")
[ ${#sizes[@]} -gt 0 ] || sizes=(10000 50000 100000)
now=2026-11-20T14:50:00+08:00
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

[ -n "${HEARTEN:-}" ] || cargo build --release --locked --quiet
hearten=${HEARTEN:-$PWD/target/release/hearten}

echo "load of the machine before: $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) cores"
for size in "${sizes[@]}"; do
  folder=$work/$size
  "$hearten" demo "$folder" --quiet --now "$now" >/dev/null
  python3 benches/roster.py "$size" "$folder" lint
  cd "$folder"
  printf "%'9d letters   all rules        %s\n" "$size" "$(python3 "$measure" "$hearten" lint --quiet --now "$now")"
  {
    printf '\n[lint]\n'
    "$hearten" lint --rules --format json |
      python3 -c 'import json, sys; [print(it["rule"], "= \"off\"") for it in json.load(sys.stdin) if not it["locked"]]'
  } >>hearten.toml
  printf '%9s           locked rules     %s\n' "" "$(python3 "$measure" "$hearten" lint --quiet --now "$now")"
  cd - >/dev/null
  rm -rf "$folder"
done
