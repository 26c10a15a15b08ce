# HAProxy's own reg-tests, which ./dev bench compares the re-expressed ones with: fetches the source package of Debian's
# HAProxy into build/, once, and finds out which of the tests varnishtest runs here.
# shellcheck shell=bash

# The reg-tests that specs/servers/haproxy_regtests re-expresses, by their names below reg-tests/.
regtests=(connection/dispatch checks/redis-check checks/smtp-check checks/pgsql-check checks/mysql-check checks/ldap-check
  checks/agent-check connection/proxy_protocol_tlv_validation converter/mqtt http-messaging/http_transfer_encoding
  http-messaging/h1_to_h1 http-messaging/http_abortonclose http-messaging/http_wait_for_body log/log_forward
  ssl/ssl_client_auth)

# haproxy_source: prints the folder of HAProxy's source; where it cannot be had, false, with why in $regtests_log.
regtests_log=$root/build/haproxy/log
haproxy_source() {
  local place=$root/build/haproxy folders=()
  mkdir -p "$place"
  mapfile -t folders < <(compgen -G "$place/haproxy-*/reg-tests")
  if [[ ${#folders[@]} -eq 0 ]]; then
    fetch_haproxy "$place" >"$regtests_log" 2>&1 || return 1
    mapfile -t folders < <(compgen -G "$place/haproxy-*/reg-tests")
  fi
  [[ ${#folders[@]} -gt 0 ]] && dirname "${folders[0]}"
}

# fetch_haproxy PLACE: downloads and unpacks it, with lists of packages of its own, so that the machine's stay as they are.
fetch_haproxy() {
  local place=$1 codename option options=()
  codename=$(. /etc/os-release && printf '%s' "$VERSION_CODENAME")
  printf 'deb-src http://deb.debian.org/debian %s main\n' "$codename" >"$place/sources.list"
  mkdir -p "$place/lists/partial" "$place/cache/archives/partial"
  for option in "Dir::Etc::SourceList=$place/sources.list" Dir::Etc::SourceParts=/dev/null \
    "Dir::State::Lists=$place/lists" "Dir::Cache=$place/cache" APT::Sandbox::User=; do
    options+=(-o "$option")
  done
  apt-get "${options[@]}" update && cd "$place" && apt-get "${options[@]}" source --download-only haproxy &&
    tar -xf haproxy_*.orig.tar.* && rm -rf lists cache
}

# regtests_that_run SOURCE: the names of those that pass under varnishtest, one a line.
regtests_that_run() {
  local name
  cd "$1"
  for name in "${regtests[@]}"; do
    if HAPROXY_PROGRAM=$(haproxy_program) varnishtest -q "reg-tests/$name.vtc" >/dev/null 2>&1; then printf '%s\n' "$name"; fi
  done
}

haproxy_program() { PATH=$PATH:/usr/sbin command -v haproxy; }

# read_regtests: sets `source`, the folder of HAProxy's source, and `runnable`, the tests that varnishtest runs here; where
# there are none it says why, and the workload is left out.
read_regtests() {
  source='' runnable=()
  if ! source=$(haproxy_source); then
    say "HAProxy's reg-tests are left out: its source cannot be fetched: $(tail -n 1 "$regtests_log")"
    return
  fi
  mapfile -t runnable < <(regtests_that_run "$source")
  if [[ ${#runnable[@]} -eq 0 ]]; then say "HAProxy's reg-tests are left out: varnishtest runs none of them here"; fi
}
