# `parley init`: from an empty folder to a scenario that passes.
# shellcheck shell=bash

test_a_new_project_passes_at_once() {
  run init
  exits 0
  says "wrote specs/echo.lua"
  says "wrote .github/workflows/parley.yml"
  says "Now: parley run"
  [[ ! -e .gitlab-ci.yml ]] || fail "a file for GitLab that nobody asked for"
  run check
  exits 0
  run run
  exits 0
  says "1 passed, 0 failed, 0 skipped"
}

test_the_folder_may_be_a_new_one() {
  run init new/project --ci gitlab
  exits 0
  says "wrote new/project/.gitlab-ci.yml"
  says "cd new/project/ && parley run"
  [[ ! -e new/project/.github ]] || fail "a file for GitHub that nobody asked for"
  cd new/project
  run run
  exits 0
}

test_nothing_is_overwritten() {
  printf 'mine\n' >.luacheckrc
  ln -s nowhere .luarc.json
  run init --ci none
  exits 0
  says "kept  .luacheckrc, which is there already"
  says "kept  .luarc.json, which is there already"
  says "wrote specs/echo.lua"
  [[ $(cat .luacheckrc) == mine && ! -e nowhere && ! -e .github ]] || fail "it wrote where it should not"
  cp specs/echo.lua before.lua
  run init --ci none
  exits 0
  says_not wrote
  cmp before.lua specs/echo.lua || fail "another scenario"
}

test_a_folder_that_cannot_be_written_to_is_said() {
  printf '' >file
  run init file
  exits 3
  says "file/specs/echo.lua: [Errno 20] Not a directory"
  run init one two
  exits 2
}

test_a_full_disk_leaves_no_half_of_a_file() {
  # A limit on the size of files is as good as a full disk: write(2) says EFBIG.
  { (ulimit -f 0 && "$parley" init project) 2>&1 || echo "exit code $?"; } | cat >out
  says "exit code 3"
  says "project/specs/echo.lua: [Errno 27] File too large"
  [[ $(find project -type f) == '' ]] || fail "left: $(find project -type f)"
  run init project
  exits 0
  says_not "kept"
}

test_luacheck_is_content_with_what_it_wrote() {
  command -v luacheck >/dev/null || skip "no luacheck here"
  run init --ci none
  luacheck --quiet . >luacheck.out || fail "$(cat luacheck.out)"
}

test_the_editor_finds_the_annotations() {
  local folder
  run init --ci none
  folder=$(jq -r '."workspace.library"[0]' .luarc.json)
  [[ -e $folder/socket.lua && -e $folder/constants.lua ]] || fail "no annotations in $folder"
}
