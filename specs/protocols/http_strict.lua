-- What HTTP's readers refuse, with its place, and what they take where they are told to be lenient.
local both = require "both"
local http = require "http"

local head = "HTTP/1.1 200 OK\r\n"

-- bytes, the error, and the rule of `lenient` under which it is taken with that body.
local responses = {
  ["a bare LF"] = { "HTTP/1.1 200 OK\nContent-Length: 1\n\nx",
    [[a line that ends with a bare LF (RFC 9112, 2.2) at byte 0 of a response: "HTTP/1.1 200 OK\n"]], "bare_lf", "x" },
  ["no version"] = { "200 OK\r\n\r\n",
    [[no status line: version, status, reason (RFC 9112, 4) at byte 0 of a response: "200 OK"]] },
  ["another version"] = { "HTTP/2.0 200 OK\r\n\r\nx",
    [[no version HTTP/1.x at byte 0 of a response: "HTTP/2.0 200 OK"]], "start_line", "x" },
  ["no blank behind a status"] = { "HTTP/1.1 200\r\n\r\nx",
    [[no status line: version, status, reason (RFC 9112, 4) at byte 0 of a response: "HTTP/1.1 200"]], "start_line", "x" },
  ["a status that is none"] = { "HTTP/1.1 600 OK\r\n\r\nx",
    [[no status line: version, status, reason (RFC 9112, 4) at byte 0 of a response: "HTTP/1.1 600 OK"]], "start_line", "x" },
  ["a control character in a reason"] = { "HTTP/1.1 200 O\0K\r\n\r\nx",
    [[a reason with a control character at byte 14 of a response: "HTTP/1.1 200 O\x00K"]], "field_bytes", "x" },
  ["a folded field"] = { head .. "A: b\r\n c\r\nContent-Length: 1\r\n\r\nx",
    [[a field that goes on in another line (RFC 9112, 5.2) at byte 23 of a response: " c"]], "fold", "x" },
  ["a blank before a colon"] = { head .. "Content-Length : 1\r\n\r\nx",
    [[a blank between the name of a field and its colon (RFC 9112, 5.1) at byte 31 of a response: "Content-Length : 1"]],
    "name_space", "x" },
  ["no colon"] = { head .. "Abc\r\n\r\n", [[a field without a colon (RFC 9112, 5) at byte 17 of a response: "Abc"]] },
  ["no name"] = { head .. ": b\r\n\r\n", [[a field without a name (RFC 9112, 5) at byte 17 of a response: ": b"]] },
  ["a name that is no token"] = { head .. "A@: b\r\n\r\nx",
    [[a name of a field that is no token (RFC 9110, 5.1) at byte 17 of a response: "A@: b"]], "field_bytes", "x" },
  ["a NUL in a value"] = { head .. "A: b\0c\r\n\r\nx",
    [[a value with a control character (RFC 9110, 5.5) at byte 21 of a response: "A: b\x00c"]], "field_bytes", "x" },
  ["both lengths"] = { head .. "Content-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
    [[Transfer-Encoding and Content-Length (RFC 9112, 6.3) at byte 64 of a response: "Content-Length: 9"]],
    "both_lengths", "x" },
  ["two lengths"] = { head .. "Content-Length: 1\r\nContent-Length: 1\r\n\r\nx",
    [[a second Content-Length (RFC 9112, 6.3) at byte 55 of a response: "1, 1"]], "same_lengths", "x" },
  ["two lengths that differ"] = { head .. "Content-Length: 1, 2\r\n\r\nx",
    [[a second Content-Length (RFC 9112, 6.3) at byte 39 of a response: "1, 2"]] },
  ["a length that is no number"] = { head .. "Content-Length: +1\r\n\r\nx",
    [[a Content-Length that is no number (RFC 9112, 6.3) at byte 37 of a response: "+1"]] },
  ["a coding behind chunked"] = { head .. "Transfer-Encoding: chunked, gzip\r\n\r\nx",
    [[a coding behind chunked (RFC 9112, 6.1) at byte 51 of a response: "gzip"]], "transfer_encoding", "x" },
  ["Transfer-Encoding in HTTP/1.0"] = {
    "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
    [[Transfer-Encoding in HTTP/1.0 (RFC 9112, 6.1) at byte 45 of a response: "chunked"]], "transfer_encoding", "x" },
}

scenario("a response is refused", { cases = responses }, function(t, sample)
  local bytes, message, rule, body = table.unpack(sample)
  local e = both.raised(t, bytes, http.ProtocolError, function(s) http.client(s):read_response() end)
  expect(e.message):equals(message)
  if not rule then return end
  both.play(t, 81, function(conn) conn:sendall(bytes) end, function(s)
    expect(http.client(s, { lenient = { rule } }):read_response().body):equals(body)
  end)
  both.play(t, 82, function(conn) conn:sendall(bytes) end, function(s)
    expect(http.client(s, { lenient = true }):read_response().body):equals(body)
  end)
end)

local chunked = head .. "Transfer-Encoding: chunked\r\n\r\n"
local chunks = {
  ["no size"] = { "x\r\n", [[a chunk without a size (RFC 9112, 7.1) at byte 47 of a response: "x"]] },
  ["a size below 0"] = { "-1\r\n", [[a chunk without a size (RFC 9112, 7.1) at byte 47 of a response: "-1"]] },
  ["a size too large"] = { "10000000000000000\r\n",
    [[a chunk's size that is too large at byte 47 of a response: "10000000000000000"]] },
  ["more behind a size"] = { "1 x\r\n",
    [[a chunk's size with more behind it (RFC 9112, 7.1.1) at byte 48 of a response: "1 x"]] },
  ["a longer chunk"] = { "1\r\nxyz\r\n",
    [[a chunk that is longer than its size (RFC 9112, 7.1) at byte 51 of a response: "yz"]] },
  ["a bare LF"] = { "1\nx\r\n", [[a line that ends with a bare LF (RFC 9112, 2.2) at byte 47 of a response: "1\n"]] },
  ["a trailer that is none"] = { "0\r\nA b\r\n\r\n", [[a field without a colon (RFC 9112, 5) at byte 50 of a response: "A b"]] },
}

scenario("a chunk is refused", { cases = chunks }, function(t, sample)
  local e = both.raised(t, chunked .. sample[1], http.ProtocolError, function(s) http.client(s):read_response() end)
  expect(e.message):equals(sample[2])
end)

local requests = {
  ["two blanks"] = { "GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
    [[no request line: method, target, version (RFC 9112, 3) at byte 0 of a request: "GET  / HTTP/1.1"]], "start_line" },
  ["no version"] = { "GET /\r\n\r\n",
    [[no request line: method, target, version (RFC 9112, 3) at byte 0 of a request: "GET /"]] },
  ["a method that is no token"] = { "G@T / HTTP/1.1\r\nHost: a\r\n\r\n",
    [[a method that is no token at byte 0 of a request: "G@T / HTTP/1.1"]], "start_line" },
  ["a target with any byte"] = { "GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n",
    [[a target with a byte that no URI has at byte 5 of a request: "/\xff"]], "start_line" },
  ["no host"] = { "GET / HTTP/1.1\r\n\r\n", [[a request without Host (RFC 9112, 3.2) at byte 16 of a request: ""]], "host" },
  ["two hosts"] = { "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    [[a second Host (RFC 9112, 3.2) at byte 34 of a request: "a, b"]], "host" },
  ["a coding whose end is not known"] = { "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n",
    [[a Transfer-Encoding whose end is not known (RFC 9112, 6.3) at byte 50 of a request: "gzip"]] },
}

scenario("a request is refused", { cases = requests }, function(t, sample)
  local bytes, message, rule = table.unpack(sample)
  local e = both.raised(t, bytes, http.ProtocolError, function(s) http.server(s):read_request() end)
  expect(e.message):equals(message)
  if not rule then return end
  both.play(t, 81, function(conn) conn:sendall(bytes) end, function(s)
    expect(http.server(s, { lenient = { rule } }):read_request().version):equals("HTTP/1.1")
  end)
end)

scenario("an empty line before a request is passed over", function(t)
  both.play(t, 80, function(conn) conn:sendall("\r\nGET / HTTP/1.0\r\n\r\n\r\n") end, function(s)
    local server = http.server(s)
    expect(server:read_request().target):equals("/")
    expect(function() server:read_request() end):raises(http.IncompleteRead, { partial = "\r\n" })
  end)
end)
