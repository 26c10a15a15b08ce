-- repr(value): as Python prints it. A string stands for bytes, which is what sockets give.
local core = ...

local escapes = { ["\\"] = "\\\\", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t" }

-- As bytes_repr of CPython's Objects/bytesobject.c: in double quotes only where the text has single ones and no double.
local function bytes(text)
  local double = text:find("'", 1, true) and not text:find('"', 1, true)
  local function escape(c)
    if c == "'" then return double and c or "\\'" end
    return escapes[c] or ("\\x%02x"):format(c:byte())
  end
  local quote = double and '"' or "'"
  return "b" .. quote .. text:gsub("[\0-\x1f\x7f-\xff\\']", escape) .. quote
end

local constants = { ["nil"] = "None", ["true"] = "True", ["false"] = "False" }

-- repr(value) -> text: of a string, Python's repr of those bytes; of a bytearray, a number, a boolean, nil, an address or
-- a socket, Python's repr too. Of anything else, what tostring gives.
return function(value)
  if type(value) == "string" then return bytes(value) end
  if core.type_name(value) == "bytearray" then return "bytearray(" .. bytes(tostring(value)) .. ")" end
  return constants[tostring(value)] or tostring(value)
end
