---@meta select
-- require "select": Python's module. What is waited for is a descriptor, or whatever has a method fileno(): a socket, a
-- file of makefile(), an epoll object. The other tasks run meanwhile. Errors are those of CPython 3.11.

---@alias parley.FileObject integer|{ fileno: fun(self: any): integer }

---@class parley.selectlib : parley.selectconstants
---@field error parley.ExceptionClass OSError.
local select = {}

---Waits until any is ready, and returns what of each list is. select(2). Raises OSError EBADF for a descriptor that is
---not open, ValueError for one that is negative (a closed socket's) or above 1023.
---@param rlist parley.FileObject[]
---@param wlist parley.FileObject[]
---@param xlist parley.FileObject[] For urgent data.
---@param timeout? number In seconds; for ever unless told. 0 does not wait.
---@return parley.FileObject[] readable
---@return parley.FileObject[] writable
---@return parley.FileObject[] exceptional
function select.select(rlist, wlist, xlist, timeout) end

---@return parley.Poll
function select.poll() end

---A descriptor of the kernel's, epoll_create(2). The scenario's end closes it, if nobody does.
---@param sizehint? integer Only checked.
---@param flags? integer
---@return parley.Epoll
function select.epoll(sizehint, flags) end

---@class parley.Poll poll(2).
local poll = {}

---@param fd parley.FileObject
---@param eventmask? integer POLLIN | POLLPRI | POLLOUT unless told.
function poll:register(fd, eventmask) end

---Raises FileNotFoundError for what is not registered.
---@param fd parley.FileObject
---@param eventmask integer
function poll:modify(fd, eventmask) end

---Raises KeyError for what is not registered.
---@param fd parley.FileObject
function poll:unregister(fd) end

---Waits until any is ready. `for fd, event in poll:poll() do` goes through the list.
---@param timeout? number In milliseconds; for ever unless told, or where it is negative.
---@return [integer, integer][] pairs of descriptor and event, in the order of their registration
function poll:poll(timeout) end

---@class parley.Epoll epoll(7). It has __close, too. Once closed all but close() raise ValueError.
---@field closed boolean
local epoll = {}

---epoll_ctl(2). Raises FileExistsError for what is registered, PermissionError for what cannot be.
---@param fd parley.FileObject
---@param eventmask? integer EPOLLIN | EPOLLPRI | EPOLLOUT unless told.
function epoll:register(fd, eventmask) end

---Raises FileNotFoundError for what is not registered.
---@param fd parley.FileObject
---@param eventmask integer
function epoll:modify(fd, eventmask) end

---Raises FileNotFoundError for what is not registered.
---@param fd parley.FileObject
function epoll:unregister(fd) end

---Waits until any is ready. `for fd, event in epoll:poll() do` goes through the list.
---@param timeout? number In seconds; for ever unless told, or where it is negative.
---@param maxevents? integer
---@return [integer, integer][] pairs of descriptor and event
function epoll:poll(timeout, maxevents) end

---Twice is no error. What is registered stays open.
function epoll:close() end

---@return integer
function epoll:fileno() end

return select
