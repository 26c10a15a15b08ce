-- What a script may use besides Lua itself: the globals that parley gives it.
stds.parley = {
  read_globals = {
    "scenario", "describe", "it", "before_each", "after_each", "before_all", "after_all", "expect", "input", "repr",
  },
}
std = "lua54+parley"
max_line_length = 130
exclude_files = { "build", "tests/engine/expected" } -- expected/ holds excerpts
ignore = {
  "211/listener", -- `local listener <close>` may be held only to be closed
  "431", -- a role's `client` or `conn` may be called like that of another one outside
}
-- Annotations define globals and functions that nobody calls, with parameters that nobody reads.
files["bindings/types"] = { ignore = { "1", "2" } }
files["bindings/lua/prelude.lua"] = { globals = { "string" } } -- takes from the libraries what no script may have
