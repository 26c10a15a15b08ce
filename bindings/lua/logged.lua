-- For the event log: puts wrap(fn, name) in the place of each function that a script calls a socket by. A declared
-- read is one call, as in t:calls; what it is made of stands in native.reads, which is left as it is.
local core, import = ...

local native = core.socket
local module = import "socket"

local function replace(functions, wrap, copies)
  for name, fn in next, functions do
    if type(fn) == "function" then
      functions[name] = wrap(fn, name)
      if copies and rawget(copies, name) == fn then copies[name] = functions[name] end
    end
  end
end

return function(wrap)
  core.logs = wrap -- for ssl, which is loaded by whoever requires it
  replace(native, wrap, module)
  replace(native.methods, wrap)
  native.reads.take_judged = wrap(native.reads.take_judged, "recv_until")
end
