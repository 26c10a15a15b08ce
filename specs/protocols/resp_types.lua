-- Values of RESP: what encode() writes and decode() reads, type by type; and lies.
local resp = require "resp"

local samples = {
  ["a simple string"] = { "+OK\r\n", "OK" },
  ["an integer"] = { ":-42\r\n", -42 },
  ["a bulk string"] = { "$4\r\na\r\nb\r\n", "a\r\nb" },
  ["a null bulk string"] = { "$-1\r\n", nil },
  ["a null array"] = { "*-1\r\n", nil },
  ["an array"] = { "*3\r\n:1\r\n$-1\r\n*0\r\n", { 1, resp.null, {} } },
  ["a null"] = { "_\r\n", nil },
  ["true"] = { "#t\r\n", true },
  ["a double"] = { ",-1.5e3\r\n", -1500.0 },
  ["infinity"] = { ",inf\r\n", math.huge },
  ["a big number"] = { "(-3492890328409238509324850943850943825024385\r\n",
    resp.big_number "-3492890328409238509324850943850943825024385" },
  ["a verbatim string"] = { "=8\r\nmkd:a\r\nb\r\n", resp.verbatim("mkd", "a\r\nb") },
  ["a map"] = { "%2\r\n+a\r\n:1\r\n:2\r\n#f\r\n", { a = 1, [2] = false } },
  ["a set"] = { "~2\r\n+a\r\n+b\r\n", { "a", "b" } },
  ["a streamed string"] = { "$?\r\n;2\r\nab\r\n;1\r\nc\r\n;0\r\n", "abc" },
  ["a streamed array"] = { "*?\r\n:1\r\n*?\r\n.\r\n.\r\n", { 1, {} } },
  ["a streamed map"] = { "%?\r\n+a\r\n:1\r\n.\r\n", { a = 1 } },
  ["an attribute within"] = { "*1\r\n|1\r\n+ttl\r\n:5\r\n:1\r\n", { 1 } },
}

scenario("a value is read, and nothing behind it", { cases = samples }, function(_, sample)
  local value, at = resp.decode(sample[1] .. "+more\r\n")
  expect({ value, at }):equals { sample[2], #sample[1] + 1 }
end)

local wrong = {
  ["no type"] = { "?\r\n", [[no type of RESP at byte 0 of a value: "?"]] },
  ["an integer that is none"] = { ":1x\r\n", [[no integer of 64 bits at byte 1 of a value: "1x"]] },
  ["an integer too big"] = { ":9223372036854775808\r\n",
    [[no integer of 64 bits at byte 1 of a value: "9223372036854775808"]] },
  ["a boolean that is none"] = { "#x\r\n", [[neither t nor f at byte 1 of a value: "x"]] },
  ["a double that is none"] = { ",1.2.3\r\n", [[no double at byte 1 of a value: "1.2.3"]] },
  ["a length below 0"] = { "$-2\r\n", [[no length at byte 1 of a value: "-2"]] },
  ["a string that is longer"] = { "$1\r\nabc\r\n", [[no \r\n behind a string at byte 5 of a value: "bc"]] },
  ["a bare LF"] = { "+OK\n", [[a line that does not end with \r\n at byte 0 of a value: "+OK\n"]] },
  ["a CR within"] = { "+O\rK\r\n", [[a CR within a line at byte 2 of a value: "+O\rK\r\n"]] },
  ["a verbatim string without a format"] = { "=2\r\nab\r\n",
    [[no format of three letters and a colon at byte 4 of a value: "ab"]] },
  ["an end of nothing"] = { ".\r\n", [[no type of RESP at byte 0 of a value: "."]] },
  ["a map that ends within an entry"] = { "%?\r\n+a\r\n.\r\n", [[no type of RESP at byte 8 of a value: "."]] },
  ["arrays within each other"] = { ("*1\r\n"):rep(129),
    [[more than 128 aggregates within each other at byte 513 of a value: "1"]] },
}

scenario("what is none is told", { cases = wrong }, function(_, sample)
  expect(function() resp.decode(sample[1]) end):raises(resp.ProtocolError, { message = sample[2] })
end)

scenario("what is not whole is told", function()
  for _, bytes in ipairs { "", "$", "$5\r\nab", "*2\r\n:1\r\n", "%1\r\n+a\r\n", "$?\r\n;2\r\nab\r\n" } do
    expect(function() resp.decode(bytes) end):raises(resp.IncompleteRead, { partial = bytes })
  end
end)

scenario("errors within a reply are values", function()
  local value = resp.decode("*2\r\n-WRONGTYPE no\r\n!5\r\nERR x\r\n")
  expect({ value[1].code, value[2].message }):equals { "WRONGTYPE", "ERR x" }
end)

scenario("values are written in both versions", function()
  local written = {
    { "x", "$1\r\nx\r\n", "$1\r\nx\r\n" }, { resp.null, "_\r\n", "$-1\r\n" }, { true, "#t\r\n", ":1\r\n" },
    { 0.1, ",0.1\r\n", "$3\r\n0.1\r\n" }, { -math.huge, ",-inf\r\n", "$4\r\n-inf\r\n" },
    { { 1, { "a" } }, "*2\r\n:1\r\n*1\r\n$1\r\na\r\n", "*2\r\n:1\r\n*1\r\n$1\r\na\r\n" },
    { resp.map { a = 1 }, "%1\r\n$1\r\na\r\n:1\r\n", "*2\r\n$1\r\na\r\n:1\r\n" },
    { resp.map { { true, 1 }, { "a", 2 } }, "%2\r\n#t\r\n:1\r\n$1\r\na\r\n:2\r\n", "*4\r\n:1\r\n:1\r\n$1\r\na\r\n:2\r\n" },
    { resp.set { 1 }, "~1\r\n:1\r\n", "*1\r\n:1\r\n" },
    { resp.array(table.pack(nil, 1)), "*2\r\n_\r\n:1\r\n", "*2\r\n$-1\r\n:1\r\n" },
  }
  for _, row in ipairs(written) do
    expect({ resp.encode(row[1]), resp.encode(row[1], 2) }):equals { row[2], row[3] }
  end
  expect(resp.encode(resp.push { "x" })):equals(">1\r\n$1\r\nx\r\n")
  expect(resp.encode(resp.bulk { "ab", "c" })):equals("$?\r\n;2\r\nab\r\n;1\r\nc\r\n;0\r\n")
  expect(resp.encode(resp.array({ 1 }, { streamed = true }))):equals("*?\r\n:1\r\n.\r\n")
end)

scenario("lies are written as they are told", function()
  expect(resp.encode(resp.bulk("abc", { length = 10, ending = "\n" }))):equals("$10\nabc\n")
  expect(resp.encode(resp.array({ resp.raw "?!" }, { length = 3 }))):equals("*3\r\n?!")
  expect(resp.encode(resp.map({ a = 1 }, { length = -1 }))):equals("%-1\r\n$1\r\na\r\n:1\r\n")
  expect(resp.encode(resp.verbatim("x", "y", { length = 1 }))):equals("=1\r\nx:y\r\n")
end)

scenario("entries of a map stand as they came, twice too", function()
  local map = resp.decode("%2\r\n+a\r\n:1\r\n+a\r\n:2\r\n")
  expect(map):equals { a = 2 }
  expect(resp.entries(map)):equals { { "a", 1 }, { "a", 2 } }
end)

scenario("a table that is no list wants a type", function()
  expect(function() resp.encode { a = 1 } end)
    :raises("a table with the key 'a' is no list: write resp.map { ... }")
end)
