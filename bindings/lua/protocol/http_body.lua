-- Bodies of messages: how long one is (RFC 9112, 6.3), and reading it, chunk by chunk (7.1).
local _, import = ...

local message = import "http_message"
local parse = import "http_parse"

local M = {}

-- The framing of a message with Transfer-Encoding.
local function transfer(reader, head, codings, rules, is_request)
  local last = codings[#codings]
  local is_chunked = last == "chunked"
  for i = 1, #codings - 1 do is_chunked = is_chunked and codings[i] ~= "chunked" end
  if not rules.transfer_encoding then
    if head.version == "HTTP/1.0" then reader:fail("Transfer-Encoding in HTTP/1.0 (RFC 9112, 6.1)", last or "") end
    for i = 1, #codings - 1 do
      if codings[i] == "chunked" then reader:fail("a coding behind chunked (RFC 9112, 6.1)", codings[i + 1]) end
    end
  end
  if is_chunked then return { kind = "chunked" } end
  if is_request then reader:fail("a Transfer-Encoding whose end is not known (RFC 9112, 6.3)", last or "") end
  return { kind = "close" }
end

-- framing(reader, head, rules, method, said) -> { kind = "none", "length", "chunked" or "close", length }. `method` is that
-- of the request that a response answers; nil for a request. `said` is the length that the headers say, nil where they say
-- none; false: they are to be asked.
function M.framing(reader, head, rules, method, said)
  local status = rawget(head, "status") -- a request has none
  local is_empty = status and (method == "HEAD" or status < 200 or status == 204 or status == 304)
  local is_tunnel = method == "CONNECT" and status and status >= 200 and status < 300
  if is_empty or is_tunnel then return { kind = "none" } end
  if said then return { kind = "length", length = said } end
  if said == nil then return { kind = status and "close" or "none" } end
  local length = head:all("content-length")
  if head.headers["transfer-encoding"] then
    local codings = message.tokens(head.headers, "transfer-encoding")
    if #length > 0 and not rules.both_lengths then
      reader:fail("Transfer-Encoding and Content-Length (RFC 9112, 6.3)", "Content-Length: " .. length[1])
    end
    return transfer(reader, head, codings, rules, not status)
  end
  local number = parse.length(reader, length, rules)
  if number then return { kind = "length", length = number } end
  return { kind = status and "close" or "none" }
end

local function chunk_size(reader, rules)
  local line = parse.line(reader, rules)
  local digits, extension = line:match("^(%x+)(.*)$")
  if not digits then reader:fail("a chunk without a size (RFC 9112, 7.1)", line) end
  if #digits:gsub("^0+", "") > 15 then reader:fail("a chunk's size that is too large", line) end
  if extension ~= "" and not extension:find("^[ \t]*;") then
    reader:fail("a chunk's size with more behind it (RFC 9112, 7.1.1)", line, #digits)
  end
  local bad = not rules.field_bytes and extension:find("[^\t -~\x80-\xff]")
  if bad then reader:fail("a chunk's extension with a control character", line, #digits + bad - 1) end
  return tonumber(digits, 16), extension
end

-- read_chunk(reader, rules, framing) -> data, extension (";a=b"); nil for data at the last one, whose trailers are then
-- in `framing`.
function M.read_chunk(reader, rules, framing)
  if framing.ended then return nil, "" end
  local size, extension = chunk_size(reader, rules)
  if size == 0 then
    framing.ended = true
    framing.trailers = message.headers(parse.fields(reader, rules))
    return nil, extension
  end
  local data = reader:exactly(size)
  local after = parse.line(reader, rules)
  if after ~= "" then reader:fail("a chunk that is longer than its size (RFC 9112, 7.1)", after) end
  return data, extension
end

-- read(reader, rules, framing) -> the body; what of it was read by read_chunk() is not in it.
function M.read(reader, rules, framing)
  if framing.kind == "length" then return reader:exactly(framing.length) end
  if framing.kind == "close" then return reader:rest() end
  if framing.kind == "none" then return "" end
  local parts = {}
  local data = M.read_chunk(reader, rules, framing)
  while data do
    parts[#parts + 1] = data
    data = M.read_chunk(reader, rules, framing)
  end
  return table.concat(parts)
end

return M
