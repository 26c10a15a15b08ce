-- The annotation files that nobody writes by hand: the constants and the exception classes, from the tables that
-- scripts see. `parley types` writes them beside those of bindings/types.
local core, import = ...

local classes = import "exceptions"

local head = "---@meta _\n-- Written by parley types from the tables of the program itself.\n\n"

local function sorted(names)
  local list = {}
  for name in next, names do list[#list + 1] = name end
  table.sort(list)
  return list
end

-- A class of constants, those of a module.
local function constants_class(class, constants)
  local lines = { "---@class " .. class }
  for _, name in ipairs(sorted(constants)) do
    local kind = math.type(constants[name]) or type(constants[name])
    if kind ~= "table" then lines[#lines + 1] = ("---@field %s %s %s"):format(name, kind, constants[name]) end
  end
  return table.concat(lines, "\n") .. "\n"
end

local function constants_file()
  return head .. table.concat({
    constants_class("parley.constants", core.socket.constants),
    constants_class("parley.selectconstants", core.select.constants),
    constants_class("parley.errnos", import "errno"),
    constants_class("parley.sslconstants", import "ssl_constants"),
  }, "\n")
end

local function is_class(value) return type(value) == "table" and rawget(value, "__name") ~= nil end

-- A field for each class of a table of them, in the order of their names.
local function add_classes(lines, all)
  for _, name in ipairs(sorted(all)) do
    local class = all[name]
    if is_class(class) then
      local base = rawget(class, "__base")
      local article = base and (base.__name:find("^[AEIO]") or base.__name:find("^SSL")) and "An" or "A"
      local kin = base and (" %s %s."):format(article, base.__name) or ""
      lines[#lines + 1] = ("---@field %s parley.ExceptionClass%s"):format(name, kin)
    else
      lines[#lines + 1] = ("---@field %s fun(e: any, class: any): boolean"):format(name)
    end
  end
end

local function exceptions_file()
  local lines = {
    head .. "---A class of exceptions, Python's. Called, it makes an error to raise with error().",
    "---@class parley.ExceptionClass", "---@operator call: parley.Exception", "",
    "---What is raised. tostring(e) is Python's str(e); socket.isinstance(e, class) asks for its class.",
    "---@class parley.Exception", "---@field errno? integer", "---@field strerror? string", "---@field message string",
    "---@field args any[]", "---@field characters_written? integer Of BlockingIOError: how many a file has taken.",
    "---@field partial? string Of IncompleteReadError: what came.",
    "---@field exceptions? parley.Exception[] Of ExceptionGroup.", "", "---@class parley.exceptions",
  }
  add_classes(lines, classes)
  lines[#lines + 1] = "\n---@class parley.sslexceptions"
  add_classes(lines, import "ssl_errors")
  return table.concat(lines, "\n") .. "\n"
end

-- () -> rows { file, text }.
return function() return { { "constants.lua", constants_file() }, { "exceptions.lua", exceptions_file() } } end
