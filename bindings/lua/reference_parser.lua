-- Reads an annotation file (bindings/types), the part of the language server's notation that these use.

-- The tag's type at the beginning of `text`, and what stands behind it. Blanks belong to it inside of brackets, and
-- behind the colon of a function's result.
local function take_type(text)
  local depth, at = 0, 1
  while at <= #text do
    local c = text:sub(at, at)
    if c:find("[%(%[{<]") then depth = depth + 1 end
    if c:find("[%)%]}>]") then depth = depth - 1 end
    if c == " " and depth == 0 and text:sub(at - 1, at - 1) ~= ":" then break end
    at = at + 1
  end
  return text:sub(1, at - 1), text:sub(at + 1)
end

-- "name? type words" -> a table of them.
local function named(text)
  local name, optional, rest = text:match("^(%S-)(%??) (.*)$")
  local kind, about = take_type(rest)
  return { name = name, optional = optional == "?", kind = kind, about = about }
end

local function returned(text)
  local kind, about = take_type(text)
  return { kind = kind, about = about }
end

local function class_of(text)
  local name, rest = text:match("^(%S+) ?(.*)$")
  local parents = {}
  if rest:sub(1, 2) == ": " then
    rest = rest:sub(3)
    repeat
      local parent, comma, behind = rest:match("^([%w_.]+)(,?) ?(.*)$")
      parents[#parents + 1] = parent
      rest = behind
    until comma == ""
  end
  return { what = "class", name = name, parents = parents, about = rest, fields = {} }
end

local function append(words, line)
  if line == "" then return words end
  return words == "" and line or words .. " " .. line
end

-- What stands above a definition: words, what is raised, and tags.
local function new_block() return { words = "", raises = "", params = {}, returns = {}, see = "", overloads = {} } end

local tags = {
  param = function(block, text) block.params[#block.params + 1] = named(text) end,
  ["return"] = function(block, text) block.returns[#block.returns + 1] = returned(text) end,
  see = function(block, text) block.see = text end,
  overload = function(block, text) block.overloads[#block.overloads + 1] = text end,
}

-- A line of words: from the one that begins with "Raises" on they say what is raised.
local function take_words(block, line)
  if block.raises == "" and not line:find("^Raises ") then
    block.words = append(block.words, line)
  else
    block.raises = append(block.raises, line)
  end
end

local function take_comment(file, block, line)
  local tag, text = line:match("^@(%w+) ?(.*)$")
  if not tag then return take_words(block, line) end
  if tag == "class" then
    local class = class_of(text)
    class.about = append(block.words, class.about)
    block.class, block.words = class, ""
    file.items[#file.items + 1] = class
  elseif tag == "field" then
    local fields = block.class.fields
    fields[#fields + 1] = named(text)
  elseif tag == "alias" then
    local name, kind = text:match("^(%S+) (.*)$")
    file.items[#file.items + 1] = { what = "alias", name = name, kind = kind, about = block.words }
    block.words = ""
  elseif tags[tag] then
    tags[tag](block, text)
  end
end

-- (text of an annotation file) -> { module = its name for require, or nil; about = words; items = list }. An item is a
-- class { name, parents, about, fields }, an alias { name, kind, about } or a function { name, arguments, words, raises,
-- params, returns, see, overloads }.
return function(text)
  local file, block = { about = "", items = {} }, new_block()
  for line in text:gmatch("([^\n]*)\n") do
    local name, arguments = line:match("^function ([%w_.:]+)%((.-)%) end$")
    if line:find("^%-%-%-@meta") then
      file.module = line:match("^%-%-%-@meta (%a[%a_]*)$")
    elseif line:find("^%-%-%-") then
      take_comment(file, block, line:sub(4))
    elseif line:find("^%-%- ") and #file.items == 0 then
      file.about = append(file.about, line:sub(4))
    else
      if name then
        block.what, block.name, block.arguments = "function", name, arguments
        file.items[#file.items + 1] = block
      end
      block = new_block()
    end
  end
  return file
end
