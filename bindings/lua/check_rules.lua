-- The rules of `parley check` for a source that compiles. Each looks at one kind of node and tells report(node, code,
-- what, way_out) what it finds. Codes: P2xx names, P3xx habits from Python.
local _, import = ...

local kinds = import "check_kinds"
local nearest = import "nearest"
local process_options = import "process_options"
local python = import "check_python"
local scenarios = import "scenarios"
local socket = import "socket"

local M = {}

-- Where no known name is near.
local elsewhere = "docs/writing-scenarios.md names what there is"

-- What the runtime itself would say of a global that is not there, without the place.
local function words_of_global(name)
  local _, message = pcall(function() return _G[name] end)
  return message:gsub("^%[parley: .-%]:%d+: ", ""):match("^(.-): (.*)$")
end

function M.globals(node, report)
  local name = node.name
  if node.is_assigned then
    return report(node, "P202", ("assignment to the global '%s'"):format(name), "write: local " .. name)
  end
  if rawget(_G, name) ~= nil or name == "_ENV" or node.is_caught or node.is_prefix then return end
  if python.names[name] then return report(node, "P302", ("'%s' is Python's"):format(name), python.names[name]) end
  local what, way_out = words_of_global(name)
  if rawget(socket, name) ~= nil then way_out = "write socket." .. name end
  report(node, "P201", what or ("the global '%s' does not exist"):format(name), way_out or "declare it with local")
end

-- A name behind a dot or colon that the thing before it has not.
local function check_member(node, report)
  local kind = kinds.of(node.object)
  local names, fields = kinds.names(kind)
  if not names or node.is_caught or node.is_assigned then return end
  if rawget(names, node.name) ~= nil or fields[node.name] then return end
  if kind == kinds.STRING and python.methods[node.name] then
    return report(node, "P307", ("a string has no %s()"):format(node.name), python.methods[node.name])
  end
  report(node, "P203", ("%s has no '%s'"):format(kind, node.name), nearest.hint(node.name, names) or elsewhere)
end

local function is_number(node) return node.kind == "number" or node.kind == "unary" and node.value.kind == "number" end

-- x[0], and a number behind a string.
local function check_position(node, report)
  local kind, key = kinds.of(node.object), node.key
  if kind == kinds.STRING and is_number(key) then
    return report(node, "P308", "a string has no [n]", "write data:sub(n, n), or data:byte(n) for its code")
  end
  local counts_from_1 = kind == kinds.ADDRESS or kind == kinds.LIST
  if counts_from_1 and key.kind == "number" and key.text == "0" then
    report(node, "P308", kind .. " begins at [1]", "count from 1")
  end
end

function M.indexes(node, report)
  if node.name then check_member(node, report) else check_position(node, report) end
end

-- Where a call takes an address: by the number of its argument. The functions only take those of networks; a method of
-- an AF_UNIX socket takes a path, so there only a port behind the host tells.
local address_of = {
  functions = { create_server = 1, create_connection = 1 },
  methods = { bind = 1, connect = 1, connect_ex = 1, sendto = 2 },
}

-- connect("127.0.0.1", 80), and create_server("127.0.0.1:80").
local function check_address(arguments, at, is_function, report)
  local host, port = arguments[at or 0], arguments[(at or 0) + 1]
  local has_port = port and port.kind == "number"
  if not host or host.kind ~= "string" or not (is_function or has_port) then return end
  report(host, "P313", "an address is one table", ('write { "%s", %s }'):format(host.text, has_port and port.text or "port"))
end

function M.methods(node, report)
  if node.name and kinds.is_module(kinds.of(node.object)) then
    if node.is_caught then return end
    return report(node, "P205", "a function of a module is called with a dot", ("write .%s(...)"):format(node.name))
  end
  check_member(node, report)
  if kinds.of(node.object) == kinds.SOCKET and not node.is_caught then
    check_address(node.arguments, address_of.methods[node.name], false, report)
  end
end

-- The names of a table of options, where one is written there.
local function check_options(node, options, report)
  for _, field in ipairs(node and node.kind == "table" and node.fields or {}) do
    if options[field.name] == nil then
      local hint = nearest.hint(field.name, options)
      report(field, "P206", ("there is no option '%s'"):format(field.name), hint or elsewhere)
    end
  end
end

local takes_options = { scenario = true, it = true, describe = true }

local plain = { number = true, string = true, table = true, ["function"] = true, binary = true, unary = true }

-- A value that could be an object of any kind: an argument, say.
local function may_be_anything(node) return not plain[node.kind] and kinds.of(node) == nil end

-- s.send("hello"): the socket itself is not passed.
local function check_colon(node, report)
  local fn = node.fn
  local kind = kinds.of(fn.object)
  local names = kinds.names(kind)
  if not names or kind == kinds.STRING or kinds.is_module(kind) then return end
  if rawget(names, fn.name) == nil then return end
  local first = node.arguments[1]
  if first and (kinds.of(first) == kind or may_be_anything(first)) then return end
  report(fn, "P204", "a method is called with a colon", ("write :%s(...)"):format(fn.name))
end

function M.calls(node, report)
  local fn = node.fn
  if fn.kind == "global" and node.is_prefix and python.prefix(fn.name) and rawget(_G, fn.name) == nil then
    fn.is_prefix = true
    return report(fn, "P304", ("a string of Lua has no %s in front"):format(fn.name), python.prefix(fn.name))
  end
  if node.is_caught then return end
  if fn.kind == "index" and fn.name then check_colon(node, report) end
  if fn.kind == "index" and kinds.of(fn.object) == "module 'socket'" then
    check_address(node.arguments, address_of.functions[fn.name], true, report)
  end
  if fn.kind == "global" and takes_options[fn.name] then
    check_options(node.arguments[2], scenarios.options, report)
  elseif fn.kind == "index" and fn.name == "start" and kinds.of(fn.object) == "module 'process'" then
    check_options(node.arguments[1], process_options.known, report)
  end
end

-- What a condition asks of a string is always true, of the empty one too.
function M.conditions(node, report)
  local is_wrapped = node.kind == "parentheses" or node.kind == "unary" and node.op == "not"
  if is_wrapped then return M.conditions(node.value, report) end
  if node.kind == "binary" and (node.op == "and" or node.op == "or") then
    M.conditions(node.left, report)
    return M.conditions(node.right, report)
  end
  if node.kind == "unary" and node.op == "#" then
    return report(node, "P310", "a number is always true in Lua, 0 too", "write #data > 0")
  end
  if node.kind ~= "string" and kinds.of(node) == kinds.STRING then
    report(node, "P310", "a string is always true in Lua, the empty one too", 'write data == "" or #data > 0')
  end
end

local function is_nil(node) return node.kind == "constant" and node.text == "nil" end

local function check_nil(node, report)
  local other = is_nil(node.right) and node.left or is_nil(node.left) and node.right
  if not other or kinds.of(other) ~= kinds.STRING then return end
  report(other, "P310", "a string is never nil: the end of a stream is an empty one", 'compare it with ""')
end

function M.binaries(node, report)
  if node.op == "==" or node.op == "~=" then return check_nil(node, report) end
  if node.op ~= "+" then return end
  for _, side in ipairs { node.left, node.right } do
    if side.kind == "string" and not tonumber(side.text) then
      return report(node, "P309", "'+' adds numbers", "strings are joined with ..")
    end
  end
end

-- The variable whose length a loop runs to: #x or #x - 1.
local function measured(node)
  if node.kind == "binary" and node.op == "-" then node = node.left end
  return node.kind == "unary" and node.op == "#" and node.value.kind == "local" and node.value.variable or nil
end

function M.loops(node, report, tree)
  if node.first.kind ~= "number" or node.first.text ~= "0" then return end
  local list = measured(node.last)
  for _, index in ipairs(list and tree.indexes or {}) do
    local object, key = index.object, index.key
    local is_counted = key and key.kind == "local" and key.variable == node.variable
    if is_counted and object.kind == "local" and object.variable == list then
      return report(node, "P311", "a list begins at [1]", "write: for i = 1, #list do")
    end
  end
end

return M
