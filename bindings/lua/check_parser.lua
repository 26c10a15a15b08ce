-- What a source says, for `parley check`: its calls, look-ups, conditions and loops, each with its place, and for every
-- local variable all that is ever assigned to it. Only for a source that Lua has compiled, so nothing is checked here.
local Parser = {}
Parser.__index = Parser

local unary = { ["not"] = true, ["-"] = true, ["#"] = true, ["~"] = true }

-- Left and right priorities, as in lparser.c of Lua 5.4.
local binary = {
  ["+"] = { 10, 10 }, ["-"] = { 10, 10 }, ["*"] = { 11, 11 }, ["%"] = { 11, 11 }, ["^"] = { 14, 13 },
  ["/"] = { 11, 11 }, ["//"] = { 11, 11 }, ["&"] = { 6, 6 }, ["|"] = { 4, 4 }, ["~"] = { 5, 5 },
  ["<<"] = { 7, 7 }, [">>"] = { 7, 7 }, [".."] = { 9, 8 }, ["=="] = { 3, 3 }, ["<"] = { 3, 3 }, ["<="] = { 3, 3 },
  ["~="] = { 3, 3 }, [">"] = { 3, 3 }, [">="] = { 3, 3 }, ["and"] = { 2, 2 }, ["or"] = { 1, 1 },
}
local UNARY_PRIORITY = 12

-- Whose function is called to see it fail: an error in it is meant.
local catches = { pcall = true, xpcall = true, expect = true }

function Parser:peek() return self.tokens[self.at] end

function Parser:is(text)
  local token = self.tokens[self.at]
  return token.text == text and (token.kind == "op" or token.kind == "keyword")
end

function Parser:advance()
  self.at = self.at + 1
  return self.tokens[self.at - 1]
end

function Parser:accept(text)
  if not self:is(text) then return false end
  self.at = self.at + 1
  return true
end

-- A node of the tree at the place of `token`; noted in one of the lists, where one is named.
function Parser:node(kind, token, fields, list)
  fields.kind, fields.line, fields.column, fields.is_caught = kind, token.line, token.column, self.caught > 0
  if list then
    list = self.tree[list]
    list[#list + 1] = fields
  end
  return fields
end

function Parser:open() self.scope = setmetatable({}, { __index = self.scope }) end

function Parser:close() self.scope = getmetatable(self.scope).__index end

-- Declares a local variable; `definition` is what it is given, nil where nobody knows.
function Parser:declare(token, definition)
  local variable = { name = token.text, definitions = { definition or { is_unknown = true } } }
  self.scope[token.text] = variable
  return variable
end

function Parser:name_expression()
  local token = self:advance()
  local variable = self.scope[token.text]
  if variable then return self:node("local", token, { variable = variable }) end
  return self:node("global", token, { name = token.text }, "globals")
end

function Parser:function_body(token, is_method)
  self:open()
  local parameters = {}
  if is_method then parameters[1] = self:declare { text = "self" } end
  self:accept("(")
  while not self:accept(")") do
    local name = self:advance()
    if name.kind == "name" then parameters[#parameters + 1] = self:declare(name) end
  end
  self:block()
  self:advance() -- end
  self:close()
  return self:node("function", token, { parameters = parameters })
end

function Parser:table_constructor()
  local token, fields = self:advance(), {}
  while not self:accept("}") do
    local first = self:peek()
    if self:accept("[") then
      self:expression()
      self:accept("]")
      self:accept("=")
      self:expression()
    elseif first.kind == "name" and self.tokens[self.at + 1].text == "=" and self.tokens[self.at + 1].kind == "op" then
      self.at = self.at + 2
      fields[#fields + 1] = { name = first.text, line = first.line, column = first.column, value = self:expression() }
    else
      self:expression()
    end
    if not self:accept(",") then self:accept(";") end
  end
  return self:node("table", token, { fields = fields })
end

-- The arguments of a call of `fn`.
function Parser:arguments(fn)
  local token = self:peek()
  if token.kind == "string" or self:is("{") then return { self:simple_expression() } end
  self:accept("(")
  local list = {}
  local watched = fn and fn.kind == "global" and catches[fn.name]
  while not self:accept(")") do
    local is_meant = watched and self:is("function")
    if is_meant then self.caught = self.caught + 1 end
    list[#list + 1] = self:expression()
    if is_meant then self.caught = self.caught - 1 end
    self:accept(",")
  end
  return list
end

function Parser:suffixed_expression()
  local value
  if self:is("(") then
    local token = self:advance()
    value = self:node("parentheses", token, { value = self:expression() })
    self:accept(")")
  else
    value = self:name_expression()
  end
  while true do
    local token = self:peek()
    if self:accept(".") then
      local key = self:advance()
      value = self:node("index", key, { object = value, name = key.text }, "indexes")
    elseif self:accept("[") then
      value = self:node("index", token, { object = value, key = self:expression() }, "indexes")
      self:accept("]")
    elseif self:accept(":") then
      local key = self:advance()
      local node = self:node("method", key, { object = value, name = key.text }, "methods")
      node.arguments = self:arguments()
      value = node
    elseif token.kind == "string" or self:is("(") or self:is("{") then
      local node = self:node("call", token, { fn = value, is_prefix = token.kind == "string" }, "calls")
      node.arguments = self:arguments(value)
      value = node
    else
      return value
    end
  end
end

function Parser:simple_expression()
  local token = self:peek()
  if token.kind == "number" or token.kind == "string" then
    return self:node(token.kind, self:advance(), { text = token.text })
  end
  if self:is("{") then return self:table_constructor() end
  if self:accept("function") then return self:function_body(token) end
  if token.kind == "keyword" or self:is("...") then
    return self:node("constant", self:advance(), { text = token.text })
  end
  return self:suffixed_expression()
end

function Parser:operand()
  local token = self:peek()
  if token.kind == "string" or not unary[token.text] then return self:simple_expression() end
  self.at = self.at + 1
  return self:node("unary", token, { op = token.text, value = self:expression(UNARY_PRIORITY) })
end

-- What stands here, up to an operator that binds no stronger than `limit`.
function Parser:expression(limit)
  local left = self:operand()
  while true do
    local op = self:peek()
    local priority = (op.kind == "op" or op.kind == "keyword") and binary[op.text]
    if not priority or priority[1] <= (limit or 0) then return left end
    self.at = self.at + 1
    left = self:node("binary", op, { op = op.text, left = left, right = self:expression(priority[2]) }, "binaries")
  end
end

function Parser:expressions()
  local list = { self:expression() }
  while self:accept(",") do list[#list + 1] = self:expression() end
  return list
end

function Parser:condition()
  local value = self:expression()
  self.tree.conditions[#self.tree.conditions + 1] = value
  return value
end

return Parser
