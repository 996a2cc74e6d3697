#!/usr/bin/env bash
# Proves the rig itself, without hearten: letters of Python's smtplib through the real server, read back, and every kind of
# difference found. Needs root, as Postfix does.
set -euo pipefail
cd "$(dirname "$0")"
folder=$(mktemp -d)
chmod 711 "$folder"
trap './postfix.sh stop "$folder/server" >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT

variables=$(./postfix.sh start "$folder/server")
eval "$variables"
set -a
# shellcheck source=/dev/null
. "$folder/server/variables"
set +a
python3 self_test.py send "$folder/proofs"
./postfix.sh wait "$folder/server"
python3 self_test.py compare "$folder/proofs" "$MAIL_MAILDIR"

sessions=$(paste -sd, "$folder/server/sessions")
./postfix.sh stop "$folder/server"
if ps -o pid=,args= --sid "$sessions"; then
  echo "error: processes of the server are left"
  exit 1
fi
for port in "$MAIL_STARTTLS_PORT" "$MAIL_TLS_PORT"; do
  if ss -Hltn "sport = :$port" | grep .; then
    echo "error: something still listens on port $port"
    exit 1
  fi
done
echo "the mail server's rig works, and nothing of it is left"
