-- The tokens of a Lua source for `parley check`, those of a file that does not compile too: then the operators and
-- quotes of other languages are tokens, so that somebody can say what to write in their place.
local keywords = {}
for word in ([[and break do else elseif end false for function goto if in local nil not or repeat return then true until
  while]]):gmatch("%a+") do keywords[word] = true end

-- By length, the longest first. Of those that Lua lacks, none could stand in a source that compiles.
local operators = {
  { ["..."] = true },
  {
    [".."] = true, ["=="] = true, ["~="] = true, ["<="] = true, [">="] = true, ["//"] = true, ["::"] = true,
    ["<<"] = true, [">>"] = true,
    ["!="] = true, ["+="] = true, ["-="] = true, ["*="] = true, ["/="] = true, ["&&"] = true, ["||"] = true,
    ["++"] = true,
  },
}

local Lexer = {}
Lexer.__index = Lexer

-- Moves behind `stop`, counting lines.
function Lexer:advance(stop)
  local newline = self.text:find("\n", self.at, true)
  while newline and newline <= stop do
    self.line, self.line_start = self.line + 1, newline + 1
    newline = self.text:find("\n", newline + 1, true)
  end
  self.at = stop + 1
end

-- Takes everything up to `stop` as one token, whose text it is unless told.
function Lexer:take(kind, stop, text)
  self.list[#self.list + 1] = {
    kind = kind, text = text or self.text:sub(self.at, stop), line = self.line, column = self.at - self.line_start + 1,
    from = self.at, to = stop,
  }
  self:advance(stop)
end

-- The content and the end of a long bracket that opens here; nil where none does.
function Lexer:long_bracket(at)
  local _, opened, level = self.text:find("^%[(=*)%[", at)
  if not opened then return nil end
  local closing, stop = self.text:find("]" .. level .. "]", opened + 1, true)
  return self.text:sub(opened + 1, (closing or #self.text + 1) - 1), stop or #self.text
end

-- The end of a string in quotes, or of the line where it has none.
function Lexer:quoted_end()
  local quote, at = self.text:sub(self.at, self.at), self.at + 1
  while true do
    local found = self.text:find("[\\\n" .. quote .. "]", at)
    if not found then return #self.text, false end
    local c = self.text:sub(found, found)
    if c == quote then return found, true end
    if c == "\n" then return found - 1, false end
    local _, blanks = self.text:find("^\\z%s*", found)
    at = (blanks or found + 1) + 1
  end
end

-- `-- parley: ignore` silences the findings of its line.
function Lexer:comment()
  local _, stop = self:long_bracket(self.at + 2)
  stop = stop or (self.text:find("\n", self.at, true) or #self.text + 1) - 1
  if self.text:sub(self.at, stop):find("^%-%-%s*parley:%s*ignore") then self.ignored[self.line] = true end
  self:advance(stop)
end

function Lexer:number()
  local _, stop = self.text:find("^0[xX][%x%.]*[pP][+-]%d*", self.at)
  if not stop then _, stop = self.text:find("^0[xX][%x%.pP]*", self.at) end
  if not stop then _, stop = self.text:find("^[%d%.]+[eE][+-]?%d*", self.at) end
  if not stop then _, stop = self.text:find("^[%d%.]+", self.at) end
  self:take("number", stop)
end

function Lexer:operator()
  for i, length in ipairs { 3, 2 } do
    if operators[i][self.text:sub(self.at, self.at + length - 1)] then return self:take("op", self.at + length - 1) end
  end
  self:take("op", self.at)
end

function Lexer:next()
  local text, at = self.text, self.at
  local _, stop = text:find("^%s+", at)
  if stop then return self:advance(stop) end
  if text:find("^%-%-", at) then return self:comment() end
  _, stop = text:find("^[%a_][%w_]*", at)
  if stop then return self:take(keywords[text:sub(at, stop)] and "keyword" or "name", stop) end
  if text:find("^%.?%d", at) then return self:number() end
  if text:find("^[\"']", at) then
    local ending, closed = self:quoted_end()
    return self:take("string", ending, text:sub(at + 1, closed and ending - 1 or ending))
  end
  local content, ending = self:long_bracket(at)
  if content then return self:take("string", ending, content) end
  self:operator()
end

-- (source) -> a list of tokens { kind, text, line, column, from, to } with one of the kind "eof" at its end, the
-- text of a string being what stands between its quotes; and a set of the lines that are to be left alone.
return function(source)
  local lexer = setmetatable({ text = source, at = 1, line = 1, line_start = 1, list = {}, ignored = {} }, Lexer)
  local _, shebang = source:find("^#[^\n]*")
  if shebang then lexer:advance(shebang) end
  while lexer.at <= #source do lexer:next() end
  lexer:take("eof", lexer.at, "<eof>")
  return lexer.list, lexer.ignored
end
