-- Configurations that are broken on purpose: `parley run specs/servers/haproxy_regtests --set variant=NAME` has the
-- scenarios in `catches` fail and no other one. The text `from` of a configuration, where it stands first, is replaced by
-- `to`.
local variants = {
  {
    name = "redis-other-check", breaks = "a server of Redis is asked in another protocol",
    from = "option redis-check", to = "option smtpchk",
    catches = { "checks/redis-check > PONG is up; an error, something else and silence are down" },
  },
  {
    name = "smtp-helo-for-ehlo", breaks = "a server of mail is greeted in the old way",
    from = "option smtpchk EHLO domain.tld", to = "option smtpchk HELO domain.tld",
    catches = { "checks/smtp-check > a session to its end is up; a wrong greeting and a refused HELO are down" },
  },
  {
    name = "pgsql-other-user", breaks = "the check names another user",
    from = "option pgsql-check user postgres", to = "option pgsql-check user postgre2",
    catches = {
      "checks/pgsql-check > AuthenticationOk and a request for SASL are up; an error and what is no answer are down",
    },
  },
  {
    name = "mysql-old-login", breaks = "the check logs in as before 4.1",
    from = "option mysql-check user user\n", to = "option mysql-check user user pre-41\n",
    catches = { "checks/mysql-check > a greeting, and an OK for a user, are up; a refused user and half a greeting are down" },
  },
  {
    name = "ldap-connects-only", breaks = "a server that takes a connection is up, whatever it answers",
    from = "option ldap-check", to = "",
    catches = {
      "checks/ldap-check > an answer to the bind is up, also with long lengths and in parts; "
        .. "another one and a refusal are down",
    },
  },
  {
    name = "agent-not-asked", breaks = "the agent is asked without its question",
    from = 'agent-send "pouet"', to = "",
    catches = {
      "checks/agent-check > an agent takes its server out of service, and puts it back, and sets its weight and limit",
    },
  },
  {
    name = "dispatch-elsewhere", breaks = "requests go to another address",
    from = "dispatch 127.0.0.1:9002", to = "dispatch 127.0.0.1:9003",
    catches = {
      "connection/dispatch > connections and requests go to the address, as they came; one that refuses is told to the client",
    },
  },
  {
    name = "tlv-not-read", breaks = "the PROXY header is taken for a request",
    from = "accept-proxy", to = "",
    catches = {
      "connection/proxy_protocol_tlv_validation > a TLV within its header is taken, one behind it is no HTTP, "
        .. "one that does not fit is refused",
    },
  },
  {
    name = "mqtt-unchecked", breaks = "what is no CONNECT goes on to the server",
    from = "tcp-request content reject unless { req.payload(0,0),mqtt_is_valid }", to = "",
    catches = { "converter/mqtt > invalid packets of a client never reach the server" },
  },
  {
    name = "mqtt-connack-unchecked", breaks = "what is no CONNACK goes on to the client",
    from = "tcp-response content reject unless { res.payload(0,0),mqtt_is_valid }", to = "",
    catches = { "converter/mqtt > an invalid packet of the server never reaches the client" },
  },
  {
    name = "mqtt-other-property", breaks = "another property is taken for the greatest packet",
    from = "mqtt_field_value(connect,39)", to = "mqtt_field_value(connect,23)",
    catches = { "converter/mqtt > every field of CONNECT and CONNACK is found" },
  },
  {
    name = "te-added", breaks = "the server is told another TE than the client's",
    from = "server s1 127.0.0.1:9001\n", to = "http-request set-header te gzip\n  server s1 127.0.0.1:9001\n",
    catches = { "http-messaging/http_transfer_encoding > of TE nothing but trailers goes on to the server" },
  },
  {
    name = "bytes-pass", breaks = "what HTTP does not allow passes as it came",
    from = 'log-format "%ST %ts %HU"\n  bind {{front}}\n  server s1', to = "bind {{front}}\n  mode tcp\n  server s1",
    catches = {
      "http-messaging/http_transfer_encoding > chunked wins over a length, also in HTTP/1.0, and the connection ends: "
        .. "what is behind is no request",
      "http-messaging/http_transfer_encoding > a server's chunked wins over its length and its version, and what is behind is "
        .. "not the client's",
      "http-messaging/http_transfer_encoding > of TE nothing but trailers goes on to the server",
      "http-messaging/http_transfer_encoding > codings that are not one chunked at the end are refused, and never reach the "
        .. "server",
      "http-messaging/http_transfer_encoding > a response with such codings is 502",
    },
  },
  {
    name = "closes-each", breaks = "the connection ends behind each answer",
    from = "mode http\n  bind {{front}}\n  server s1", to = "mode http\n  option httpclose\n  bind {{front}}\n  server s1",
    catches = {
      "http-messaging/h1_to_h1 > every request is answered for itself, and behind the last one nothing is passed on [GET]",
      "http-messaging/h1_to_h1 > every request is answered for itself, and behind the last one nothing is passed on [HEAD]",
      "http-messaging/h1_to_h1 > every request is answered for itself, and behind the last one nothing is passed on [POST]",
    },
  },
  {
    name = "request-body-not-awaited", breaks = "a request goes on before its body is there",
    from = "http-request wait-for-body time 5s if { path /a }", to = "",
    catches = {
      "http-messaging/http_wait_for_body > a request goes on when its body is there, or as much of it as is asked for",
    },
  },
  {
    name = "whole-body-awaited", breaks = "a response waits for its whole body where a part would do",
    from = "http-response wait-for-body time 5s at-least 1000", to = "http-response wait-for-body time 5s",
    catches = {
      "http-messaging/http_wait_for_body > a response goes on when its body is there, or as much of it as is asked for",
    },
  },
  {
    name = "late-request-passes", breaks = "a request whose body is late goes on to the server",
    from = "http-request wait-for-body time 50ms if { path /short }", to = "",
    catches = { "http-messaging/http_wait_for_body > a request whose body does not come is 408, and no server sees it" },
  },
  {
    name = "late-response-passes", breaks = "a response whose body is late goes on to the client",
    from = "http-response wait-for-body time 50ms if { status eq 203 }", to = "",
    catches = { "http-messaging/http_wait_for_body > a response whose body does not come is 504" },
  },
  {
    name = "response-not-awaited", breaks = "a response goes on before its body is there",
    from = "http-response wait-for-body time 5s if { status eq 200 }", to = "",
    catches = {
      "http-messaging/http_wait_for_body > a response goes on when its body is there, or as much of it as is asked for",
    },
  },
  {
    name = "abort-ignored", breaks = "a client that has gone is served all the same",
    from = "option abortonclose", to = "",
    catches = {
      "http-messaging/http_abortonclose > a server that refuses: all tries, and 503 (SC); a client that goes between two of "
        .. "them (CC)",
      "http-messaging/http_abortonclose > a client that goes while it waits in the queue (CQ), and one that goes while the "
        .. "server works (CH)",
    },
  },
  {
    name = "forward-cuts", breaks = "the ring cuts messages",
    from = "maxlen 1200", to = "maxlen 100",
    catches = {
      "log/log_forward > each message comes through the ring and out on the other side, in order",
      "log/log_forward > the ring sends each message once, framed as it is told [counted]",
      "log/log_forward > the ring sends each message once, framed as it is told [in lines]",
    },
  },
  {
    name = "revocation-ignored", breaks = "a certificate that was revoked is a good one, in front that only says so",
    from = "crt-ignore-err all crl-file {{crl}}", to = "crt-ignore-err all # {{crl}}",
    catches = {
      "ssl/ssl_client_auth > HAProxy shows the certificates of its servers' lines to HAProxy, which says what it thinks of them",
      "ssl/ssl_client_auth > what clients show is judged, and taken all the same where errors are ignored",
    },
  },
  {
    name = "strict-is-lenient", breaks = "bad certificates are taken where they should be refused",
    from = "verify required crl-file {{crl}} ssl-max-ver TLSv1.2",
    to = "verify optional crl-file {{crl}} crt-ignore-err all ssl-max-ver TLSv1.2",
    catches = { "ssl/ssl_client_auth > what clients show is refused in the handshake where errors are none to ignore" },
  },
  {
    name = "no-certificate-behind", breaks = "a server that wants a certificate is shown none",
    from = "verifyhost localhost crt ok.pem", to = "verifyhost localhost",
    catches = { "ssl/ssl_client_auth > a server that wants a certificate is shown the one that is meant for it" },
  },
}

for _, variant in ipairs(variants) do
  for i, name in ipairs(variant.catches) do variant.catches[i] = "reg-tests > " .. name end
end

return variants
