---@meta _
-- The contexts and the sockets of require "ssl".

---@class parley.SSLContext
---@field protocol integer PROTOCOL_*; it cannot be set.
---@field check_hostname boolean
---@field verify_mode integer CERT_*
---@field verify_flags integer VERIFY_*
---@field options integer OP_*
---@field minimum_version integer Of ssl.TLSVersion.
---@field maximum_version integer
---@field security_level integer It cannot be set, but by set_ciphers("...:@SECLEVEL=1").
---@field num_tickets integer Of a server, TLS 1.3.
---@field post_handshake_auth boolean
---@field hostname_checks_common_name boolean It cannot be set.
---@field keylog_filename? string The secrets of its sessions are appended to this file.
---Called when a client has said which name it asks for; it may set `connection.context`, and may wait. What it returns,
---if anything, is the alert that ends the handshake.
---@field sni_callback? fun(connection: parley.SSLSocket, name?: string, context: parley.SSLContext): integer?
local context = {}

---@class parley.WrapKeywords
---@field server_side? boolean
---@field do_handshake_on_connect? boolean True unless told.
---@field suppress_ragged_eofs? boolean True unless told: an end without close_notify is an end.
---@field server_hostname? string Whom a client asks for, and checks.
---@field session? parley.SSLSession To take up.

---A wrapped socket, which has the descriptor of `sock` from now on. The handshake is done where that is connected.
---Raises SSLError or one of its classes, TimeoutError or another OSError where the handshake fails, after which the
---socket is closed; ValueError where the two do not fit.
---@param sock parley.Socket
---@param keywords? parley.WrapKeywords
---@return parley.SSLSocket
---@see Python ssl.SSLContext.wrap_socket
function context:wrap_socket(sock, keywords) end

---The certificate that this side shows, and its key; both in PEM, perhaps in one file.
---Raises SSLError for what is none or is too weak, OSError for a file that cannot be read.
---@param certfile string
---@param keyfile? string
---@param password? string|fun(): string
---@see Python ssl.SSLContext.load_cert_chain
function context:load_cert_chain(certfile, keyfile, password) end

---Whom to trust, and revocation lists.
---Raises SSLError for what is none, OSError for a file that cannot be read.
---@param cafile? string|{ cafile?: string, capath?: string, cadata?: string }
---@param capath? string
---@param cadata? string PEM or DER.
---@see Python ssl.SSLContext.load_verify_locations
function context:load_verify_locations(cafile, capath, cadata) end

---Trusts whom the machine trusts.
---Raises SSLError.
---@see Python ssl.SSLContext.load_default_certs
function context:load_default_certs() end

---The same.
---Raises SSLError.
---@see Python ssl.SSLContext.set_default_verify_paths
function context:set_default_verify_paths() end

---The ciphers of TLS 1.2 and before, in OpenSSL's language; those of 1.3 stay.
---Raises SSLError where none is left.
---@param list string
---@see openssl-ciphers(1), Python ssl.SSLContext.set_ciphers
function context:set_ciphers(list) end

---What may be agreed on, the first one preferred.
---Raises nothing else.
---@return table[]
---@see Python ssl.SSLContext.get_ciphers
function context:get_ciphers() end

---The only curve for the exchange of keys.
---Raises ValueError for an unknown name.
---@param name string "prime256v1"
---@see Python ssl.SSLContext.set_ecdh_curve
function context:set_ecdh_curve(name) end

---The application's protocols, the first one preferred. Where nothing is shared none is chosen.
---Raises SSLError for a name that is empty or too long.
---@param list string[] { "h2", "http/1.1" }
---@see Python ssl.SSLContext.set_alpn_protocols
function context:set_alpn_protocols(list) end

---Sets sni_callback.
---Raises what that raises.
---@param callback fun(connection: parley.SSLSocket, name?: string, context: parley.SSLContext): integer?
---@see Python ssl.SSLContext.set_servername_callback
function context:set_servername_callback(callback) end

---How often sessions were made and taken up.
---Raises nothing else.
---@return table<string, integer>
---@see Python ssl.SSLContext.session_stats
function context:session_stats() end

---How many certificates and lists it was given.
---Raises nothing else.
---@return { x509: integer, crl: integer, x509_ca: integer }
---@see Python ssl.SSLContext.cert_store_stats
function context:cert_store_stats() end

---The authorities that it trusts.
---Raises nothing else.
---@param binary_form? boolean In DER.
---@return table[]|string[]
---@see Python ssl.SSLContext.get_ca_certs
function context:get_ca_certs(binary_form) end

---What a client keeps of a session, to take it up later.
---@class parley.SSLSession
---@field id string
---@field time integer When it was made, in seconds since 1970.
---@field timeout integer How long it may be used, in seconds.
---@field ticket_lifetime_hint integer
---@field has_ticket boolean

---A socket that speaks TLS, or has yet to connect, or has unwrapped: then it is a plain one. What it has not:
---recvfrom, recvfrom_into and sendto are a ValueError, sendmsg, recvmsg, recvmsg_into and dup a NotImplementedError,
---and no call takes flags. A read gives a record at the most, that is 16 KiB.
---@class parley.SSLSocket : parley.Socket
---@field context parley.SSLContext
---@field server_side boolean
---@field server_hostname? string
---@field do_handshake_on_connect boolean
---@field suppress_ragged_eofs boolean
---@field session? parley.SSLSession Set it before the handshake.
---@field session_reused? boolean
local wrapped = {}

---Waits for the handshake.
---Raises SSLError or one of its classes; SSLWantReadError or SSLWantWriteError where it does not block.
---@see Python ssl.SSLSocket.do_handshake
function wrapped:do_handshake() end

---Bytes, or how many came into the bytearray. "" where the peer is done.
---Raises as recv.
---@param len? integer 1024 unless told.
---@param buffer? parley.ByteArray
---@return string|integer
---@see Python ssl.SSLSocket.read
function wrapped:read(len, buffer) end

---Sends a record, and says how many bytes that was.
---Raises as send.
---@param data string
---@return integer
---@see Python ssl.SSLSocket.write
function wrapped:write(data) end

---How many bytes a read gives without waiting.
---Raises nothing else.
---@return integer
---@see Python ssl.SSLSocket.pending
function wrapped:pending() end

---Says that this side is done, waits for the peer to say so, and gives the socket, which is plain from then on.
---Raises SSLError, SSLEOFError, TimeoutError; ValueError for one that is not wrapped.
---@return parley.SSLSocket
---@see Python ssl.SSLSocket.unwrap
function wrapped:unwrap() end

---A server asks for the client's certificate behind the handshake: with what it writes next; the answer comes with what
---it reads next. Both contexts need post_handshake_auth, the server's a verify_mode too, and TLS 1.3.
---Raises SSLError where it cannot ask; ValueError for one that is not wrapped.
---@see Python ssl.SSLSocket.verify_client_post_handshake
function wrapped:verify_client_post_handshake() end

---The peer's certificate by its fields, {} where nobody asked for it to be verified; nil without one.
---Raises ValueError before the handshake.
---@param binary_form? boolean In DER.
---@return table|string?
---@see Python ssl.SSLSocket.getpeercert
function wrapped:getpeercert(binary_form) end

---"TLSv1.3"; nil before the handshake.
---Raises nothing else.
---@return string?
---@see Python ssl.SSLSocket.version
function wrapped:version() end

---Name, version and bits of the secret; nil before there is one.
---Raises nothing else.
---@return { [1]: string, [2]: string, [3]: integer }?
---@see Python ssl.SSLSocket.cipher
function wrapped:cipher() end

---What both sides can, as a server sees it; nil on a client.
---Raises nothing else.
---@return { [1]: string, [2]: string, [3]: integer }[]?
---@see Python ssl.SSLSocket.shared_ciphers
function wrapped:shared_ciphers() end

---The protocol that ALPN chose, or nil.
---Raises nothing else.
---@return string?
---@see Python ssl.SSLSocket.selected_alpn_protocol
function wrapped:selected_alpn_protocol() end

---nil: OpenSSL has no NPN any more.
---Raises nothing else.
---@return nil
---@see Python ssl.SSLSocket.selected_npn_protocol
function wrapped:selected_npn_protocol() end

---nil: nothing is compressed.
---Raises nothing else.
---@return nil
---@see Python ssl.SSLSocket.compression
function wrapped:compression() end

---What binds another protocol to this session (RFC 5929); nil before the handshake.
---Raises ValueError for a type other than "tls-unique".
---@param cb_type? string
---@return string?
---@see Python ssl.SSLSocket.get_channel_binding
function wrapped:get_channel_binding(cb_type) end
