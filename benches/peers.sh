#!/usr/bin/env bash
# Renders the same letter to the same people with hearten and with mailmerge (PyPI, its dry run), in one run on this
# machine, and prints the ratio; then hearten alone from 1,000 to 1,000,000 contacts, with time and memory; then
# benches/delivery.sh, which hands letters to a mail server and can be called by itself.
#
# usage: benches/peers.sh [CONTACTS] [MAILMERGE_CONTACTS]     defaults: 100000 and 2000
#
# mailmerge is some hundred times slower, so it gets fewer people and its rate is compared, not its time.
set -euo pipefail
cd "$(dirname "$0")/.."
contacts=${1:-100000}
few=${2:-2000}
now=2026-11-20T09:00:00+08:00
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cargo build --release --locked --quiet
hearten=$PWD/target/release/hearten
peers=$PWD/target/peers
[ -x "$peers/bin/mailmerge" ] || {
  python3 -m venv "$peers"
  "$peers/bin/pip" install --quiet mailmerge==2.3.0
}

# seconds MAXRSS_KB of a command, its output thrown away
measure() {
  python3 - "$@" <<'PY'
import resource, subprocess, sys, time
start = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
seconds = time.perf_counter() - start
if done.returncode:
    sys.exit(done.stderr.decode()[-2000:])
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{seconds:.3f} {usage.ru_maxrss} {usage.ru_utime + usage.ru_stime:.3f}")
PY
}

# a workspace with the sample's settings and letters, and a roster of this many
workspace() {
  "$hearten" demo "$work/$1" --quiet --now "$now" >/dev/null
  python3 benches/roster.py "$1" "$work/$1"
}

echo "== the same letter, hearten and mailmerge in turn"
workspace "$contacts"
mkdir "$work/mailmerge"
python3 benches/roster.py "$few" "$work/mailmerge" mailmerge
for run in 1 2 3; do
  read -r mine _ cpu <<<"$(cd "$work/$contacts" && measure "$hearten" preview --no-page --quiet --now "$now")"
  read -r other _ _ <<<"$(cd "$work/mailmerge" && measure "$peers/bin/mailmerge" --dry-run --no-limit)"
  python3 - "$run" "$contacts" "$mine" "$cpu" "$few" "$other" <<'PY'
import sys
run, contacts, mine, cpu, few, other = (float(value) for value in sys.argv[1:])
ours, theirs = contacts / mine, few / other
print(
    f"run {run:.0f}: hearten {ours:>9,.0f} letters/s ({cpu / contacts * 1e6:.1f} us CPU each), "
    f"mailmerge {theirs:>6,.0f} letters/s, ratio {ours / theirs:,.0f}"
)
PY
done

echo "== hearten alone: time and memory"
for count in 1000 10000 100000 1000000; do
  [ -d "$work/$count" ] || workspace "$count"
  read -r seconds memory cpu <<<"$(cd "$work/$count" && measure "$hearten" preview --no-page --quiet --now "$now")"
  printf '%9d contacts  %7.3f s  %7.3f s CPU  %4d MiB\n' "$count" "$seconds" "$cpu" "$((memory / 1024))"
  rm -rf "${work:?}/$count"
done

echo "== hearten check on the sample"
"$hearten" demo "$work/sample" --quiet --now "$now" >/dev/null
for _ in 1 2 3 4 5; do
  read -r seconds _ _ <<<"$(cd "$work/sample" && measure "$hearten" check --quiet --now "$now")"
  printf '%s s  ' "$seconds"
done
echo

echo "== from CSV to accepted by a mail server: hearten, nodemailer, mailmerge and smtp-source"
HEARTEN=$hearten benches/delivery.sh
