-- Bodies of HTTP: chunks, trailers, codings, and those that end with the connection.
local both = require "both"
local http = require "http"

-- The response that a client reads of these bytes, or what `read` gives of the client.
local function response_to(t, bytes, read, options)
  local result
  both.play(t, 80, function(conn) conn:sendall(bytes) end, function(s)
    local c = http.client(s, options)
    result = (read or c.read_response)(c)
  end)
  return result
end

describe("a body", function()
  it("in chunks has trailers", function(t)
    both.play(t, 80, function(conn)
      http.serve(conn, function(request)
        expect({ request.body, request.trailers.digest }):equals { "abcdefg", "x" }
        return { chunked = { "one", "two" }, trailers = { { "Digest", "y" }, { "Digest", "z" } } }
      end)
    end, function(s)
      local c = http.client(s)
      local r = c:request { method = "POST", chunked = { "abc", "defg" }, trailers = { Digest = "x" } }
      expect({ r.body, r.trailers.Digest, r:all("digest") }):equals { "onetwo", "y, z", {} }
      expect(c:request { method = "POST", chunked = true, body = "abcdefg", trailers = { Digest = "x" } }.status):equals(200)
    end)
    expect(t:conversation("client")):contains([[
  > "3\r\n"
  > "abc"
  > "\r\n"
  > "4\r\n"
]])
  end)

  it("in chunks is read chunk by chunk", function(t)
    both.play(t, 80, function(conn)
      local s = http.server(conn)
      s:read_request()
      s:respond { chunked = { "one", { "two", extension = ";q=1" } }, trailers = { a = "b" } }
      s:respond { body = "next" }
    end, function(s)
      local c = http.client(s)
      c:send_request {}
      local head = c:read_head()
      expect({ head.status, head.body }):equals { 200, nil }
      expect(function() c:read_response() end):raises("the body of the message before has not been read")
      expect({ c:read_chunk(), c.extension }):equals { "one", "" }
      expect({ c:read_chunk(), c.extension }):equals { "two", ";q=1" }
      expect(c:read_chunk()):is_nil()
      expect({ head.trailers.a, c:read_body() }):equals { "b", "" }
      expect(c:read_response().body):equals("next")
    end)
  end)

  it("ends with the connection where nothing says its length", function(t)
    local r = response_to(t, "HTTP/1.1 200 OK\r\n\r\nall of it")
    expect({ r.body, r.keep_alive }):equals { "all of it", false }
  end)

  it("that ends too early is told, with what came", function(t)
    local cut = {
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", "HTTP/1.1 200 OK\r\nA: b\r\n", "HTTP/1.1 200",
    }
    for _, bytes in ipairs(cut) do
      local e = both.raised(t, bytes, http.IncompleteRead, function(s) http.client(s):read_response() end)
      expect(e.partial):equals(bytes)
    end
    local none = both.raised(t, "", http.RemoteDisconnected, function(s) http.client(s):read_response() end)
    expect(none.message):equals("the stream ended before a response")
  end)

  it("is decoded on demand, and stays as it came", function(t)
    for _, coding in ipairs { "gzip", "x-gzip", "deflate", "identity" } do
      local coded = http.encode_content("hello hello hello", coding)
      local bytes = http.encode_response { headers = { ["Content-Encoding"] = coding }, body = coded }
      local r = response_to(t, bytes)
      expect({ r.body, r:decoded() }):equals { coded, "hello hello hello" }
    end
    local twice = http.encode_content(http.encode_content("hello", "deflate"), "gzip")
    local r = response_to(t, http.encode_response {
      headers = { ["Content-Encoding"] = "deflate", ["Transfer-Encoding"] = "gzip, chunked" }, chunked = { twice },
    })
    expect(r:decoded()):equals("hello")
  end)

  it("that is not coded as it says is told", function(t)
    local function decode(coding, body)
      local r = response_to(t, http.encode_response { headers = { ["Content-Encoding"] = coding }, body = body })
      return function() r:decoded() end
    end
    expect(decode("gzip", "hello")):raises("the body is no gzip: incorrect header check")
    expect(decode("gzip", http.encode_content("hello", "gzip"):sub(1, -3)))
      :raises("the body is no gzip: the compressed data ends too early")
    expect(decode("deflate", http.encode_content("hello", "raw deflate"))):raises("the body is no deflate")
    expect(decode("br", "hello")):raises("no coding 'br'")
  end)
end)
