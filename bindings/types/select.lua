---@meta select
-- require "select": Python's module. What is waited for is a descriptor, or whatever has a method fileno(): a socket, a
-- file of makefile(), an epoll object. The other tasks run meanwhile. Errors are those of CPython 3.11.

---@alias parley.FileObject integer|{ fileno: fun(self: any): integer }

---@class parley.selectlib : parley.selectconstants
---@field error parley.ExceptionClass OSError.
local select = {}

---Waits until any is ready, and returns what of each list is.
---Raises OSError (EBADF) for a descriptor that is not open; ValueError for one that is negative (a closed socket's)
---or above 1023, and for a negative timeout.
---@param rlist parley.FileObject[]
---@param wlist parley.FileObject[]
---@param xlist parley.FileObject[] For urgent data.
---@param timeout? number In seconds; for ever unless told. 0 does not wait.
---@return parley.FileObject[] readable
---@return parley.FileObject[] writable
---@return parley.FileObject[] exceptional
---@see select(2), Python select.select
function select.select(rlist, wlist, xlist, timeout) end

---A new object that waits by poll(2).
---Raises nothing.
---@return parley.Poll
---@see poll(2), Python select.poll
function select.poll() end

---A descriptor of the kernel's. The scenario's end closes it, if nobody does.
---Raises OSError: EMFILE; ValueError for a sizehint that is not positive.
---@param sizehint? integer Only checked.
---@param flags? integer
---@return parley.Epoll
---@see epoll_create(2), Python select.epoll
function select.epoll(sizehint, flags) end

---@class parley.Poll poll(2).
local poll = {}

---From now on it is watched for these events.
---Raises ValueError for a descriptor or events that are negative, OverflowError for events of more than 16 bits.
---@param fd parley.FileObject
---@param eventmask? integer POLLIN | POLLPRI | POLLOUT unless told.
---@see poll(2), Python select.poll
function poll:register(fd, eventmask) end

---It is watched for other events.
---Raises FileNotFoundError for what is not registered.
---@param fd parley.FileObject
---@param eventmask integer
---@see poll(2), Python select.poll
function poll:modify(fd, eventmask) end

---It is watched no more.
---Raises KeyError for what is not registered.
---@param fd parley.FileObject
---@see poll(2), Python select.poll
function poll:unregister(fd) end

---Waits until any is ready. `for fd, event in poll:poll() do` goes through the list.
---Raises OSError (EBADF) where one is closed while it waits.
---@param timeout? number In milliseconds; for ever unless told, or where it is negative.
---@return [integer, integer][] pairs of descriptor and event, in the order of their registration
---@see poll(2), Python select.poll
function poll:poll(timeout) end

---@class parley.Epoll epoll(7). It has __close, too. Once closed all but close() raise ValueError.
---@field closed boolean
local epoll = {}

---From now on it is watched for these events.
---Raises FileExistsError for what is registered, PermissionError for what cannot be, OSError (EBADF).
---@param fd parley.FileObject
---@param eventmask? integer EPOLLIN | EPOLLPRI | EPOLLOUT unless told.
---@see epoll_ctl(2), Python select.epoll
function epoll:register(fd, eventmask) end

---It is watched for other events.
---Raises FileNotFoundError for what is not registered.
---@param fd parley.FileObject
---@param eventmask integer
---@see epoll_ctl(2), Python select.epoll
function epoll:modify(fd, eventmask) end

---It is watched no more.
---Raises FileNotFoundError for what is not registered.
---@param fd parley.FileObject
---@see epoll_ctl(2), Python select.epoll
function epoll:unregister(fd) end

---Waits until any is ready. `for fd, event in epoll:poll() do` goes through the list.
---Raises ValueError where maxevents is not positive.
---@param timeout? number In seconds; for ever unless told, or where it is negative.
---@param maxevents? integer
---@return [integer, integer][] pairs of descriptor and event
---@see epoll_wait(2), Python select.epoll
function epoll:poll(timeout, maxevents) end

---Twice is no error. What is registered stays open.
---Raises nothing.
---@see close(2), Python select.epoll
function epoll:close() end

---Its descriptor.
---Raises ValueError once it is closed.
---@return integer
---@see Python select.epoll
function epoll:fileno() end

return select
