# ./dev docs: writes docs/api.md, the reference of the API, from the annotation files in bindings/types.
# shellcheck shell=bash

job_docs() {
  [[ $# -eq 0 ]] || die 2 "./dev docs takes nothing more"
  need build
  build release parley
  "$root/build/release/parley" types --markdown >"$root/docs/api.md"
}
