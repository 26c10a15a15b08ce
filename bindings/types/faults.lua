---@meta _
-- Faults: what a bad network does, between any two sides. See docs/faults.md.

---An address, or the path of a UNIX socket.
---@alias parley.FaultAddress string|{ [1]: string, [2]: integer }

---@class parley.ProxyOptions
---@field name? string What the transcript calls it; "proxy" unless told. No role of the scenario.
---@field listen? parley.FaultAddress Where it listens; 127.0.0.1 and port 0, one of the kernel's choice, unless told.
---@field to parley.FaultAddress Where the server is.
---@field kind? "tcp"|"udp" "tcp" unless told. UNIX sockets are of kind "tcp", too.
---@field seed? integer Of what is drawn; `--set seed=N` or 1 unless told.
---@field toxics? table<string, table> What it does from the beginning: type -> attributes, as for `proxy:add`.

---@alias parley.StreamToxic "latency"|"bandwidth"|"slow_close"|"timeout"|"reset_peer"|"slicer"|"limit_data"
---@alias parley.DatagramToxic "latency"|"loss"|"duplicate"|"reorder"|"corrupt"

---@class parley.Proxy
---@field name string
---@field address parley.Address|string Where it listens, with the real port.
---@field kind string
---@field seed integer
local proxy = {}

---A toxic more, from now on, for the connections that stand and for those to come.
---Raises an error for a type that is none, an attribute that is none or has a wrong value, a name that is taken.
---@param type parley.StreamToxic|parley.DatagramToxic
---@param attributes? table Its own, and `stream` ("up", "down"; both unless told), `toxicity` (1), `name` (its type).
---@see docs/faults.md, tc-netem(8)
function proxy:add(type, attributes) end

---Other attributes for a toxic; what is not named stays.
---Raises an error for a name that is none, and what `add` raises.
---@param name string
---@param attributes table
---@see docs/faults.md
function proxy:update(name, attributes) end

---Takes a toxic away; what it held back goes on at once.
---Raises an error for a name that is none.
---@param name string
---@see docs/faults.md
function proxy:remove(name) end

---Down: connections are reset, and whoever connects is refused.
---Raises an error once closed.
---@see docs/faults.md
function proxy:disable() end

---Up again, at the same address.
---Raises `socket.OSError` where it cannot listen there; an error once closed.
---@see docs/faults.md
function proxy:enable() end

---Up, and without any toxic.
---Raises what `enable` raises.
---@see docs/faults.md
function proxy:reset_all() end

---Waits until everything has been passed on: no connection is left, no datagram is held back.
---Raises nothing.
---@see docs/faults.md
function proxy:drain() end

---@class parley.ProxyCounts
---@field received integer From the one side.
---@field sent integer To the other side.

---@class parley.ProxyStats
---@field connections integer So far; of a UDP proxy, clients.
---@field open integer Of these.
---@field up parley.ProxyCounts To the server: bytes; of a UDP proxy, datagrams.
---@field down parley.ProxyCounts To the client.

---What has passed so far.
---Raises nothing.
---@return parley.ProxyStats
---@see docs/faults.md
function proxy:stats() end

---Down for good. The scenario's end does it, too; twice is no error.
---Raises nothing.
---@see docs/faults.md
function proxy:close() end

---@class parley.CutOptions
---@field to parley.FaultAddress Where the server is.
---@field play fun(t: parley.t, cut: parley.Cut) One exchange, through `cut.address`; asserts what holds, however cut.
---@field listen? parley.FaultAddress Where the clients of a play connect; 127.0.0.1, port 0 unless told.
---@field name? string What the transcript calls who stands between; "cut" unless told.
---@field after? "up"|"down" Of which bytes: to the server, or to the client; both unless told.
---@field with? "fin"|"rst"|string[] How; both unless told.
---@field cap? integer How many cuts at the most, evenly spread; 256 unless told.

---How a play is cut. `stream`, `byte`, `of` and `with` are nil in the first one, which is whole.
---@class parley.Cut
---@field address parley.Address|string Where to connect to.
---@field stream? string "up" or "down": of the bytes to the server, or to the client.
---@field byte? integer So many of these pass.
---@field of? integer How many there are in the whole exchange.
---@field with? string "fin" or "rst".

---@class parley.CutResult
---@field plays integer How many cuts were played,
---@field of integer and how many there are.
---@field up integer The bytes of the whole exchange to the server.
---@field down integer Those to the client.

---@class parley.FailOptions
---@field call string As `t:calls` names it; or "getaddrinfo", "gethostbyname", "getnameinfo".
---@field errno integer|string
---@field nth? integer 1 unless told.
---@field role? string Whose call; the role that runs unless told.
