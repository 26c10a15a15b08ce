# ./dev conformance: how much of Python's socket module the specs show, and whether parley agrees with python3 here.
# shellcheck shell=bash

job_conformance() {
  [[ $# -eq 0 ]] || die 2 "./dev conformance takes nothing more"
  need build proof
  build release parley
  exec "$root/tests/conformance/run" "$root/build/release/parley"
}
