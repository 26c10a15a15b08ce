---@meta http
-- require "http": HTTP/1.1, as client and as server, after RFC 9110 (semantics) and RFC 9112 (messages). What
-- breaks their rules raises `ProtocolError`, a stream that ends within a message `IncompleteRead`; both say where. What
-- is sent is never looked at, so that it may break any of them.

---Fields: a list of { name, value }, of lists { name, value, separator = ": ", ending = "\r\n" } and of whole lines,
---which is sent as it stands; or a table name = value, to which comes what the message needs (Host, Content-Length,
---Transfer-Encoding, Expect) and does not have. There a list of values repeats the field, false leaves it out.
---@alias parley.HttpFields table

---A body in chunks: a list of texts, or of { data, size = what it claims, extension = ";a=b", ending = "\r\n" }. `last`
---stands for "0\r\n". true makes one chunk of `body`.
---@alias parley.HttpChunks boolean|table

---@class parley.HttpClientOptions
---@field host? string What Host says: the address as it was given, or the socket's peer, unless told.
---@field lenient? boolean|string[] What is taken although it is malformed: all, or what docs/protocols.md names.
---@field timeout? number Of connect(), in seconds: the socket's.

---@class parley.HttpServerOptions
---@field lenient? boolean|string[]
---@field auto_continue? boolean false: read_request() sends no 100 to who expects it.

---@class parley.HttpSent
---@field version? string "HTTP/1.1" unless told.
---@field headers? parley.HttpFields
---@field body? string
---@field chunked? parley.HttpChunks
---@field trailers? parley.HttpFields Behind the chunks.
---@field ending? string What ends the lines of the head: "\r\n" unless told.
---@field line? string In the place of the first line.

---@class parley.HttpRequestOptions : parley.HttpSent
---@field method? string GET unless told.
---@field target? string / unless told.
---@field expect_continue? boolean The body waits for a 100.

---@class parley.HttpResponseOptions : parley.HttpSent
---@field status? integer|string 200 unless told.
---@field reason? string That of the status unless told.

---What both have.
---@class parley.HttpMessage
---@field version string "HTTP/1.1"
---@field headers table A list of { name, value }; by a name, in any capitals, the value, several joined by ", ".
---@field body? string As it came, but for chunks; nil where the head alone was read.
---@field trailers? table As headers.
---@field keep_alive boolean Whether the connection goes on behind it.
local m = {}

---The values of the fields of that name, in their order.
---Raises nothing.
---@param name string
---@return string[]
---@see RFC 9110, 5.3
function m:all(name) end

---The body without the codings that Transfer-Encoding and Content-Encoding name.
---Raises ValueError for a coding that is not known, or a body that is not coded so.
---@return string
---@see RFC 9110, 8.4
function m:decoded() end

---@class parley.HttpRequest : parley.HttpMessage
---@field method string
---@field target string
---@field expects_continue boolean

---@class parley.HttpResponse : parley.HttpMessage
---@field status integer
---@field reason string
---@field interim? parley.HttpResponse[] The 1xx before it.

---@alias parley.HttpRespond fun(answer: parley.HttpResponseOptions)
---@alias parley.HttpHandler fun(q: parley.HttpRequest, respond: parley.HttpRespond, s: parley.HttpServer): table?

---@class parley.httplib
---@field ProtocolError parley.ExceptionClass A ValueError, with `offset` (from 0) and `bytes`.
---@field IncompleteRead parley.ExceptionClass An IncompleteReadError, with `partial`.
---@field RemoteDisconnected parley.ExceptionClass An IncompleteRead: there was no response at all.
local http = {}

---A client over this socket.
---Raises TypeError for what is no socket or no option, ValueError for a rule that is none.
---@param socket parley.Socket
---@param options? parley.HttpClientOptions
---@return parley.HttpClient
---@see docs/protocols.md, HTTP
function http.client(socket, options) end

---A client over a new socket.
---Raises what socket.create_connection and client do.
---@param address parley.Address
---@param options? parley.HttpClientOptions
---@return parley.HttpClient
---@see docs/protocols.md, HTTP
function http.connect(address, options) end

---The server's side of a connection.
---Raises what client does.
---@param socket parley.Socket
---@param options? parley.HttpServerOptions
---@return parley.HttpServer
---@see docs/protocols.md, HTTP
function http.server(socket, options) end

---Answers each request with what fn returns or responds, as long as the connection is kept; it is left open.
---Raises what read_request, respond and fn do.
---@param socket parley.Socket
---@param fn parley.HttpHandler
---@param options? parley.HttpServerOptions
---@return parley.HttpServer
---@see docs/protocols.md, HTTP
function http.serve(socket, fn, options) end

---The bytes of a request; Host is "localhost" where it is not given.
---Raises TypeError for an option that is none, or of another type.
---@param options parley.HttpRequestOptions
---@return string
---@see RFC 9112
function http.encode_request(options) end

---The bytes of a response.
---Raises TypeError for an option that is none, or of another type.
---@param options parley.HttpResponseOptions
---@return string
---@see RFC 9112
function http.encode_response(options) end

---A body in a coding: "gzip", "deflate", "raw deflate" (without zlib's header), "identity".
---Raises ValueError for another one.
---@param bytes string
---@param coding string
---@return string
---@see RFC 9110, 8.4.1
function http.encode_content(bytes, coding) end

---What was coded.
---Raises ValueError for another coding, or bytes that are not coded so.
---@param bytes string
---@param coding string
---@return string
---@see RFC 9110, 8.4.1
function http.decode_content(bytes, coding) end

---What both sides of a connection have.
---@class parley.HttpConnection
---@field socket parley.Socket
---@field extension? string What stands behind the size of the chunk that was read last: ";a=b", "".
local x = {}

---Sends bytes as they are.
---Raises what sendall does.
---@param bytes string
---@see docs/protocols.md, HTTP
function x:send(bytes) end

---The same: every connection of a protocol has it.
---Raises what sendall does.
---@param bytes string
---@see docs/protocols.md, HTTP
function x:send_raw(bytes) end

---The next chunk of the body whose head was read last; nil at its end, when the head has its trailers.
---Raises ProtocolError, IncompleteRead; ValueError where the body is not chunked.
---@return string?
---@see RFC 9112, 7.1
function x:read_chunk() end

---What is left of the body whose head was read last; the head has its trailers then.
---Raises ProtocolError, IncompleteRead; ValueError where there was no head.
---@return string
---@see RFC 9112, 6.3
function x:read_body() end

---Closes the socket, as `<close>` does.
---Raises nothing.
---@see docs/protocols.md, HTTP
function x:close() end

---@class parley.HttpClient : parley.HttpConnection
local c = {}

---Sends a request and gives the response.
---Raises ProtocolError, IncompleteRead, RemoteDisconnected; what sendall does.
---@param options parley.HttpRequestOptions
---@return parley.HttpResponse
---@see docs/protocols.md, HTTP
function c:request(options) end

---Sends a request, head and body, and waits for nothing: several of them make a pipeline.
---Raises what sendall and encode_request do.
---@param options parley.HttpRequestOptions
---@see RFC 9112, 9.3.2
function c:send_request(options) end

---Sends the head of a request; the body is the script's to send.
---Raises what sendall and encode_request do.
---@param options parley.HttpRequestOptions
---@see docs/protocols.md, HTTP
function c:send_head(options) end

---The next response; the 1xx before it are in `interim`.
---Raises ProtocolError, IncompleteRead, RemoteDisconnected.
---@param options? { method?: string } The method of the request that it answers, where send() has sent it.
---@return parley.HttpResponse
---@see RFC 9112, 6.3
function c:read_response(options) end

---The next head, of a 1xx too, without its body.
---Raises ProtocolError, IncompleteRead, RemoteDisconnected; RuntimeError where the body before it has not been read.
---@param options? { method?: string } As of read_response().
---@return parley.HttpResponse
---@see RFC 9112, 4
function c:read_head(options) end

---request() of that method.
---Raises what request does.
---@param target string
---@param options? parley.HttpRequestOptions
---@return parley.HttpResponse
---@see RFC 9110, 9.3.1
function c:get(target, options) end

---request() of that method.
---Raises what request does.
---@param target string
---@param options? parley.HttpRequestOptions
---@return parley.HttpResponse
---@see RFC 9110, 9.3.2
function c:head(target, options) end

---request() of that method.
---Raises what request does.
---@param target string
---@param options? parley.HttpRequestOptions
---@return parley.HttpResponse
---@see RFC 9110, 9.3.5
function c:delete(target, options) end

---request() of that method.
---Raises what request does.
---@param target string
---@param options? parley.HttpRequestOptions
---@return parley.HttpResponse
---@see RFC 9110, 9.3.7
function c:options(target, options) end

---request() of that method.
---Raises what request does.
---@param target string
---@param body string
---@param options? parley.HttpRequestOptions
---@return parley.HttpResponse
---@see RFC 9110, 9.3.3
function c:post(target, body, options) end

---request() of that method.
---Raises what request does.
---@param target string
---@param body string
---@param options? parley.HttpRequestOptions
---@return parley.HttpResponse
---@see RFC 9110, 9.3.4
function c:put(target, body, options) end

---request() of that method.
---Raises what request does.
---@param target string
---@param body string
---@param options? parley.HttpRequestOptions
---@return parley.HttpResponse
---@see RFC 5789
function c:patch(target, body, options) end

---@class parley.HttpServer : parley.HttpConnection
---@field closing boolean A response has said "Connection: close".
---@field upgraded boolean A response was 101, or 2xx to CONNECT: what follows is no HTTP.
local s = {}

---The next request with its body; nil where the stream has ended. To one that expects 100-continue a 100 is sent first.
---Raises ProtocolError, IncompleteRead.
---@return parley.HttpRequest?
---@see RFC 9112, 3
function s:read_request() end

---The next request without its body; nil where the stream has ended.
---Raises ProtocolError, IncompleteRead; RuntimeError where the body before it has not been read.
---@return parley.HttpRequest?
---@see RFC 9112, 3
function s:read_head() end

---Answers the oldest request that was read; a HEAD without the body.
---Raises what sendall and encode_response do.
---@param options parley.HttpResponseOptions
---@see RFC 9112, 4
function s:respond(options) end

return http
