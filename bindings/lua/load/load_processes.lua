-- A load that several processes share: each plays a part of the connections and of the requests, in a process forked from
-- the scenario's, and what they came to is merged.
local core, import = ...

local connections = import "load_connections"

-- In a process of its own: the connections from `first` on, and every so-manyth request.
local function play_share(options, share, first, count)
  local lanes = connections.open(options, first, count)
  local begin = core.load_ready()
  local run = core.load_begin(options.requests, options.duration, options.rate, begin, share, options.processes)
  connections.work(lanes, run)
end

local shares_meta = {
  __close = function(shares)
    for _, share in ipairs(shares) do core.load_kill(share) end
  end,
}

local function fork_all(shares, options)
  local first = 1
  for i = 1, options.processes do
    local rest = options.connections + 1 - first
    local count = rest // (options.processes + 1 - i)
    shares[i] = core.load_fork(play_share, options, i - 1, first, count)
    first = first + count
  end
end

-- The first that fails ends the scenario, and with it the others; what failed was noted where it happened.
local function finish(share, run)
  core.load_await(share, true)
  if not core.load_collect(share, run) then error({ recorded = true }, 0) end
end

-- play(options) -> run, when all are done.
return function(options)
  local shares <close> = setmetatable({}, shares_meta)
  fork_all(shares, options)
  connections.together(shares, options.name, function(share)
    if not core.load_await(share, false) then finish(share, core.load_begin(0)) end
  end)
  local begin = core.load_now()
  local run = core.load_begin(0, nil, nil, begin)
  for _, share in ipairs(shares) do core.load_go(share, begin) end
  connections.together(shares, options.name, finish, run)
  return run
end
