# ./dev servers: the suites of specs/servers against servers that are broken on purpose. What turns red is held against
# the entries of the variants, and put into the table of docs/servers.md.
# shellcheck shell=bash
# shellcheck disable=SC2016,SC2034  # names in quotes are of jq; closing_line uses the counts

job_servers() {
  local network=()
  need build servers
  build release parley
  cd "$root"
  broken_servers build/release/parley "$@"
}

# broken_servers PARLEY [--short] [NAME...]: plays the suites with good servers and with each broken one, or the suites
# and variants that are named, and counts each. Where all were as their entries say the table gets their rows.
#
# --short is for ./dev test: of each suite only the scenarios that have to turn red, and the happy path. That sees every
# variant that is caught no more in a fraction of the time; the table stays. Then two variants play at a time; a whole suite
# keeps the cores busy by itself, and some of its scenarios hold a server to 50 ms. Uses its caller's network.
broken_servers() {
  local parley=$1 paths=all lanes=1 reports=build/servers lane suite variant entry
  shift
  if [[ ${1:-} == --short ]]; then
    paths=short lanes=2
    shift
  fi
  rm -rf "$reports" && mkdir -p "$reports"
  entries "$parley" >"$reports/entries" || die 1 "the entries of the variants cannot be read"
  chosen "$@" <"$reports/entries" >"$reports/chosen" ||
    die 2 "./dev servers takes suites and variants that there are, not: $*"
  # Good servers are what ./dev test plays anyway.
  if [[ $paths == short ]]; then sed -i '/\tgood\t/d' "$reports/chosen"; fi
  for ((lane = 0; lane < lanes; ++lane)); do play_lane & done
  wait
  passed=0 failed=0 skipped=0
  count_verdicts
  if [[ $failed -eq 0 && $skipped -eq 0 && $paths == all ]]; then write_table; fi
  closing_line
}

# servers_jq PROGRAM ARGS...: jq, with the functions of servers.jq.
servers_jq() {
  jq -L "$root/.dev" -r "include \"servers\"; $1" "${@:2}"
}

# entries PARLEY: what there is to play, a line each: the suite, the variant, and a record that servers.jq describes.
entries() {
  servers_jq 'entries($variants[0]; $scenarios[0])' -n \
    --slurpfile variants <("$1" list --format json .dev/variants.lua) \
    --slurpfile scenarios <("$1" list --format json specs/servers)
}

# chosen NAME...: those entries on standard input whose suite or variant is named, all where nothing is; false where a
# name is nobody's.
chosen() {
  awk -F '\t' -v names="$*" '
    BEGIN { n = split(names, wanted, " ") }
    {
      hit = n == 0
      for (i = 1; i <= n; i++) if (wanted[i] == $1 || wanted[i] == $2) hit = found[i] = 1
    }
    hit
    END { for (i = 1; i <= n; i++) if (!found[i]) exit 1 }'
}

# play_lane: plays its share of what was chosen, and prints what came of each. Part of broken_servers, whose names it uses.
play_lane() {
  local n=0
  while IFS=$'\t' read -r suite variant entry; do
    if ((n++ % lanes != lane)); then continue; fi
    play_entry
    cat "$reports/$suite.$variant.words"
  done <"$reports/chosen"
}

# play_entry: plays one; its verdict is in $suite.$variant.words then. What its failures leave is thrown away, and
# --last-failed knows nothing of them. Part of play_lane, whose entry it uses.
play_entry() {
  local report=$reports/$suite.$variant.jsonl list options=()
  mapfile -t list < <(jq -r ".${paths}[]" <<<"$entry")
  if [[ $variant != good ]]; then options=(--set "variant=$variant"); fi
  mkdir "$report.kept" && : >"$report"
  env -u GITHUB_ACTIONS TMPDIR="$PWD/$report.kept" XDG_STATE_HOME="$PWD/$report.kept" \
    "$parley" run "${network[@]}" --shard 1/1 "${options[@]}" --report none --report "jsonl=$report" "${list[@]}" \
    2>"$report.err" </dev/null || true  # what it has to say is in the report
  rm -rf "$report.kept"
  servers_jq 'verdict($entry; $words)' -s --argjson entry "$entry" --rawfile words "$report.err" "$report" \
    >"$reports/$suite.$variant.words"
}

# count_verdicts: counts what was played, and a failure for what was not. Part of broken_servers.
count_verdicts() {
  while IFS=$'\t' read -r suite variant _; do
    case $(cat "$reports/$suite.$variant.words") in
      ok*) count 1 0 0 ;;
      skip*) count 0 0 1 ;;
      *) count 0 1 0 ;;
    esac
  done <"$reports/chosen"
}

# write_table: the table with the rows of what was played; others keep theirs. Part of broken_servers.
write_table() {
  {
    printf '| server | variant | what is broken | what turned red | what it said |\n|---|---|---|---|---|\n'
    while IFS=$'\t' read -r suite variant entry; do
      if [[ -e $reports/$suite.$variant.jsonl ]]; then
        servers_jq 'row($entry)' -s --argjson entry "$entry" "$reports/$suite.$variant.jsonl"
      else
        grep -F "| $suite | $variant |" docs/servers.md || true  # a new one has none yet
      fi
    done < <(grep -vP '\tgood\t' "$reports/entries")
  } | fill_block variants docs/servers.md
}

# table_is_current PARLEY: whether the table has a row for each variant, with what its entry says; prints what differs.
table_is_current() {
  local file
  for file in specs/servers/*_variants.lua; do
    file=$(basename "$file" _variants.lua)
    if ! grep -q "\"$file\"" .dev/variants.lua; then
      printf '.dev/variants.lua does not name %s\n' "$file"
      return 1
    fi
  done
  # The last column, what a failure says, is known only to who plays them all.
  diff --label 'specs/servers/*_variants.lua' --label docs/servers.md -u0 \
    <(entries "$1" | cut -f 3 | servers_jq 'select(.variant != "good") | cells') \
    <(sed -nE '/^<!-- variants/,/^<!-- end of variants/s/^([|] .*[|]) ([^|]|\\[|])*[|]$/\1/p' docs/servers.md |
      tail -n +2)
}
