-- Requests and responses as scripts see them: fields by name, whatever the capitals (RFC 9110, 5.1), and decoded
-- bodies.
local core, import = ...

local content = import "http_content"
local nearest = import "nearest"

local setmetatable = core.setmetatable

local M = {}

local Message = {}

-- The values of the fields of that name, in their order.
local function all(fields, name)
  local values, wanted = {}, name:lower()
  for i = 1, #fields do
    local own = fields[i][1]
    if #own == #wanted and own:lower() == wanted then values[#values + 1] = fields[i][2] end
  end
  return values
end

-- The fields as a list of { name, value }; by a name it gives the value, those of several joined by ", " (RFC 9110,
-- 5.3).
local headers_meta = {
  __name = "headers",
  __index = function(self, name)
    if type(name) ~= "string" then return nil end
    local values = all(self, name)
    return values[1] and table.concat(values, ", ") or nil
  end,
}

M.headers_meta = headers_meta

-- headers(list of { name, value }) -> the same, with names to ask by.
function M.headers(fields) return setmetatable(fields, headers_meta) end

-- all(name) -> the list of the values of that name, in their order: of Set-Cookie, which cannot be joined.
function Message:all(name) return all(self.headers, name) end

-- tokens(headers, name) -> the list of the comma-separated words of those fields, in small letters (RFC 9110, 5.6.1).
function M.tokens(headers, name)
  local list, value = {}, headers[name]
  if not value then return list end
  for word in value:gmatch("[^,]+") do
    word = word:match("^[ \t]*(.-)[ \t]*$"):lower()
    if word ~= "" then list[#list + 1] = word end
  end
  return list
end

-- has_token(headers, name, word) -> whether the word is one of them.
function M.has_token(headers, name, word)
  for _, one in ipairs(M.tokens(headers, name)) do
    if one == word then return true end
  end
  return false
end

-- decoded() -> the body without its codings: those of Transfer-Encoding but chunked, then those of Content-Encoding.
-- Raises ValueError for a coding that is not known, or a body that is not coded so.
function Message:decoded()
  local body = self.body or ""
  for _, name in ipairs { "transfer-encoding", "content-encoding" } do
    local codings = M.tokens(self.headers, name)
    for i = #codings, 1, -1 do
      if codings[i] ~= "chunked" then body = content.decode(body, codings[i]) end
    end
  end
  return body
end

local absent = { body = true, trailers = true, reason = true }
local common = { "all", "decoded", "version", "headers", "body", "trailers", "keep_alive" }

-- A class of messages with these fields, which a misspelt one is compared with.
local function class(what, ...)
  local methods, names = { all = Message.all, decoded = Message.decoded }, {}
  for _, list in ipairs { common, { ... } } do
    for _, name in ipairs(list) do names[name] = true end
  end
  setmetatable(methods, { __index = nearest.strict(what, names, absent) })
  local meta = { __name = what, __index = methods }
  return function(fields) return setmetatable(fields, meta) end
end

M.request = class("a request", "method", "target", "expects_continue")
M.response = class("a response", "status", "reason", "interim")

-- keeps_alive(message) -> whether the connection goes on behind it (RFC 9112, 9.3).
function M.keeps_alive(message)
  if M.has_token(message.headers, "connection", "close") then return false end
  return message.version ~= "HTTP/1.0" or M.has_token(message.headers, "connection", "keep-alive")
end

return M
