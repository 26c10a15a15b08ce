# ./dev fuzz socket: random sequences of calls, by Python and by parley.
# shellcheck shell=bash

job_fuzz() {
  [[ ${1:-} == socket ]] || die 2 "./dev fuzz takes the module to try: ./dev fuzz socket [--sequences N] [--seed S]"
  shift
  need build proof
  command -v python3 >/dev/null || die 3 "there is no python3 to compare with"
  build release parley
  exec "$root/tests/fuzz/run" "$root/build/release/parley" "$@"
}
