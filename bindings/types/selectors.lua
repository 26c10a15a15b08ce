---@meta selectors
-- require "selectors": Python's module. Errors are those of CPython 3.11.

---@class parley.selectorslib
---@field EVENT_READ integer 1
---@field EVENT_WRITE integer 2
local selectors = {}

---The selector to take: an EpollSelector.
---Raises OSError: EMFILE.
---@return parley.Selector
---@see Python selectors.DefaultSelector
function selectors.DefaultSelector() end

---A selector that waits by epoll(7).
---Raises OSError: EMFILE.
---@return parley.Selector
---@see epoll(7), Python selectors.EpollSelector
function selectors.EpollSelector() end

---A selector that waits by poll(2).
---Raises nothing.
---@return parley.Selector
---@see poll(2), Python selectors.PollSelector
function selectors.PollSelector() end

---A selector that waits by select(2).
---Raises nothing.
---@return parley.Selector
---@see select(2), Python selectors.SelectSelector
function selectors.SelectSelector() end

---@class parley.SelectorKey
---@field fileobj parley.FileObject What was registered.
---@field fd integer
---@field events integer
---@field data any

---@class parley.Selector It has __close, too.
local selector = {}

---From now on it is watched for these events.
---Raises ValueError for bad events or an object without a descriptor, KeyError for one that is registered.
---@param fileobj parley.FileObject
---@param events integer EVENT_READ, EVENT_WRITE or both.
---@param data? any
---@return parley.SelectorKey
---@see Python selectors.BaseSelector.register
function selector:register(fileobj, events, data) end

---It is watched no more. What was closed since can still be unregistered.
---Raises KeyError for what is not registered.
---@param fileobj parley.FileObject
---@return parley.SelectorKey
---@see Python selectors.BaseSelector.unregister
function selector:unregister(fileobj) end

---It is watched for other events, or with other data.
---Raises KeyError for what is not registered; OSError (EBADF) for what was closed since.
---@param fileobj parley.FileObject
---@param events integer
---@param data? any
---@return parley.SelectorKey
---@see Python selectors.BaseSelector.modify
function selector:modify(fileobj, events, data) end

---Waits until any is ready. `for key, events in selector:select() do` goes through the list.
---Raises OSError (EBADF) where one is closed while it waits.
---@param timeout? number In seconds; for ever unless told. 0 or less does not wait.
---@return [parley.SelectorKey, integer][] pairs of key and events
---@see Python selectors.BaseSelector.select
function selector:select(timeout) end

---The key of what is registered.
---Raises KeyError for what is not registered, RuntimeError once the selector is closed.
---@param fileobj parley.FileObject
---@return parley.SelectorKey
---@see Python selectors.BaseSelector.get_key
function selector:get_key(fileobj) end

---What is registered: map[fileobj] is its key, #map their number, pairs(map) gives descriptor and key. nil once closed.
---Raises nothing.
---@return table<parley.FileObject, parley.SelectorKey>?
---@see Python selectors.BaseSelector.get_map
function selector:get_map() end

---Ends it. What is registered stays open.
---Raises nothing.
---@see Python selectors.BaseSelector.close
function selector:close() end

---The descriptor of an EpollSelector; another one has none.
---Raises AttributeError where it has none; ValueError once it is closed.
---@return integer
---@see Python selectors.EpollSelector.fileno
function selector:fileno() end

return selectors
