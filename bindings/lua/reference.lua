-- `parley types --markdown`: the reference of the API for people, from the annotation files (bindings/types and those of
-- annotations.lua). docs/api.md is what it writes.
local _, import = ...

local parse = import "reference_parser"

-- The files in the order of the page, and the headings of those that are no module. Any other one comes last.
local order = {
  { "globals.lua", "Globals" }, { "scenario.lua", "A scenario" }, { "expectations.lua", "Expectations" },
  { "socket.lua" }, { "sockets.lua", "Sockets" }, { "names.lua", "Names, addresses and the order of bytes" },
  { "files.lua", "Files over sockets" }, { "exceptions.lua", "Exceptions" }, { "select.lua" }, { "selectors.lua" },
  { "errno.lua" }, { "time.lua" }, { "process.lua" }, { "dns.lua" }, { "faults.lua", "Faults" },
  { "load.lua", "Loads" },
  { "http.lua" }, { "lines.lua" }, { "smtp.lua", "lines.smtp" }, { "memcached.lua", "lines.memcached" },
  { "proxy_protocol.lua" }, { "resp.lua" }, { "websocket.lua" }, { "binary.lua" },
  { "ssl.lua" }, { "ssl_objects.lua", "Contexts and sockets of TLS" }, { "constants.lua", "Constants" },
}

local head = [[
# The API

What a script can call, with arguments, results, errors, and what each function follows: a man page (`bind(2)`), Python
3.11, or a page of this folder. `./dev docs` writes this page from `bindings/types`, the files that editors read; of the
types `parley.Address` and its kin are described where they stand, and `?` is what may be left out or nil.
]]

-- Appends the words in lines of up to 120 columns; those behind the first one are indented by as much as `indent`.
local function wrap(lines, words, indent)
  local line = ""
  for word in words:gmatch("%S+") do
    if line:find("%S") and #line + 1 + #word > 120 then
      lines[#lines + 1] = line
      line = indent .. word
    else
      line = line == "" and word or line .. " " .. word
    end
  end
  if line ~= "" then lines[#lines + 1] = line end
end

local function paragraph(lines, words)
  if words == "" then return end
  wrap(lines, words, "")
  lines[#lines + 1] = ""
end

local function bullet(lines, words) wrap(lines, "- " .. words, "  ") end

local function code(text) return "`" .. text .. "`" end

-- "`name`: `type`, about."
local function described(name, kind, about)
  return ("%s: %s%s"):format(name, code(kind), about == "" and "" or ". " .. about:gsub("^%l", string.upper))
end

-- What a function gives: its type, and what it is called where that is said.
local function result(kind, about)
  local name, rest = about:match("^([%l_.]+)(.*)$")
  local words = name and (" *%s*%s"):format(name, rest) or about ~= "" and ". " .. about or ""
  return "Returns " .. code(kind) .. words
end

local function is_value(about) return about:find("^%-?%d+$") ~= nil end

local function class(lines, item)
  if #item.fields == 0 and item.about == "" and #item.parents == 0 then return end
  lines[#lines + 1] = "### " .. item.name
  lines[#lines + 1] = ""
  local about = item.about
  if #item.parents > 0 then
    about = about .. " It has what " .. table.concat(item.parents, " and ") .. (#item.parents > 1 and " have." or " has.")
  end
  paragraph(lines, about)
  local constants = {}
  for _, field in ipairs(item.fields) do
    if is_value(field.about) then
      constants[#constants + 1] = code(field.name)
    else
      bullet(lines, described(code(field.name .. (field.optional and "?" or "")), field.kind, field.about))
    end
  end
  if #constants < #item.fields then lines[#lines + 1] = "" end
  paragraph(lines, table.concat(constants, ", "))
end

local function alias(lines, item)
  lines[#lines + 1] = "### " .. item.name
  lines[#lines + 1] = ""
  paragraph(lines, item.about)
  paragraph(lines, "Is " .. code(item.kind) .. ".")
end

local function fn(lines, item)
  lines[#lines + 1] = ("### %s(%s)"):format(item.name, item.arguments)
  lines[#lines + 1] = ""
  paragraph(lines, item.words)
  for _, param in ipairs(item.params) do
    bullet(lines, described(code(param.name .. (param.optional and "?" or "")), param.kind, param.about))
  end
  for _, overload in ipairs(item.overloads) do bullet(lines, "Also " .. code(overload)) end
  for _, value in ipairs(item.returns) do bullet(lines, result(value.kind, value.about)) end
  bullet(lines, item.raises)
  bullet(lines, "See " .. item.see)
  lines[#lines + 1] = ""
end

local writers = { class = class, alias = alias, ["function"] = fn }

local function section(lines, title, text)
  local file = parse(text)
  lines[#lines + 1] = "## " .. (file.module and ('require "%s"'):format(file.module) or title)
  lines[#lines + 1] = ""
  paragraph(lines, file.about:gsub('^require "[%a_]+": ', ""):gsub("^%l", string.upper))
  for _, item in ipairs(file.items) do writers[item.what](lines, item) end
end

-- The annotation files by name, from "name NUL text NUL name NUL text NUL".
local function unpacked(files)
  local texts, names = {}, {}
  for name, text in files:gmatch("(%Z+)%z(%Z*)%z") do
    texts[name] = text
    names[#names + 1] = name
  end
  table.sort(names)
  return texts, names
end

-- (the annotation files) -> a row with the page.
return function(files)
  local texts, names = unpacked(files)
  local lines = { head }
  for _, place in ipairs(order) do
    local name, title = place[1], place[2]
    section(lines, title, texts[name])
    texts[name] = nil
  end
  for _, name in ipairs(names) do
    if texts[name] then section(lines, name, texts[name]) end
  end
  while lines[#lines] == "" do lines[#lines] = nil end
  return { { table.concat(lines, "\n") .. "\n" } }
end
