-- What kind of thing an expression gives, for `parley check`, as far as reading can be sure: a name of nearest.kinds,
-- "a string", "an address", "a list"; nil where it may be anything.
local _, import = ...

local nearest = import "nearest"
local protocols = import "check_protocols"
import "test"
import "expect"
import "process"
import "selectors"
import "errno"
import "time"
import "fault_proxy"
import "ssl"

local SOCKET, STRING, ADDRESS, LIST = "'socket' object", "a string", "an address", "a list"

local POLL, EPOLL, SELECTOR = "'select.poll' object", "'select.epoll' object", "a selector"

local CONTEXT, WRAPPED, AUTHORITY = "'SSLContext' object", "'SSLSocket' object", "an authority"

local modules = {}
for _, list in ipairs {
  { "socket", "process", "dns", "select", "selectors", "errno", "time", "ssl" }, protocols.modules,
} do
  for _, name in ipairs(list) do modules[name] = ("module '%s'"):format(name) end
end

-- What functions and methods give, result by result.
local functions = {
  ["module 'socket'"] = {
    socket = { SOCKET }, create_server = { SOCKET }, create_connection = { SOCKET },
    socketpair = { SOCKET, SOCKET }, getaddrinfo = { LIST }, gethostname = { STRING }, gethostbyname = { STRING },
  },
  ["module 'process'"] = { start = { "a process" } },
  ["module 'dns'"] = { queries = { LIST } },
  ["module 'select'"] = { select = { LIST, LIST, LIST }, poll = { POLL }, epoll = { EPOLL } },
  ["module 'selectors'"] = {
    DefaultSelector = { SELECTOR }, EpollSelector = { SELECTOR }, PollSelector = { SELECTOR },
    SelectSelector = { SELECTOR },
  },
  ["module 'ssl'"] = { SSLContext = { CONTEXT }, create_default_context = { CONTEXT }, authority = { AUTHORITY } },
  ["module 'time'"] = { ctime = { STRING }, strftime = { STRING } },
}

local methods = {
  [SOCKET] = {
    accept = { SOCKET, ADDRESS }, getsockname = { ADDRESS }, getpeername = { ADDRESS }, recv = { STRING },
    recv_exactly = { STRING }, recv_until = { STRING }, recv_line = { STRING }, recv_all = { STRING },
    recvfrom = { STRING, ADDRESS },
  },
  [CONTEXT] = { wrap_socket = { WRAPPED } },
  [WRAPPED] = {
    accept = { WRAPPED, ADDRESS }, getsockname = { ADDRESS }, getpeername = { ADDRESS }, recv = { STRING }, read = { STRING },
    recv_exactly = { STRING }, recv_until = { STRING }, recv_line = { STRING }, recv_all = { STRING }, unwrap = { WRAPPED },
  },
  [AUTHORITY] = {
    server_context = { CONTEXT }, client_context = { CONTEXT }, intermediate = { AUTHORITY }, crl = { STRING },
  },
  t = {
    open = { "a file" }, event = { "an event" }, barrier = { "a barrier" }, spawn = { "a task" }, background = { "a task" },
    tempdir = { STRING }, script_folder = { STRING }, write = { STRING }, read = { STRING }, output = { STRING },
    calls = { LIST }, proxy = { "a proxy" },
  },
  ["a process"] = { output = { STRING }, stdout = { STRING }, stderr = { STRING }, read_line = { STRING } },
}

local received = {
  recv = { STRING }, recv_exactly = { STRING }, recv_until = { STRING }, recv_line = { STRING }, recv_all = { STRING },
}

-- Fields of objects that are no methods of theirs.
local fields = {
  ["a file"] = { name = true, mode = true },
  [SOCKET] = { family = true, type = true, proto = true, timeout = true },
  ["a process"] = { name = true, pid = true },
  [CONTEXT] = import("ssl_context").attributes,
  [WRAPPED] = import("ssl_socket").attributes,
  [AUTHORITY] = import("ssl_authority").fields,
  [EPOLL] = { closed = true },
}

for _, both in ipairs { { functions, protocols.functions }, { methods, protocols.methods }, { fields, protocols.fields } } do
  for kind, given in next, both[2] do both[1][kind] = given end
end

local globals = { expect = { "an expectation" }, tostring = { STRING }, repr = { STRING }, input = { STRING } }

local M = { STRING = STRING, ADDRESS = ADDRESS, LIST = LIST, SOCKET = SOCKET }

local of -- (expression[, result]) -> kind

-- The kind that all the definitions of a variable have.
local function of_variable(variable)
  if variable.is_open then return nil end -- defined by itself: the other definitions decide
  variable.is_open = true
  local common
  for _, definition in ipairs(variable.definitions) do
    local kind = definition.known or definition.value and of(definition.value, definition.result)
    if not kind or common and kind ~= common then
      common = nil
      break
    end
    common = kind
  end
  variable.is_open = nil
  return common
end

local function of_call(node, result)
  local fn = node.fn
  local first = node.arguments[1]
  local is_require = fn.kind == "global" and fn.name == "require"
  if is_require and first and first.kind == "string" then return modules[first.text] end
  if fn.kind == "global" then return (globals[fn.name] or {})[result] end
  if fn.kind == "index" and fn.name then return ((functions[of(fn.object)] or {})[fn.name] or {})[result] end
  return nil
end

function of(node, result)
  result = result or 1
  if node.kind == "parentheses" then return of(node.value) end
  if node.kind == "string" then return STRING end
  if node.kind == "binary" then return node.op == ".." and STRING or nil end
  if node.kind == "local" then return of_variable(node.variable) end
  if node.kind == "call" then return of_call(node, result) end
  if node.kind == "method" then
    local object = of(node.object)
    -- A function is given its connection: whatever has a method of that name is a socket.
    return ((methods[object] or object == nil and received or {})[node.name] or {})[result]
  end
  return nil
end

M.of = of

-- The names that may stand behind such a thing, and what is not among its methods; nil where they are not known.
function M.names(kind)
  if kind == STRING then return string, {} end
  return nearest.kinds[kind], fields[kind] or {}
end

function M.is_module(kind) return modules[(kind or ""):match("^module '(.*)'$")] ~= nil end

local takes_test = {
  scenario = true, it = true, before_each = true, after_each = true, before_all = true, after_all = true,
}

local function is_test_function(fn)
  if fn.kind == "function" and fn.parameters[1] then fn.parameters[1].definitions[1] = { known = "t" } end
end

-- Tells the parameters that are given a scenario's t.
function M.learn(tree)
  for _, call in ipairs(tree.calls) do
    local last = call.arguments[#call.arguments]
    if last and call.fn.kind == "global" and takes_test[call.fn.name] then is_test_function(last) end
  end
  for _, call in ipairs(tree.methods) do
    if call.name == "run" and of(call.object) == "t" then
      for _, fn in ipairs(call.arguments) do is_test_function(fn) end
    end
  end
end

return M
