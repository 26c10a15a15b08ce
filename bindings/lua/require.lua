-- require: parley's own modules by name, then Lua files beside the script, then in the folder parley was started in.
-- A file is run once; it cannot wait while it loads.
local core, import = ...

local builtin = {
  socket = function() return import "socket" end,
  process = function() return import "process" end,
  dns = function() return import("dns").module end,
  select = function() return import "select" end,
  selectors = function() return import "selectors" end,
  errno = function() return import "errno" end,
  time = function() return import "time" end,
  ssl = function() return import "ssl" end,
}
for _, name in ipairs { "binary", "http", "lines", "proxy_protocol", "resp", "websocket" } do
  builtin[name] = function() return import(name) end
end
local loaded = {}
local loading = {} -- names of modules that load right now

local function candidates(name)
  local path = name:gsub("%.", "/") .. ".lua"
  local beside = core.script_folder() .. path
  if beside:gsub("^%./", "") == path then return { path } end
  return { beside, path }
end

local function run_file(name, path, text)
  local chunk, message = load(text, "@" .. path, "t")
  if not chunk then error(message, 0) end
  loading[name] = true
  local _ <close> = setmetatable({}, { __close = function() loading[name] = nil end })
  local value = core.run_module(chunk, name, path)
  loaded[name] = { value = value == nil and true or value }
  return loaded[name].value
end

return function(name)
  if type(name) ~= "string" then error("require() takes the name of a module, not a " .. type(name), 2) end
  if builtin[name] then return builtin[name]() end
  if loaded[name] then return loaded[name].value end
  if loading[name] then error(("the modules require each other in a circle: '%s'"):format(name), 2) end
  if not name:match("^[%w_%-%.]+$") or name:find("..", 1, true) then
    error(("'%s' is not the name of a module"):format(name), 2)
  end
  local paths = candidates(name)
  for _, path in ipairs(paths) do
    local text = core.read_script(path)
    if text then return run_file(name, path, text) end
  end
  local hint = (import "nearest").hint(name, builtin)
  local where = #paths == 1 and ("there is no %s"):format(paths[1]) or ("neither %s nor %s exists"):format(paths[1], paths[2])
  error(("module '%s' not found: %s%s"):format(name, where, hint and "; " .. hint or ""), 2)
end
