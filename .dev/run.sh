# ./dev run: parley on the scenarios of the project, or on what is named.
# shellcheck shell=bash

job_run() {
  need build
  build release parley
  if [[ $# -eq 0 ]]; then
    cd "$root"
    set -- scripts
  fi
  exec "$root/build/release/parley" run "$@"
}
