-- What a script may use besides Lua itself: the globals that parley gives it.
stds.parley = {
  read_globals = {
    "scenario", "describe", "it", "before_each", "after_each", "before_all", "after_all", "expect", "input",
  },
}
std = "lua54+parley"
max_line_length = 130
exclude_files = { "build" }
ignore = { "211/listener" } -- `local listener <close>` may be held only to be closed
files["bindings/lua/prelude.lua"] = { globals = { "string" } } -- takes from the libraries what no script may have
