# The rules of the house that no ready tool knows, as checks for ./dev lint. Each takes the files to look at, prints
# its findings as file:line: words, and is true where there are none.
# shellcheck shell=bash

# imports_run_one_way FILE...: bindings -> runner, report -> capture, diagram -> transcript, world, process, dns, golden ->
# net, loop, load -> base, and no header of Lua anywhere in the engine.
imports_run_one_way() {
  [[ $# -gt 0 ]] || return 0
  awk '
    BEGIN {
      rank["base"] = 0
      rank["net"] = rank["loop"] = rank["load"] = 1
      rank["transcript"] = rank["world"] = rank["process"] = rank["dns"] = rank["golden"] = 2
      rank["capture"] = rank["diagram"] = 3
      rank["runner"] = rank["report"] = 4
      rank["bindings"] = 5
      beside["report runner"] = 1  # a report tells of results
    }
    function room(path,  parts) {
      split(path, parts, "/")
      return parts[1] == "engine" ? parts[2] : parts[1]
    }
    function finding(words) {
      printf "%s:%d: %s\n", FILENAME, FNR, words
      bad = 1
    }
    FNR == 1 { mine = room(FILENAME) }
    !/^#include/ || !(mine in rank) { next }
    {
      header = $2
      gsub(/[<">]/, "", header)
      theirs = room(header)
    }
    mine != "bindings" && header ~ /^(.*\/)?(lua|lauxlib|lualib|luaconf)\.(h|hpp)$/ {
      finding("the engine knows no Lua; what needs it belongs into bindings/")
    }
    $2 ~ /^"/ && (header ~ /^\./ || header !~ /\//) { finding("name a header of ours from the top: \"engine/base/error.hpp\"") }
    header ~ /\// && theirs in rank && theirs != mine && rank[theirs] >= rank[mine] && !((mine " " theirs) in beside) {
      finding(mine " must not include " theirs ": imports run bindings -> runner, report -> capture, diagram -> transcript," \
              " world, process, dns, golden -> net, loop, load -> base; turn the dependency round, or move what both need down")
    }
    END { exit bad }' "$@"
}

# headers_stay_light HEADER...: what is slow to compile stays in .cpp files.
headers_stay_light() {
  [[ $# -gt 0 ]] || return 0
  awk '
    /^#include <(nlohmann|fmt|CLI|pugixml|openssl|ldns)/ {
      printf "%s:%d: %s is slow to compile: include it in a .cpp file, and hide it behind a type of ours\n", FILENAME, FNR, $2
      bad = 1
    }
    /^#pragma once/ { guarded[FILENAME] = 1 }
    FNR == 1 && !/^\/\// { printf "%s:1: open with a comment that says what this is and who drives it\n", FILENAME; bad = 1 }
    END {
      for (i = 1; i < ARGC; i++)
        if (!(ARGV[i] in guarded)) { printf "%s:1: #pragma once is missing\n", ARGV[i]; bad = 1 }
      exit bad
    }' "$@"
}

# files_stay_small FILE...: one idea a file.
files_stay_small() {
  [[ $# -gt 0 ]] || return 0
  awk '
    FNR == 401 { printf "%s:401: longer than 400 lines: one idea a file, so part it\n", FILENAME; bad = 1 }
    END { exit bad }' "$@"
}
