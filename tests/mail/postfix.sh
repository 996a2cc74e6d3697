#!/usr/bin/env bash
# A real mail server for the tests: Postfix and Dovecot from Debian's packages, in a folder of their own, on two ports of
# 127.0.0.1 that are free at the moment. It asks for TLS and a login, and lays what it takes into one Maildir. The machine's
# own Postfix and Dovecot, if there are any, are not touched.
#
# usage: postfix.sh install         the packages that are missing, without starting what they bring
#        postfix.sh start FOLDER    FOLDER is new or empty; prints shell variables, also written to FOLDER/variables
#        postfix.sh wait FOLDER     until everything that was taken lies in the Maildir
#        postfix.sh stop FOLDER     until no process of it is left; the files stay
#
# The variables: MAIL_HOST, MAIL_STARTTLS_PORT, MAIL_TLS_PORT, MAIL_CA, MAIL_USER, MAIL_PASSWORD, MAIL_MAILDIR; and
# MAIL_REFUSED and MAIL_DEFERRED, two addresses that are answered with 550 5.1.1 and 450 4.2.0.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
PATH=$PATH:/usr/sbin:/sbin

fail() {
  echo "error: $1" >&2
  [ -z "${2:-}" ] || echo "hint: $2" >&2
  exit 1
}

# command:package
needs=(postfix:postfix doveadm:dovecot-core openssl:openssl ss:iproute2 python3:python3)

missing() {
  local need
  for need in "${needs[@]}"; do
    command -v "${need%%:*}" >/dev/null || echo "${need##*:}"
  done
}

install_packages() {
  local packages
  mapfile -t packages < <(missing)
  [ ${#packages[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || fail "missing: ${packages[*]}" "install them with your package manager"
  [ "$(id -u)" = 0 ] || fail "missing: ${packages[*]}" "run as root: $0 install"
  # A mail server that starts by itself on the machine of whoever runs the tests would be a bad surprise: the answer for
  # Postfix is "No configuration", and while the packages come in, no service may start.
  local policy=/usr/sbin/policy-rc.d ours=no
  [ -e "$policy" ] || {
    ours=yes
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
  }
  export DEBIAN_FRONTEND=noninteractive
  echo "postfix postfix/main_mailer_type select No configuration" | debconf-set-selections
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null || {
    [ $ours = no ] || rm -f "$policy"
    fail "apt-get could not install ${packages[*]}"
  }
  [ $ours = no ] || rm -f "$policy"
  if command -v systemctl >/dev/null; then
    systemctl disable --quiet postfix dovecot >/dev/null 2>&1 || true
  fi
}

# The processes of this server: its two masters and their children.
processes() {
  local leader
  [ ! -s "$1/sessions" ] || while read -r leader; do
    ps -o pid= --sid "$leader" | tr -d ' ' || true
  done <"$1/sessions"
}

# Local addresses on which these processes listen, by TCP or UDP.
listening() {
  local pids
  pids=$(processes "$1" | sed 's/.*/pid=&,/' | paste -sd'|')
  [ -n "$pids" ] || return 0
  { ss -Hltnup | grep -E "$pids" || true; } | awk '{ print $5 }'
}

free_ports() {
  python3 - <<'PYTHON'
import socket
sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
print(*(one.getsockname()[1] for one in sockets))
PYTHON
}

# A certificate authority that lives as long as the folder, and a certificate of its for this machine.
certificates() (
  mkdir -m 755 "$1"
  cd "$1"
  umask 077
  exec 2>openssl.log
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 2 -subj "/CN=hearten test authority" \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign -keyout ca.key -out ca.pem
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -subj "/CN=localhost" -keyout server.key -out server.csr
  openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -out server.crt -extfile <(
    echo "subjectAltName=DNS:localhost,IP:127.0.0.1"
    echo "extendedKeyUsage=serverAuth"
    echo "basicConstraints=critical,CA:FALSE"
  )
  cat server.key server.crt >server.pem
  chmod 644 ca.pem
)

fill_in() {
  sed -e "s|@FOLDER@|$folder|g" -e "s|@STARTTLS_PORT@|$starttls_port|g" -e "s|@TLS_PORT@|$tls_port|g" \
    -e "s|@UID@|$(id -u mail)|g" -e "s|@GID@|$(id -g mail)|g" "$here/$1" >"$folder/etc/$1"
}

# Until both ports greet as a mail server does, the second one through TLS.
await_greeting() {
  python3 - "$1" "$2" "$3" <<'PYTHON'
import socket, ssl, sys, time
plain, wrapped, authority = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
context = ssl.create_default_context(cafile=authority)
deadline = time.monotonic() + 20
for port in plain, wrapped:
    while True:
        try:
            with socket.create_connection(("localhost", port), timeout=5) as line:
                if port == wrapped:
                    line = context.wrap_socket(line, server_hostname="localhost")
                if line.recv(4) == b"220 ":
                    break
        except OSError as error:
            print(f"port {port}: {error}", file=sys.stderr)
        if time.monotonic() > deadline:
            sys.exit(f"port {port} does not greet")
        time.sleep(0.1)
PYTHON
}

start() {
  folder=$1
  local packages
  packages=$(missing | paste -sd' ')
  [ -z "$packages" ] || fail "missing: $packages" "as root: $0 install"
  [ "$(id -u)" = 0 ] || fail "Postfix gives its parts other users, and only root may do that" \
    "run this as root, for example in a container: docker run --rm -v \"\$PWD\":/src -w /src debian:12 …"
  mkdir -p "$folder"
  [ -z "$(ls -A "$folder")" ] || fail "$folder is not empty" "name a new folder"
  folder=$(cd "$folder" && pwd -P)
  [[ $folder != *[[:space:]\|]* ]] || fail "the name $folder holds a blank" "name another folder"
  # Postfix's parts run as other users: they must be able to pass through, not to look around.
  chmod 711 "$folder"
  setpriv --reuid postfix --clear-groups test -x "$folder" ||
    fail "the user postfix cannot pass into $folder" "chmod o+x the folders above it, or name another folder"
  mkdir -m 755 "$folder/etc" "$folder/spool" "$folder/dovecot" "$folder/dovecot-state"
  install -d -m 700 -o postfix "$folder/data"
  install -d -m 700 -o mail -g mail "$folder/mail"
  # Standing ready before the first letter comes, so that a reader need not ask whether it is there.
  local part
  for part in all all/new all/cur all/tmp; do install -d -m 700 -o mail -g mail "$folder/mail/$part"; done

  local user=office.shen password starttls_port tls_port
  password=$(openssl rand -hex 12)
  read -r starttls_port tls_port < <(free_ports)
  certificates "$folder/tls" || fail "openssl could not make a certificate" "see $folder/tls/openssl.log"
  fill_in main.cf
  fill_in master.cf
  fill_in dovecot.conf
  echo '/\.example$/ ours' >"$folder/etc/domains"
  {
    echo '/^refused@/ 550 5.1.1 no such mailbox here'
    echo '/^deferred@/ 450 4.2.0 the mailbox is being moved'
  } >"$folder/etc/recipients"
  # The passwords lie open in the folder of a test; the password is made up anew each time.
  install -m 640 -g dovecot /dev/null "$folder/etc/passwords"
  echo "$user:$password" >"$folder/etc/passwords"

  # Whatever goes wrong from here on, nothing stays behind.
  trap 'stop "$folder" >&2' EXIT
  postfix -c "$folder/etc" start >"$folder/start.log" 2>&1 || fail "Postfix did not start" "see $folder/start.log and mail.log"
  # Both masters lead a session of their own, by which `stop` finds what belongs to them.
  tr -d ' ' <"$folder/spool/pid/master.pid" >"$folder/sessions"
  setsid dovecot -F -c "$folder/etc/dovecot.conf" >>"$folder/start.log" 2>&1 &
  echo $! >>"$folder/sessions"
  await_greeting "$starttls_port" "$tls_port" "$folder/tls/ca.pem" 2>>"$folder/start.log" ||
    fail "the server does not greet" "see $folder/start.log and $folder/mail.log"
  local address
  while read -r address; do
    [ -z "$address" ] || [[ $address == 127.0.0.1:* ]] || fail "the server listens on $address, which is not loopback"
  done < <(listening "$folder")
  trap - EXIT

  local name value
  for pair in "HOST=localhost" "STARTTLS_PORT=$starttls_port" "TLS_PORT=$tls_port" "CA=$folder/tls/ca.pem" "USER=$user" \
    "PASSWORD=$password" "MAILDIR=$folder/mail/all" "REFUSED=refused@hohenlinden.example" \
    "DEFERRED=deferred@hohenlinden.example"; do
    name=${pair%%=*} value=${pair#*=}
    printf 'MAIL_%s=%q\n' "$name" "$value"
  done | tee "$folder/variables"
}

# Every message that was taken has left the queue.
await_delivery() {
  local queues=() name
  for name in maildrop incoming active deferred; do queues+=("$1/spool/$name"); done
  for _ in $(seq 600); do
    [ -n "$(find "${queues[@]}" -type f -print -quit 2>/dev/null)" ] || return 0
    sleep 0.1
  done
  fail "after a minute there are still messages in the queue" "see $1/mail.log"
}

stop() {
  local folder=$1 left
  [ -d "$folder" ] || fail "there is no folder $folder"
  # The masters take their children along.
  # shellcheck disable=SC2046 # one word each
  [ ! -s "$folder/sessions" ] || kill $(<"$folder/sessions") 2>/dev/null || true
  for _ in $(seq 50); do
    left=$(processes "$folder")
    [ -n "$left" ] || break
    sleep 0.1
  done
  if [ -n "$left" ]; then
    # shellcheck disable=SC2086 # one word each
    kill -KILL $left 2>/dev/null || true
    sleep 0.2
    left=$(processes "$folder")
    [ -z "$left" ] || fail "these processes of $folder do not end: $left"
  fi
  rm -f "$folder/sessions"
}

case ${1:-} in
  install) install_packages ;;
  start | stop | wait)
    [ $# = 2 ] || fail "a folder is missing" "$0 $1 FOLDER"
    case $1 in
      start) start "$2" ;;
      stop) stop "$2" ;;
      wait) await_delivery "$2" ;;
    esac
    ;;
  *)
    sed -n '2,/^set/{/^set/!s/^# \{0,1\}//p}' "$0"
    exit 2
    ;;
esac
