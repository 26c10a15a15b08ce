-- Says what --set gave.
scenario("parameters", function(t)
  expect(t:param("name", "the default")):equals(t:param("wanted", "the default"))
  expect(t:param("other")):equals(t:param("wanted other"))
end)
