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
sizes=("$@")
[ ${#sizes[@]} -gt 0 ] || sizes=(1000 10000 100000)
now=2026-11-20T10:00:00+08:00
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# HEARTEN names another build to measure, for a comparison.
[ -n "${HEARTEN:-}" ] || cargo build --release --locked --quiet
hearten=${HEARTEN:-$PWD/target/release/hearten}

# Three runs of a command; prints the fastest one's time, CPU time and peak memory. A plan that breaks a promise is an error of
# the input (1) and is written all the same.
measure() {
  python3 - "$@" <<'PY'
import os, subprocess, sys, time
runs = []
for _ in range(3):
    start = time.perf_counter()
    child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    told = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(told.decode()[-2000:])
    runs.append((seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024))
seconds, cpu, memory = min(runs)
print(f"{seconds:7.2f} s  {cpu:7.2f} s CPU  {memory:5.0f} MiB")
PY
}

both() {
  local folder=$work/$1
  "$hearten" demo "$folder" --quiet --now "$now" >/dev/null
  python3 benches/roster.py "$1" "$folder" plan "${@:3}"
  cd "$folder"
  printf '%-50s no files    %s\n' "$2" "$(measure "$hearten" plan --quiet --no-files --now "$now")"
  printf '%-50s all papers  %s\n' "" "$(measure "$hearten" plan --quiet --now "$now")"
  cd - >/dev/null
  rm -rf "$folder"
}

echo "load of the machine before: $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) cores"
for size in "${sizes[@]}"; do
  both "$size" "$(printf "%'9d contacts" "$size")"
done
largest=${sizes[-1]}
both "$largest" "$(printf "%'9d contacts, 6000 accounts, 400 owners" "$largest")" --accounts 6000 --owners 400
