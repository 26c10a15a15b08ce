-- For sandbox.lua: a module that tells what require gave it.
local name, path = ...

return { name = name, path = path }
