-- HAProxy, broken on purpose: `parley run specs/servers/haproxy*.lua --set variant=NAME` has the scenarios in `catches`
-- fail and no other one. A variant replaces text of the configuration (`replace`), or has a balancer with a fault stand
-- before it (`front`, see bad_balancer.py).
return {
  {
    name = "no-forwarded-for", breaks = "servers do not learn the client's address",
    replace = { ["option forwardfor"] = "" },
    catches = { "HAProxy > requests > the server learns who the client is" },
  },
  {
    name = "no-head-timeout", breaks = "a client that never ends its head holds its connection",
    replace = { ["timeout http-request 50ms"] = "timeout http-request 1h" },
    catches = { "HAProxy > limits > a head that does not come is 408" },
  },
  {
    name = "no-redispatch", breaks = "a server that refuses is asked again, no other one",
    replace = { ["option redispatch 1"] = "no option redispatch" },
    catches = {
      "HAProxy > servers > that refuse a connection are passed over",
      "HAProxy > servers > that end without an answer are passed over for a GET",
    },
  },
  {
    name = "repeats-posts", breaks = "a POST that one server has taken is sent to the next one again",
    replace = { ["http-request disable-l7-retry if METH_POST"] = "" },
    catches = { "HAProxy > servers > that end without an answer are not passed over for a POST" },
  },
  {
    name = "forgets-cookie", breaks = "a client is not led to its server",
    replace = { ["cookie NODE insert indirect nocache"] = "" },
    catches = { "HAProxy > servers > stay a client's by its cookie" },
  },
  {
    name = "aborts-half-closed", breaks = "the end of the client's writing is taken for its end",
    replace = { ["timeout connect 1s"] = "timeout connect 1s\n  option abortonclose" },
    catches = { "HAProxy > requests > a client that has finished writing gets its answer" },
  },
  {
    name = "hasty", breaks = "what runs is cut where a worker is to end gracefully",
    replace = { ["global\n"] = "global\n  hard-stop-after 1ms\n" },
    catches = {
      "HAProxy > operation > a request that runs is finished by the worker that began it",
      "HAProxy > operation > SIGUSR1 finishes what runs, takes nothing new, and ends",
    },
  },
  {
    name = "old-protocol", breaks = "a version of TLS is spoken that nobody should speak any more",
    replace = { ["ssl-min-ver TLSv1.2"] = "ssl-min-ver TLSv1.1" },
    catches = { "HAProxy > TLS > versions and ciphers that are not shared are refused, each by its alert" },
  },
  {
    name = "verifies-nobody", breaks = "neither clients nor servers have to prove who they are",
    replace = { ["verify required"] = "verify none" },
    catches = {
      "HAProxy > TLS > a client without a good certificate is refused within the handshake",
      "HAProxy > TLS > the servers behind it have to prove who they are",
    },
  },
  {
    name = "no-tickets", breaks = "a session is known to the worker alone that began it",
    replace = { ["global\n"] = "global\n  ssl-default-bind-options no-tls-tickets\n" },
    catches = { "HAProxy > TLS > a session is taken up again after a reload, where the keys of tickets are kept" },
  },
  {
    name = "short-answers", breaks = "another balancer in front ends each connection after 256 KiB",
    front = "short-answers",
    catches = { "HAProxy > requests > a large answer arrives whole" },
  },
}
