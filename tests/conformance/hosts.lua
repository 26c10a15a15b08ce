-- The hosts file of both sides' worlds: the names that the cases look up, each with its aliases as in hosts(5).
return {
  ["pysock-host.example.test pysock-host alias-one"] = "127.0.0.1",
  ["multi.example.test"] = "127.0.0.2",
  ["multi.example.test multi"] = "127.0.0.3",
  ["v6only.example.test"] = "::1",
  ["fqdn.example.test shortname"] = "127.0.0.4",
}
