-- PostgreSQL, broken on purpose: `parley run specs/servers/postgres*.lua --set variant=NAME` has the scenarios in
-- `catches` fail and no other one. A variant replaces text of the configuration and of the statements that make the data
-- (`replace`), or has a balancer with a fault stand before the server (`front`, see bad_balancer.py).
return {
  {
    name = "no-statement-timeout", breaks = "a statement may take as long as it likes",
    replace = { ["SET statement_timeout = '50ms'"] = "SET statement_timeout = 0" },
    catches = { "PostgreSQL > limits > a statement that takes too long is ended, the session is not" },
  },
  {
    name = "no-idle-timeout", breaks = "a transaction may idle for ever and keep its locks",
    replace = { ["SET idle_in_transaction_session_timeout = '50ms'"] = "SET idle_in_transaction_session_timeout = 0" },
    catches = { "PostgreSQL > limits > a transaction that idles too long ends the session" },
  },
  {
    name = "no-lock-timeout", breaks = "a lock is waited for as long as it takes",
    replace = { ["SET lock_timeout = '50ms'"] = "SET lock_timeout = 0" },
    catches = { "PostgreSQL > limits > who waits too long for a lock is refused it" },
  },
  {
    name = "unlogged", breaks = "a table is not written to the log that a crash is recovered from",
    replace = { ["CREATE TABLE kept"] = "CREATE UNLOGGED TABLE kept" },
    catches = { "PostgreSQL > operation > what was committed outlives a crash, what was not does not" },
  },
  {
    name = "trusting", breaks = "no password is asked for",
    replace = { ["host all guarded all password"] = "host all guarded all trust" },
    catches = {
      "PostgreSQL > startup > a right password lets in",
      "PostgreSQL > startup > a wrong password is refused and logged",
      "PostgreSQL > startup > who does not say a password in time is given up",
    },
  },
  {
    name = "no-connection-limit", breaks = "one user may take all sessions",
    replace = { ["LOGIN CONNECTION LIMIT 1"] = "LOGIN" },
    catches = { "PostgreSQL > startup > one user may have so many sessions" },
  },
  {
    name = "old-protocol", breaks = "versions of TLS are spoken that nobody should speak any more",
    replace = { ["'TLSv1.2'"] = "'TLSv1.1'", ["'HIGH'"] = "'DEFAULT:@SECLEVEL=0'" },
    catches = { "PostgreSQL > TLS > a version that is too old is refused, and the log says which ones there are" },
  },
  {
    name = "no-client-certificates", breaks = "who names a user that needs a certificate is that user",
    replace = { ["hostssl all alice all cert"] = "hostssl all alice all trust" },
    catches = { "PostgreSQL > TLS > a client's certificate stands for a password, and for its own name only" },
  },
  {
    name = "tls-at-will", breaks = "who should use TLS is let in without",
    replace = { ["host all careful all reject"] = "host all careful all trust" },
    catches = { "PostgreSQL > TLS > who has to use it is not let in without" },
  },
  {
    name = "no-revocation", breaks = "nobody looks at the list of certificates that were revoked",
    replace = { ["ssl_crl_file"] = "#ssl_crl_file" },
    catches = {
      "PostgreSQL > TLS > a client's certificate that is revoked, or of another authority, is refused whoever it is for",
    },
  },
  {
    name = "no-cancel", breaks = "a balancer in front drops requests to cancel",
    front = "no-cancel",
    catches = {
      "PostgreSQL > limits > a request to cancel ends the statement, not the session",
      "PostgreSQL > limits > a request to cancel with another key does nothing",
    },
  },
  {
    name = "no-half-close", breaks = "a balancer in front takes the end of the client's writing for the end of both",
    front = "no-half-close",
    catches = { "PostgreSQL > queries > a client that has finished writing gets its answer" },
  },
  {
    name = "short-answers", breaks = "a balancer in front ends each connection after 256 KiB",
    front = "short-answers",
    catches = { "PostgreSQL > queries > a large value arrives whole" },
  },
}
