-- The hosts file of both sides' worlds: the names that the cases look up.
return {
  ["pysock-host.example.test"] = "127.0.0.1",
  ["multi.example.test"] = "127.0.0.2",
  ["v6only.example.test"] = "::1",
  ["fqdn.example.test"] = "127.0.0.4",
}
