-- The servers of specs/servers that are broken on purpose, for ./dev servers: `parley list --format json` gives a
-- scenario for each, whose `skip` says what is broken and whose `covers` names the scenarios that turn red. parley has
-- to be started in the project's folder.
for _, suite in ipairs { "nginx", "haproxy", "postgres", "redis", "memcached", "smtp", "haproxy_regtests" } do
  describe(suite, function()
    for _, variant in ipairs(require("specs.servers." .. suite .. "_variants")) do
      scenario(variant.name, { skip = variant.breaks, covers = variant.catches }, function() end)
    end
  end)
end
