# Finds out which Debian packages of .dev/packages are missing and installs them.
# shellcheck shell=bash

# packages_for PURPOSE...: the packages of these purposes, one a line.
packages_for() {
  local purpose package
  while read -r purpose package _; do
    if [[ " $* " == *" $purpose "* ]]; then printf '%s\n' "$package"; fi
  done <"$root/.dev/packages"
}

# missing_of PACKAGE...: those that are not installed, one a line. A command of that name will do, wherever it is from:
# the nodejs of NodeSource has npm in it and cannot stand beside Debian's.
missing_of() {
  local installed package
  installed=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "$@" 2>/dev/null || true)
  for package; do
    if [[ $'\n'$installed$'\n' == *$'\n'"$package installed"$'\n'* ]]; then continue; fi
    command -v "$package" >/dev/null || printf '%s\n' "$package"
  done
}

# need PURPOSE...: installs what these purposes miss. A stamp makes the second time free.
need() {
  local stamp packages missing
  stamp="$root/build/.packages-$(IFS=-; printf '%s' "$*")"
  if [[ $stamp -nt $root/.dev/packages ]]; then return; fi
  mapfile -t packages < <(packages_for "$@")
  if command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; then
    mapfile -t missing < <(missing_of "${packages[@]}")
    if [[ ${#missing[@]} -gt 0 ]]; then install_packages "${missing[@]}"; fi
  else
    say "this is no Debian or Ubuntu, so nothing is installed. Needed, by their Debian names: ${packages[*]}"
  fi
  mkdir -p "$root/build"
  touch "$stamp"
}

# install_packages PACKAGE...: with apt-get, as root or by sudo. The package lists are refreshed only where they
# turn out to be missing or too old.
install_packages() {
  local as_root=() words="apt-get install --yes --no-install-recommends $*"
  if [[ $EUID -ne 0 ]]; then
    command -v sudo >/dev/null || die 3 "packages are missing and there is no sudo; as root, run: apt-get update && $words"
    as_root=(sudo)
    words="sudo $words"
  fi
  say "$# packages are missing, so: $words"
  keep_services_off
  if ! apt_get install --yes --no-install-recommends "$@" &&
    ! { apt_get update && apt_get install --yes --no-install-recommends "$@"; }; then
    cat "$root/build/apt.log" >&2
    die 3 "could not install; once that is mended, run: ${as_root[*]:+sudo }apt-get update && $words"
  fi
}

# apt_get ARGS...: asks nothing, says nothing, waits for another one to finish. Part of install_packages, whose
# as_root it uses.
apt_get() {
  mkdir -p "$root/build"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 "$@" \
    >"$root/build/apt.log" 2>&1
}

# keep_services_off: a server that is installed for a test or a comparison must not begin to serve on this machine.
# Debian asks policy-rc.d (man invoke-rc.d) before it starts one: ours says no, and goes when ./dev ends.
keep_services_off() {
  local policy=/usr/sbin/policy-rc.d
  [[ ! -e $policy ]] || return 0
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
  at_exit "${as_root[*]} rm -f $policy"
  "${as_root[@]}" chmod 755 "$policy"
}
