---@meta ssl
-- require "ssl": Python's module, as CPython 3.11 has it on OpenSSL 3, and ssl.authority(). The messages of exceptions
-- end before the place in CPython's source ("(_ssl.c:1006)").

---@class parley.TLSVersions
---@field MINIMUM_SUPPORTED integer
---@field SSLv3 integer
---@field TLSv1 integer
---@field TLSv1_1 integer
---@field TLSv1_2 integer
---@field TLSv1_3 integer
---@field MAXIMUM_SUPPORTED integer

---@class parley.Purpose
---@field shortname string
---@field longname string

---What ssl's exceptions have beside errno, an SSL_ERROR_* of a session's, or OpenSSL's own number.
---@class parley.SSLException : parley.Exception
---@field library? string "SSL", "X509", "PEM"
---@field reason? string "CERTIFICATE_VERIFY_FAILED"
---@field verify_code? integer Of SSLCertVerificationError: X509_V_ERR_*.
---@field verify_message? string "certificate has expired"

---@class parley.DefaultContextKeywords
---@field purpose? parley.Purpose
---@field cafile? string
---@field capath? string
---@field cadata? string

---@class parley.ssllib : parley.exceptions, parley.sslexceptions, parley.sslconstants
---@field CertificateError parley.ExceptionClass SSLCertVerificationError.
---@field socket_error parley.ExceptionClass OSError.
---@field CHANNEL_BINDING_TYPES string[]
---@field TLSVersion parley.TLSVersions
---@field AlertDescription table<string, integer>
---@field VerifyMode table<string, integer>
---@field VerifyFlags table<string, integer>
---@field Options table<string, integer>
---@field SSLErrorNumber table<string, integer>
---@field Purpose { SERVER_AUTH: parley.Purpose, CLIENT_AUTH: parley.Purpose }
---@field OPENSSL_VERSION string
---@field OPENSSL_VERSION_NUMBER integer
---@field OPENSSL_VERSION_INFO integer[]
---@field SSLContext fun(protocol?: integer): parley.SSLContext
---@field SSLSocket table The class; its objects come from `context:wrap_socket`.
---@field SSLSession table The class of `connection.session`.
local ssl = {}

---A context with good settings: a client's, or a server's for Purpose.CLIENT_AUTH. Without an authority it trusts those
---of the machine.
---Raises SSLError, or an OSError such as FileNotFoundError, for what cannot be loaded.
---@param purpose? parley.Purpose|parley.DefaultContextKeywords
---@param keywords? parley.DefaultContextKeywords
---@return parley.SSLContext
---@see Python ssl.create_default_context
function ssl.create_default_context(purpose, keywords) end

---The certificate that a server shows, as text. It is verified only where there are `ca_certs`, its names never.
---Raises OSErrors such as ConnectionRefusedError and TimeoutError, SSLError, SSLCertVerificationError.
---@param addr parley.Address
---@param keywords? { ssl_version?: integer, ca_certs?: string, timeout?: number }
---@return string
---@see Python ssl.get_server_certificate
function ssl.get_server_certificate(addr, keywords) end

---Bytes by chance, good enough for keys; others each time.
---Raises ValueError for a number below 0.
---@param num integer
---@return string
---@see Python ssl.RAND_bytes
function ssl.RAND_bytes(num) end

---Whether OpenSSL's generator has enough to begin with.
---Raises nothing else.
---@return boolean
---@see Python ssl.RAND_status
function ssl.RAND_status() end

---A certificate as text.
---Raises nothing else.
---@param der string
---@return string
---@see Python ssl.DER_cert_to_PEM_cert
function ssl.DER_cert_to_PEM_cert(der) end

---A certificate as bytes.
---Raises ValueError for a text that does not begin and end as one.
---@param text string
---@return string
---@see Python ssl.PEM_cert_to_DER_cert
function ssl.PEM_cert_to_DER_cert(text) end

---Seconds since 1970 of a time that getpeercert shows: "Jan  5 09:34:43 2018 GMT".
---Raises ValueError for any other form.
---@param text string
---@return integer
---@see Python ssl.cert_time_to_seconds
function ssl.cert_time_to_seconds(text) end

---The name of a PROTOCOL_*; "<unknown>" for any other number.
---Raises nothing else.
---@param code integer
---@return string
---@see Python ssl.get_protocol_name
function ssl.get_protocol_name(code) end

---@class parley.AuthorityOptions
---@field name? string "parley authority" unless told.
---@field key? string As of a certificate.
---@field expired? boolean
---@field not_yet_valid? boolean
---@field not_before? integer In seconds since 1970.
---@field not_after? integer

---An authority that signed itself: it makes certificates on the spot, in the scenario's directory.
---Raises TypeError for an option that is none.
---@param options? parley.AuthorityOptions
---@return parley.Authority
---@see docs/writing-scenarios.md, TLS
function ssl.authority(options) end

---@class parley.CertificateOptions
---@field names? string|string[] Hosts and addresses; localhost, 127.0.0.1 and ::1 unless told.
---@field common_name? string The first of the names unless told.
---@field expired? boolean Since yesterday.
---@field not_yet_valid? boolean Until tomorrow.
---@field not_before? integer In seconds since 1970.
---@field not_after? integer
---@field self_signed? boolean Nobody else signed it.
---@field key? string "ec:P-256", "ec:P-384", "ec:P-521", "rsa:2048" or another number of bits, "ed25519".
---@field weak? boolean RSA of 1024 bits.
---@field client? boolean It is for clients, and has no hosts unless told.
---@field revoked? boolean

---What `authority:certificate` makes.
---@class parley.MadeCertificate
---@field cert_file string The path of the certificate, with those of intermediates behind it.
---@field key_file string
---@field pem string
---@field key_pem string
---@field chain_pem string
---@field names string[]
---@field serial integer
---@field is_weak boolean

---@class parley.ServerContextOptions : parley.CertificateOptions
---@field certificate? parley.MadeCertificate In place of one made by the options above.
---@field alpn? string[]
---@field minimum_version? integer
---@field maximum_version? integer
---@field ciphers? string
---@field verify_client? boolean|"optional" Wants a certificate of the client.
---@field trust? parley.Authority Whose client certificates it takes; this one's unless told.
---@field crl? boolean|string Refuses what was revoked so far, or stands in this list.

---@class parley.ClientContextOptions
---@field certificate? parley.MadeCertificate|true What it shows; true makes one.
---@field alpn? string[]
---@field minimum_version? integer
---@field maximum_version? integer
---@field ciphers? string
---@field trust? parley.Authority
---@field crl? boolean|string
---@field check_hostname? boolean
---@field verify? boolean

---@class parley.Authority
---@field name string
---@field cert_file string The path of its certificate, in PEM.
---@field key_file string
---@field pem string
---@field key_pem string
---@field chain_pem string Of an intermediate: what goes with its certificates.
---@field serial integer
local authority = {}

---Makes a certificate and its key.
---Raises TypeError for an option that is none.
---@param options? parley.CertificateOptions
---@return parley.MadeCertificate
---@see docs/writing-scenarios.md, TLS
function authority:certificate(options) end

---The lists that are made from now on have it.
---Raises TypeError for anything but a certificate.
---@param certificate parley.MadeCertificate
---@see docs/writing-scenarios.md, TLS
function authority:revoke(certificate) end

---Makes a list of what it revoked, in PEM, and gives its path.
---Raises TypeError for an option that is none.
---@param options? { expired?: boolean }
---@return string
---@see docs/writing-scenarios.md, TLS
function authority:crl(options) end

---An authority that this one signed.
---Raises TypeError for an option that is none.
---@param options? parley.AuthorityOptions
---@return parley.Authority
---@see docs/writing-scenarios.md, TLS
function authority:intermediate(options) end

---A server's context with a certificate.
---Raises TypeError for an option that is none.
---@param options? parley.ServerContextOptions
---@return parley.SSLContext
---@see docs/writing-scenarios.md, TLS
function authority:server_context(options) end

---A client's context that trusts this authority alone.
---Raises TypeError for an option that is none.
---@param options? parley.ClientContextOptions
---@return parley.SSLContext
---@see docs/writing-scenarios.md, TLS
function authority:client_context(options) end
