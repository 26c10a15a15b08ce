-- Sockets that the kernel or Python's checks of arguments refuse to make.
local socket = require "socket"
local support = require "support"

local error_of = support.error_of

describe("socket() raises", function()
  it("what the kernel says to the family, the type and the protocol", { covers = {
    "create.bad_family", "create.af_unspec", "create.bad_type_bits", "create.proto_mismatch", "create.unix_proto",
    "create.negative_proto", "create.huge_proto", "create.raw_proto0", "tut.000.rdm_and_seqpacket_constants",
  } }, function()
    local no_family = "OSError: [Errno 97] Address family not supported by protocol"
    local no_type = "OSError: [Errno 94] Socket type not supported"
    local no_protocol = "OSError: [Errno 93] Protocol not supported"
    local invalid = "OSError: [Errno 22] Invalid argument"
    local refused = {
      { no_family, 9999, socket.SOCK_STREAM },
      { no_family, socket.AF_UNSPEC, socket.SOCK_STREAM },
      { no_type, socket.AF_INET, socket.SOCK_RDM },
      { no_type, socket.AF_INET, socket.SOCK_SEQPACKET },
      { no_protocol, socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_UDP },
      { no_protocol, socket.AF_UNIX, socket.SOCK_STREAM, socket.IPPROTO_TCP },
      { no_protocol, socket.AF_INET, socket.SOCK_RAW },
      { invalid, socket.AF_INET, 99 },
      { invalid, socket.AF_INET, socket.SOCK_STREAM, -5 },
      { invalid, socket.AF_INET, socket.SOCK_STREAM, 1 << 20 },
    }
    for _, case in ipairs(refused) do
      expect(error_of(socket.socket, table.unpack(case, 2))):equals(case[1])
    end
  end)

  it("a TypeError for what is no integer, and an OverflowError for one too large", { covers = {
    "create.family_str", "create.family_float", "create.family_overflow", "tut.001.socket_list_args_synopsis",
  } }, function()
    local no_integer = "TypeError: '%s' object cannot be interpreted as an integer"
    expect(error_of(socket.socket, "AF_INET")):equals(no_integer:format("str"))
    expect(error_of(socket.socket, "2")):equals(no_integer:format("str"))
    expect(error_of(socket.socket, 2.0)):equals(no_integer:format("float"))
    -- Lua has one kind of table, which is Python's tuple here.
    expect(error_of(socket.socket, { socket.AF_INET }, { socket.SOCK_STREAM })):equals(no_integer:format("tuple"))
    expect(error_of(socket.socket, 1 << 40)):equals("OverflowError: Python int too large to convert to C int")
  end)

  it("a TypeError for an argument too many and for a keyword that it does not know", {
    covers = { "create.too_many" },
  }, function()
    expect(error_of(socket.socket, 2, 1, 0, nil, 5))
      :equals("TypeError: socket.__init__() takes from 1 to 5 positional arguments but 6 were given")
    expect(error_of(socket.socket, { backlog = 5 }))
      :equals("TypeError: socket.__init__() got an unexpected keyword argument 'backlog'")
  end)
end)
