-- The native half of ssl. OpenSSL is made ready when the first context, key or certificate is made.
local core, import = ...

local native = core.open_ssl()
local classes = import "ssl_errors"

native.set_classes(classes)

return native
