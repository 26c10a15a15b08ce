-- What the modules of protocols give, for check_kinds.lua: the kinds of what their functions and methods return, and the
-- fields of these that are no methods.
local _, import = ...

local modules = { "http", "lines", "proxy_protocol", "resp", "binary", "websocket" }
for _, name in ipairs(modules) do import(name) end

local CLIENT, SERVER, LINES = "a client of HTTP", "a server of HTTP", "a connection of lines"
local RESP, WEBSOCKET, TYPE = "a connection of RESP", "a WebSocket", "a binary type"
local REQUEST, RESPONSE, STRING = "a request", "a response", "a string"

local functions = {
  ["module 'http'"] = {
    client = { CLIENT }, connect = { CLIENT }, server = { SERVER }, serve = { SERVER }, encode_request = { STRING },
    encode_response = { STRING }, encode_content = { STRING }, decode_content = { STRING },
  },
  ["module 'lines'"] = { client = { LINES }, connect = { LINES }, server = { LINES } },
  ["module 'resp'"] = {
    client = { RESP }, connect = { RESP }, server = { RESP }, encode = { STRING }, encode_command = { STRING },
  },
  ["module 'websocket'"] = {
    client = { WEBSOCKET }, connect = { WEBSOCKET }, accept = { WEBSOCKET }, over = { WEBSOCKET },
    encode_frame = { STRING },
  },
  ["module 'proxy_protocol'"] = { encode = { STRING } },
  ["module 'binary'"] = {},
}
for _, name in ipairs {
  "packed", "bytes", "literal", "padding", "varint", "enum", "bits", "record", "sized", "text", "list", "choice",
  "optional", "ber", "ber_sequence",
} do
  functions["module 'binary'"][name] = { TYPE }
end

local methods = {
  [CLIENT] = { read_response = { RESPONSE }, read_head = { RESPONSE }, read_body = { STRING }, request = { RESPONSE } },
  [SERVER] = { read_body = { STRING } }, -- a request is nil in the end
  [RESPONSE] = { all = { "a list" }, decoded = { STRING } }, [REQUEST] = { all = { "a list" }, decoded = { STRING } },
  [LINES] = { command = { STRING }, read_lines = { "a list" }, read_lines_until = { "a list" } },
  [RESP] = { pipeline = { "a list" } }, [TYPE] = { encode = { STRING } },
}
for _, name in ipairs { "get", "head", "post", "put", "patch", "delete", "options" } do
  methods[CLIENT][name] = { RESPONSE }
end

local function names(text)
  local set = {}
  for name in text:gmatch("%S+") do set[name] = true end
  return set
end

local fields = {
  [CLIENT] = names "socket extension", [SERVER] = names "socket extension closing upgraded", [LINES] = names "socket",
  [RESP] = names "socket version attributes",
  [WEBSOCKET] = names "socket protocol response request close_code close_reason",
  [RESPONSE] = {}, [REQUEST] = {}, -- all of their names are known
}

return { modules = modules, functions = functions, methods = methods, fields = fields }
