---@meta selectors
-- require "selectors": Python's module. Errors are those of CPython 3.11.

---@class parley.selectorslib
---@field EVENT_READ integer 1
---@field EVENT_WRITE integer 2
local selectors = {}

---@return parley.Selector
function selectors.DefaultSelector() end

---@return parley.Selector
function selectors.EpollSelector() end

---@return parley.Selector
function selectors.PollSelector() end

---@return parley.Selector
function selectors.SelectSelector() end

---@class parley.SelectorKey
---@field fileobj parley.FileObject What was registered.
---@field fd integer
---@field events integer
---@field data any

---@class parley.Selector It has __close, too.
local selector = {}

---Raises ValueError for bad events or an object without a descriptor, KeyError for one that is registered.
---@param fileobj parley.FileObject
---@param events integer EVENT_READ, EVENT_WRITE or both.
---@param data? any
---@return parley.SelectorKey
function selector:register(fileobj, events, data) end

---What was closed since can still be unregistered. Raises KeyError for what is not registered.
---@param fileobj parley.FileObject
---@return parley.SelectorKey
function selector:unregister(fileobj) end

---Raises KeyError for what is not registered.
---@param fileobj parley.FileObject
---@param events integer
---@param data? any
---@return parley.SelectorKey
function selector:modify(fileobj, events, data) end

---Waits until any is ready. `for key, events in selector:select() do` goes through the list.
---@param timeout? number In seconds; for ever unless told. 0 or less does not wait.
---@return [parley.SelectorKey, integer][] pairs of key and events
function selector:select(timeout) end

---Raises KeyError for what is not registered, RuntimeError once the selector is closed.
---@param fileobj parley.FileObject
---@return parley.SelectorKey
function selector:get_key(fileobj) end

---What is registered: map[fileobj] is its key, #map their number, pairs(map) gives descriptor and key. nil once closed.
---@return table<parley.FileObject, parley.SelectorKey>?
function selector:get_map() end

---What is registered stays open.
function selector:close() end

---The descriptor of an EpollSelector; another one has none.
---@return integer
function selector:fileno() end

return selectors
