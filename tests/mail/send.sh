#!/usr/bin/env bash
# Sends the sample's letters in earnest to the real mail server of postfix.sh: over STARTTLS and over TLS, on one connection and
# on four, with one address that is refused and one that is put off. Then the mailbox is read back, and every message compared
# byte for byte with the approved one, and the counts with the ledger's. Needs root, as Postfix does.
#
# usage: tests/mail/send.sh HEARTEN
set -euo pipefail
hearten=$(realpath "$1")
cd "$(dirname "$0")"
folder=$(mktemp -d)
chmod 711 "$folder"
trap './postfix.sh stop "$folder/server" >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT

# Exit code 3 says that letters are unsent: the one that was refused, and the one that was put off.
unsent() {
  local code=0
  "$@" >"$folder/told" 2>&1 || code=$?
  [ $code = 3 ] || {
    cat "$folder/told"
    echo "error: $* ended with $code instead of 3"
    exit 1
  }
}

for security in starttls tls; do
  for connections in 1 4; do
    # A server of its own for each, so that each mailbox holds the letters of one run only.
    ./postfix.sh start "$folder/server" >/dev/null
    set -a
    # shellcheck source=/dev/null
    . "$folder/server/variables"
    set +a
    port=$MAIL_STARTTLS_PORT
    [ $security = starttls ] || port=$MAIL_TLS_PORT
    workspace=$folder/workspace
    "$hearten" demo "$workspace" --quiet >/dev/null
    python3 live.py "$workspace" "$port" --security $security --host "$MAIL_HOST" --ca "$MAIL_CA" --user "$MAIL_USER" \
      --connections $connections --one-wave --address "c-007=$MAIL_REFUSED" --address "c-031=$MAIL_DEFERRED"
    rm -rf "$workspace"/crises/*/out
    letters=$(cd "$workspace" && "$hearten" check --quiet 2>&1 | grep -oE '[0-9,]+ letters can be written' | tr -dc 0-9)
    digest=$("$hearten" -C "$workspace" approve --as t-13 --yes "$letters" --acknowledge all --format json |
      python3 -c 'import json, sys; print(json.load(sys.stdin)["digest"])')
    unsent "$hearten" -C "$workspace" send --yes-send "$digest" --any-hour
    ./postfix.sh wait "$folder/server"
    code=0
    "$hearten" -C "$workspace" status --format json >"$folder/status.json" || code=$?
    [ $code = 3 ] || {
      echo "error: status ended with $code instead of 3"
      exit 1
    }
    echo "$security, $connections connections:"
    python3 read_back.py "$workspace"/crises/*/proofs/* "$MAIL_MAILDIR" "$folder/status.json"
    # A second start has nothing to do but what was put off, and that is not due yet.
    unsent "$hearten" -C "$workspace" send --yes-send "$digest" --any-hour
    python3 read_back.py "$workspace"/crises/*/proofs/* "$MAIL_MAILDIR" "$folder/status.json"
    ./postfix.sh stop "$folder/server"
    rm -rf "$folder/server" "$workspace"
  done
done
