# scripts/MAP.md against the scenarios that there are, and against the list of defects (scripts/DEFECTS.md).
# shellcheck shell=bash

# rows: the rows of the map, as "document<TAB>what<TAB>shown by".
rows() {
  awk -F ' *[|] *' -v OFS='\t' '
    /^## / { document = substr($0, 4, 3) }
    /^[|]/ && !/^[|]---/ && $2 != "lines" { print document, $3, $4 }' "$here/../../scripts/MAP.md"
}

# names: what list printed, as "folder/file.lua: full name".
names() {
  sed -E 's|^.*/scripts/([^:]*):[0-9]+: |\1: |' out | sort
}

# none FILE WHY: ends the test with the lines of FILE, unless it is empty.
none() {
  [[ ! -s $1 ]] && return
  printf '  %s\n' "$2"
  sed 's/^/    /' "$1"
  exit 1
}

test_each_row_of_the_map_names_a_scenario_that_exists() {
  run list "$here/../../scripts"
  exits 0
  names >there
  rows | cut -f 3 | tr -d '`' | sort -u >named
  [[ -s named ]] || fail "the map has no rows"
  comm -23 named there >unknown
  none unknown "scripts/MAP.md names scenarios that are not there:"
  comm -13 named there >unnamed
  none unnamed "scripts/MAP.md does not name these scenarios:"
}

test_each_defect_of_the_documents_is_in_the_map() {
  # "document number" of each defect; a heading says how many a document has.
  awk '/^## / { print $2, $(NF - 1) }' "$here/../../scripts/DEFECTS.md" >counts
  awk '/^## / { document = $2 } /^[0-9]+\. / { print document, $1 + 0 }' "$here/../../scripts/DEFECTS.md" >listed
  while read -r document count; do seq -f "$document %g" "$count"; done <counts >promised
  diff listed promised >differing || true
  none differing "scripts/DEFECTS.md does not list as many defects as its headings say:"
  [[ $(wc -l <listed) -eq 39 ]] || fail "scripts/DEFECTS.md lists $(wc -l <listed) defects, not 39"
  rows | grep -oP '^\d+\t.*' |
    awk -F '\t' '{ while (match($2, /defect [0-9]+/)) {
      print $1, substr($2, RSTART + 7, RLENGTH - 7)
      $2 = substr($2, RSTART + RLENGTH)
    } }' | sort -u >shown
  sort listed | comm -23 - shown >missing
  none missing "scripts/MAP.md shows no scenario for these defects (document and number):"
  sort listed | comm -13 - shown >invented
  none invented "scripts/MAP.md speaks of defects that scripts/DEFECTS.md does not list:"
}
