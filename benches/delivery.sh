#!/usr/bin/env bash
# Hands the same letters to Postfix's smtp-sink with hearten, with a pool of nodemailer (npm), with mailmerge (PyPI), and with
# Postfix's own smtp-source, which makes no letters and is the limit; in turn, three times, and prints the medians as ratios.
# Then the same over a long way (20 ms and 50 ms for a round trip), and hearten alone up to 1,000,000 letters.
#
# usage: benches/delivery.sh [OPTION…]
#
#   --letters 20000              for hearten, smtp-source and nodemailer; --mailmerge-letters 400, its rate is compared
#   --runs 3                     medians of so many
#   --connections 1,4,16,64
#   --parts loopback,distance,growth
#   --only smtp-source,hearten,nodemailer,mailmerge
#   --round-trips 20,50          milliseconds; --distance-letters 4000 for 20 ms, fewer for more
#   --growth 10000,100000,1000000
#
# HEARTEN names another build to measure. Everything listens on 127.0.0.1 only. The sink and smtp-source share the cores with
# whoever sends, so only ratios of one run mean something.
set -euo pipefail
cd "$(dirname "$0")/.."
PATH=$PATH:/usr/sbin:/sbin

command -v smtp-sink >/dev/null || tests/mail/postfix.sh install
[ -n "${HEARTEN:-}" ] || cargo build --release --locked --quiet
hearten=${HEARTEN:-$PWD/target/release/hearten}
peers=$PWD/target/peers
[ -x "$peers/bin/mailmerge" ] || {
  python3 -m venv "$peers"
  "$peers/bin/pip" install --quiet mailmerge==2.3.0
}
[ -d benches/mail/node_modules ] || npm ci --prefix benches/mail --silent --no-audit --no-fund

# A kernel may lack netem, and only root may have a network of its own: then a small relay delays what passes.
netem='ip link set lo up && tc qdisc add dev lo root netem delay 1ms'
run=(python3 benches/mail/delivery.py --hearten "$hearten" --mailmerge "$peers/bin/mailmerge" "$@")
echo "load of the machine before: $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) cores"
if [[ " $* " == *" --parts "* ]]; then
  "${run[@]}"
elif [ "$(id -u)" = 0 ] && unshare -n sh -c "$netem" 2>/dev/null; then
  "${run[@]}" --parts loopback
  unshare -n sh -c "$netem"' && exec "$@"' sh "${run[@]}" --parts distance --via netem
  "${run[@]}" --parts growth
else
  "${run[@]}"
fi
