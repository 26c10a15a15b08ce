scenario(function() end)
