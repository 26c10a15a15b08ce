-- t:load: requests again and again over many connections. In the closed model a connection begins its next request when
-- the one before is answered; in the open one requests fall due at fixed moments, and their latency counts from there,
-- so that a server which stalls is not spared those that would have come meanwhile.
local core, import = ...

local connections = import "load_connections"
local options_of = import("load_options").checked
local result_of = import "load_result"

local function play(options)
  local lanes = connections.open(options, 1, options.connections)
  local run = core.load_begin(options.requests, options.duration, options.rate)
  connections.work(lanes, run)
  return run
end

-- t:load{...} -> its result.
return function(_, given)
  local options = options_of(given)
  local run = (options.processes > 1 and import "load_processes" or play)(options)
  return result_of(run, core.load_end(run, options.name, options.connections, options.processes, options.rate))
end
