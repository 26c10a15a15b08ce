-- nginx, broken on purpose: `parley run specs/servers/nginx*.lua --set variant=NAME` has the scenarios in `catches` fail
-- and no other one. A variant replaces text of the configuration (`replace`), or has a balancer with a fault stand before
-- the server (`front`, see bad_balancer.py).
return {
  {
    name = "few-requests", breaks = "a connection carries five requests, then it is closed",
    replace = { ["keepalive_timeout 75s;"] = "keepalive_timeout 75s; keepalive_requests 5;" },
    catches = {
      "nginx > connections > ten requests travel on one connection",
      "nginx > connections > a pipeline is answered in its order",
    },
  },
  {
    name = "one-range", breaks = "a request for several ranges gets the whole file",
    replace = { ["etag on;"] = "etag on; max_ranges 1;" },
    catches = { "nginx > requests > several ranges come as one multipart body" },
  },
  {
    name = "no-body-limit", breaks = "a body of any length is taken",
    replace = { ["client_max_body_size 1k;"] = "client_max_body_size 0;" },
    catches = {
      "nginx > limits > a body that says it is too long is 413 before it is sent",
      "nginx > limits > a body in chunks is counted as it comes",
    },
  },
  {
    name = "no-head-timeout", breaks = "a client that never ends its head holds its connection for ever",
    replace = { ["client_header_timeout 50ms;"] = "client_header_timeout 1h;" },
    catches = {
      "nginx > connections > a head that does not come is not waited for",
      "nginx > TLS > a handshake may come byte by byte, but one that stops is given up",
    },
  },
  {
    name = "patient", breaks = "an upstream that hangs is waited for",
    replace = { ["proxy_read_timeout 100ms;"] = "proxy_read_timeout 1h;" },
    catches = { "nginx > upstream > one that does not answer in time is given up with 504" },
  },
  {
    name = "repeats-posts", breaks = "a POST that one upstream has taken is sent to the next one again",
    replace = { ["proxy_next_upstream_tries 2;"] =
      "proxy_next_upstream_tries 2; proxy_next_upstream error timeout non_idempotent;" },
    catches = { "nginx > upstream > a POST that one has taken is not sent to the next" },
  },
  {
    name = "hasty", breaks = "what runs is cut where a worker is to end gracefully",
    replace = { ["worker_shutdown_timeout 1h;"] = "worker_shutdown_timeout 1ms;" },
    catches = {
      "nginx > operation > a request that runs is finished by the worker that began it",
      "nginx > operation > SIGQUIT finishes what runs, takes nothing new, and ends",
      "nginx > TLS > an expired certificate is renewed by a reload, and what runs meanwhile is not cut",
    },
  },
  {
    name = "old-protocol", breaks = "versions of TLS are spoken that nobody should speak any more",
    replace = { ["ssl_protocols TLSv1.2 TLSv1.3;"] = "ssl_protocols TLSv1.1 TLSv1.2; ssl_ciphers DEFAULT:@SECLEVEL=0;" },
    catches = { "nginx > TLS > a version of TLS that is too old is refused by an alert, and logged" },
  },
  {
    name = "no-client-verification", breaks = "a client's certificate is asked for, and not looked at",
    replace = { ["ssl_verify_client on;"] = "ssl_verify_client optional_no_ca;" },
    catches = { "nginx > TLS > a client is asked for a certificate, and what is wrong with it is told over HTTP" },
  },
  {
    name = "no-sessions", breaks = "each connection has to do a whole handshake",
    replace = { ["ssl_session_cache shared:all:1m;"] = "ssl_session_cache off;" },
    catches = { "nginx > TLS > a session is taken up again, for the name that it was begun with" },
  },
  {
    name = "short-answers", breaks = "a balancer in front ends each connection after 256 KiB",
    front = "short-answers",
    catches = {
      "nginx > requests > a large file arrives whole",
      "nginx > connections > a client that does not read is given up",
      "nginx > limits > one client may have so many requests at a time",
    },
  },
  {
    name = "no-half-close", breaks = "a balancer in front takes the end of the client's writing for the end of both",
    front = "no-half-close",
    catches = { "nginx > upstream > a client that has finished writing gets its answer, where aborts are ignored" },
  },
}
