#!/usr/bin/env bash
# Signatures of approvals against OpenSSH itself: its keys sign through us, it verifies what we signed, and we
# count what it signed. Usage: tests/ssh_signatures.sh target/debug/hearten
set -euo pipefail
hearten=$(realpath "$1")
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
cd "$here"

fail() { echo "error: $*"; exit 1; }

"$hearten" demo demo --quiet >demo.log 2>&1
cd demo
sed -i 's/^# signed = true/signed = true/' hearten.toml

# Three kinds of keys, one of them locked with a passphrase.
ssh-keygen -q -t ed25519 -N '' -C '' -f ../leader
ssh-keygen -q -t ecdsa -b 256 -N '' -C '' -f ../counsel
ssh-keygen -q -t ed25519 -N 'a long passphrase' -C '' -f ../supply
{
  echo "t-01 namespaces=\"hearten-approval\" $(cat ../leader.pub)"
  echo "t-13 $(cat ../counsel.pub)"
  echo "t-02 $(cat ../supply.pub)"
} >allowed_signers

try() { "$hearten" approve --as "$1" --yes 83 --acknowledge all --quiet "${@:2}" >../log 2>&1; }
approve() { try "$@" || { cat ../log; fail "$*"; }; }
state() { "$hearten" approve --format json 2>/dev/null || true; }
of() { python3 -c "import json, sys; print(json.load(sys.stdin)$1)"; }

try t-02 --sign ../supply && fail "a locked key signed without its passphrase"
HEARTEN_SSH_PASSPHRASE=wrong try t-02 --sign ../supply && fail "a wrong passphrase opened a key"
HEARTEN_SSH_PASSPHRASE='a long passphrase' approve t-02 --sign ../supply
approve t-13 --sign ../counsel
[ "$(state | of '["approved"]')" = True ] || fail "two signed approvals are not enough"

# What we signed, OpenSSH verifies.
digest=$(state | of '["digest"]')
python3 - <<'PYTHON'
import json, sqlite3, glob
rows = sqlite3.connect(glob.glob("crises/*/ledger.sqlite")[0]).execute("SELECT body FROM fact ORDER BY seq")
for fact in (json.loads(body) for (body,) in rows):
    if fact["fact"] == "approved":
        open(f"../{fact['by']}.sig", "w").write(fact["signature"]["armored"])
PYTHON
for who in t-02 t-13; do
  echo "$digest" | ssh-keygen -Y verify -f allowed_signers -I "$who" -n hearten-approval -s "../$who.sig" >/dev/null \
    || fail "OpenSSH does not verify the signature of $who"
done

# What OpenSSH signs, we count; over another digest or for another purpose we do not.
echo "$digest" >../digest
ssh-keygen -q -Y sign -f ../leader -n hearten-approval ../digest 2>/dev/null
echo "$digest" | ssh-keygen -q -Y sign -f ../leader -n file >../other.sig 2>/dev/null
try t-01 --signature ../other.sig && fail "a signature for another purpose counted"
approve t-01 --signature ../digest.sig
[ "$(state | of '["approvals"]' | grep -o "'counts': True" | wc -l)" = 3 ] || fail "the signature of OpenSSH does not count"
echo "signatures agree with $(ssh -V 2>&1)"
