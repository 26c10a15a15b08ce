-- The statements of a source, for `parley check`; see check_parser.lua.
local _, import = ...

local Parser = import "check_parser"

local block_ends = { ["else"] = true, ["elseif"] = true, ["end"] = true, ["until"] = true }

-- What the variable at `position` of a list of names is given by a list of values.
local function definition_of(values, position)
  if position <= #values then return { value = values[position], result = 1 } end
  local last = values[#values]
  if last and (last.kind == "call" or last.kind == "method") then
    return { value = last, result = position - #values + 1 }
  end
  return nil
end

function Parser:block()
  self:open()
  while self:peek().kind ~= "eof" and not (self:peek().kind == "keyword" and block_ends[self:peek().text]) do
    self:statement()
  end
  self:close()
end

function Parser:local_statement()
  if self:accept("function") then
    local name = self:advance()
    local variable = self:declare(name)
    variable.definitions[1] = { value = self:function_body(name), result = 1 }
    return
  end
  local names = {}
  repeat
    names[#names + 1] = self:advance()
    if self:accept("<") then self.at = self.at + 2 end -- the attribute and its bracket
  until not self:accept(",")
  local values = self:accept("=") and self:expressions() or {}
  for i, name in ipairs(names) do self:declare(name, definition_of(values, i)) end
end

-- The body of a loop, which ends with `end`, with variables of its own.
function Parser:loop_body(names)
  self:accept("do")
  self:open()
  local variables = {}
  for i, name in ipairs(names) do variables[i] = self:declare(name) end
  self:block()
  self:close()
  self:advance() -- end
  return variables
end

function Parser:for_statement(token)
  local names = { self:advance() }
  while self:accept(",") do names[#names + 1] = self:advance() end
  local is_numeric = self:accept("=")
  if not is_numeric then self:accept("in") end
  local values = self:expressions()
  local variables = self:loop_body(names)
  if is_numeric then
    self:node("loop", token, { variable = variables[1], first = values[1], last = values[2] }, "loops")
  end
end

function Parser:if_statement()
  repeat
    self:condition()
    self:advance() -- then
    self:block()
  until not self:accept("elseif")
  if self:accept("else") then self:block() end
  self:advance() -- end
end

-- The condition stands inside the block of a repeat: its locals are seen there.
function Parser:repeat_statement()
  self:open()
  while not self:accept("until") do self:statement() end
  self:condition()
  self:close()
end

function Parser:function_statement()
  local token, target = self:peek(), self:name_expression()
  local is_plain, is_method = true, false
  while self:is(".") or self:is(":") do
    is_plain, is_method = false, self:advance().text == ":"
    self:advance()
  end
  target.is_assigned = is_plain
  local body = self:function_body(token, is_method)
  if not is_plain or target.kind ~= "local" then return end
  table.insert(target.variable.definitions, { value = body, result = 1 })
end

-- A call, or an assignment.
function Parser:expression_statement()
  local targets = { self:suffixed_expression() }
  while self:accept(",") do targets[#targets + 1] = self:suffixed_expression() end
  if not self:accept("=") then return end
  local values = self:expressions()
  for i, target in ipairs(targets) do
    target.is_assigned = true
    if target.kind == "local" then
      table.insert(target.variable.definitions, definition_of(values, i) or { is_unknown = true })
    end
  end
end

local statements = {
  [";"] = function() end,
  ["break"] = function() end,
  ["goto"] = function(self) self:advance() end,
  ["::"] = function(self) self.at = self.at + 2 end,
  ["local"] = Parser.local_statement,
  ["for"] = Parser.for_statement,
  ["if"] = Parser.if_statement,
  ["repeat"] = Parser.repeat_statement,
  ["function"] = Parser.function_statement,
  ["while"] = function(self)
    self:condition()
    self:loop_body {}
  end,
  ["do"] = function(self)
    self:block()
    self:advance() -- end
  end,
  ["return"] = function(self)
    local token = self:peek()
    local is_empty = token.kind == "eof" or self:is(";") or token.kind == "keyword" and block_ends[token.text]
    if not is_empty then self:expressions() end
    self:accept(";")
  end,
}

function Parser:statement()
  local token = self:peek()
  local rule = (token.kind == "keyword" or token.kind == "op") and statements[token.text]
  if not rule then return self:expression_statement() end
  self.at = self.at + 1
  return rule(self, token)
end

-- (tokens) -> the lists `globals`, `indexes`, `methods`, `calls`, `binaries`, `conditions` and `loops` of nodes.
return function(tokens)
  local tree = { globals = {}, indexes = {}, methods = {}, calls = {}, binaries = {}, conditions = {}, loops = {} }
  local parser = setmetatable({ tokens = tokens, at = 1, scope = {}, caught = 0, tree = tree }, Parser)
  parser:block()
  return tree
end
