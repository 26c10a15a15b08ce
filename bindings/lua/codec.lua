-- Encodings of text files: between the bytes on the wire and the text of scripts, which is UTF-8. With Python's error
-- handlers and words.
local core = ...

local names = {
  ["utf-8"] = "utf-8", utf8 = "utf-8", u8 = "utf-8",
  ["latin-1"] = "latin-1", latin1 = "latin-1", l1 = "latin-1", ["iso-8859-1"] = "latin-1", ["iso8859-1"] = "latin-1",
  ascii = "ascii", ["us-ascii"] = "ascii",
}
local limits = { ascii = 0x80, ["latin-1"] = 0x100 }

local function in_bytes(bytes) return (bytes:gsub(".", function(c) return ("\\x%02x"):format(c:byte()) end)) end

local function escape(code)
  return (code < 0x100 and "\\x%02x" or code < 0x10000 and "\\u%04x" or "\\U%08x"):format(code)
end

-- What stands for bytes that cannot be decoded, and for a character that cannot be encoded.
local handlers = {
  strict = {},
  ignore = { decode = function() return "" end, encode = function() return "" end },
  replace = { decode = function() return "\u{FFFD}" end, encode = function() return "?" end },
  backslashreplace = { decode = in_bytes, encode = escape },
  xmlcharrefreplace = {
    decode = function() core.raise("TypeError", "don't know how to handle UnicodeDecodeError in error callback") end,
    encode = function(code) return ("&#%d;"):format(code) end,
  },
}

local function unknown_handler(name)
  local function fail() core.raise("LookupError", ("unknown error handler name '%s'"):format(name)) end
  return { decode = fail, encode = fail }
end

local function fail_to_decode(encoding, bytes, at, reason)
  local where = #bytes == 1 and ("byte 0x%02x in position %d"):format(bytes:byte(), at - 1)
    or ("bytes in position %d-%d"):format(at - 1, at + #bytes - 2)
  core.raise("UnicodeDecodeError", ("'%s' codec can't decode %s: %s"):format(encoding, where, reason))
end

-- How many bytes follow the first one of a UTF-8 sequence, and between what the second one is (RFC 3629).
local function shape(lead)
  if lead >= 0xC2 and lead <= 0xDF then return 1, 0x80, 0xBF end
  if lead == 0xE0 then return 2, 0xA0, 0xBF end
  if lead == 0xED then return 2, 0x80, 0x9F end
  if lead >= 0xE1 and lead <= 0xEF then return 2, 0x80, 0xBF end
  if lead == 0xF0 then return 3, 0x90, 0xBF end
  if lead >= 0xF1 and lead <= 0xF3 then return 3, 0x80, 0xBF end
  if lead == 0xF4 then return 3, 0x80, 0x8F end
end

-- What is wrong with the sequence at `at`: how many bytes of it, and why.
local function problem_at(bytes, at)
  local follow, low, high = shape(bytes:byte(at))
  if not follow then return 1, "invalid start byte" end
  for i = 1, follow do
    local byte = bytes:byte(at + i)
    if not byte then return i, "unexpected end of data" end
    if byte < low or byte > high then return i, "invalid continuation byte" end
    low, high = 0x80, 0xBF
  end
end

-- Returns the text, and the beginning of a character that the bytes end with where more may follow.
local function decode_utf8(bytes, handler, is_last)
  local parts, from = {}, 1
  while true do
    local count, bad = utf8.len(bytes, from)
    if count then
      parts[#parts + 1] = bytes:sub(from)
      return table.concat(parts), ""
    end
    local length, reason = problem_at(bytes, bad)
    parts[#parts + 1] = bytes:sub(from, bad - 1)
    if not is_last and reason == "unexpected end of data" then return table.concat(parts), bytes:sub(bad) end
    local wrong = bytes:sub(bad, bad + length - 1)
    if not handler.decode then fail_to_decode("utf-8", wrong, bad, reason) end
    parts[#parts + 1] = handler.decode(wrong)
    from = bad + length
  end
end

local function decode_single(encoding, bytes, handler)
  local limit, parts = limits[encoding], {}
  for i = 1, #bytes do
    local byte = bytes:byte(i)
    if byte >= limit and not handler.decode then
      fail_to_decode(encoding, bytes:sub(i, i), i, "ordinal not in range(128)")
    end
    parts[i] = byte < limit and utf8.char(byte) or handler.decode(bytes:sub(i, i))
  end
  return table.concat(parts), ""
end

-- The characters from the one of that number on that cannot be encoded either stand in the error together.
local function fail_to_encode(encoding, codes, at)
  local limit, last = limits[encoding], at
  while codes[last + 1] and codes[last + 1] >= limit do last = last + 1 end
  local where = last == at and ("character '%s' in position %d"):format(escape(codes[at]), at - 1)
    or ("characters in position %d-%d"):format(at - 1, last - 1)
  core.raise("UnicodeEncodeError",
    ("'%s' codec can't encode %s: ordinal not in range(%d)"):format(encoding, where, limit))
end

local function encode_single(encoding, text, handler)
  local limit, codes, parts = limits[encoding], {}, {}
  for _, code in utf8.codes(text) do codes[#codes + 1] = code end
  for i, code in ipairs(codes) do
    if code >= limit and not handler.encode then fail_to_encode(encoding, codes, i) end
    parts[i] = code < limit and string.char(code) or handler.encode(code)
  end
  return table.concat(parts)
end

local M = {}

-- find(encoding, errors) -> a codec. Raises LookupError for an encoding that is unknown; for an error handler only when
-- it is needed.
-- codec.decode(bytes, is_last) -> text, rest; codec.encode(text) -> bytes; codec.refusal is what decode says of nil.
function M.find(encoding, errors)
  local name = names[encoding:lower():gsub("_", "-")]
  if not name then core.raise("LookupError", "unknown encoding: " .. encoding) end
  local handler = handlers[errors] or unknown_handler(errors)
  if name == "utf-8" then
    return {
      refusal = "can't concat NoneType to bytes",
      decode = function(bytes, is_last) return decode_utf8(bytes, handler, is_last) end,
      encode = function(text) return text end,
    }
  end
  return {
    refusal = "a bytes-like object is required, not 'NoneType'",
    decode = function(bytes) return decode_single(name, bytes, handler) end,
    encode = function(text) return encode_single(name, text, handler) end,
  }
end

-- length(text) -> how many characters. Raises UnicodeEncodeError for a string that is no text.
function M.length(text)
  local count, bad = utf8.len(text)
  if count then return count end
  core.raise("UnicodeEncodeError", ("byte 0x%02x in position %d is no text (UTF-8): open the file with 'b' for bytes")
    :format(text:byte(bad), bad - 1))
end

return M
