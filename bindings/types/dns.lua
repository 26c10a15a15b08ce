---@meta dns
-- require "dns": the name server of a scenario that has the option dns.

---What a name has: records by type, each one value or a list of them; or a code in their place.
---@class parley.Answer
---@field A? string|string[]
---@field AAAA? string|string[]
---@field CNAME? string
---@field PTR? string|string[]
---@field NS? string|string[]
---@field MX? table Preference, host; or a list of such.
---@field TXT? string|string[]
---@field SRV? table Priority, weight, port, host; or a list of such.
---@field ttl? integer In seconds, 60 unless told.
---@field code? parley.Code
---@field delay? number In seconds.
---@field truncated? boolean It sends the client to TCP.
---@field malformed? "wrong id"|"cut short"|"compression loop"|"random bytes"

---@alias parley.Code "NXDOMAIN"|"NODATA"|"SERVFAIL"|"REFUSED"|"FORMERR"|"NOTIMP"|"TIMEOUT"
---@alias parley.Records parley.Code|parley.Answer|(parley.Code|parley.Answer)[]

---@class parley.Query
---@field name string
---@field type string "AAAA"
---@field transport "udp"|"tcp"

---@class parley.dnslib
local dns = {}

---What has been asked in this scenario, in the order in which it came, by its programs too.
---Raises RuntimeError where the scenario has no option dns.
---@return parley.Query[]
---@see docs/writing-scenarios.md, Names
function dns.queries() end

---From now on the name has these records.
---Raises an error that names what is wrong with the records; RuntimeError where the scenario has no option dns.
---@param name string
---@param records parley.Records
---@see docs/writing-scenarios.md, Names
function dns.set(name, records) end

---From now on each query for the name is answered with what fn returns. fn runs in a task of its own and may wait.
---Raises an error for what is no name or no function, and in the task of fn for an answer that is none; RuntimeError
---where the scenario has no option dns.
---@param name string
---@param fn fun(query: parley.Query): parley.Code|parley.Answer
---@see docs/writing-scenarios.md, Names
function dns.answer(name, fn) end

return dns
