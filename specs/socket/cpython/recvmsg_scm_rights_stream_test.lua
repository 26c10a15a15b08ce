-- After RecvmsgSCMRightsStreamTest of CPython's test_socket: descriptors in messages, and too little room for them.
local socket = require "socket"
local support = require "support"

local tests = support.tests_of "RecvmsgSCMRightsStreamTest"
local CTRUNC, INT = socket.MSG_CTRUNC, string.packsize("i4")

-- Sockets that can be told apart wherever they come out: each has a name of its own.
local function named(count)
  local sockets = {}
  for n = 1, count do
    sockets[n] = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    sockets[n]:bind("")
  end
  return sockets
end

-- The ancillary data of recvmsg() has so many of these sockets, from the first on, in so many items at most. What came
-- is closed.
local function expect_first(ancillary, sockets, count, items)
  expect(#ancillary):at_most(items or 1)
  local names, wanted = {}, {}
  for _, item in ipairs(ancillary) do
    expect({ item.level, item.type, #item.data % INT }):equals { socket.SOL_SOCKET, socket.SCM_RIGHTS, 0 }
    for at = 1, #item.data, INT do
      local passed <close> = socket.socket { fileno = (string.unpack("i4", item.data, at)) }
      names[#names + 1] = passed:getsockname()
    end
  end
  for n = 1, count do wanted[n] = sockets[n]:getsockname() end
  expect(names):equals(wanted)
end

-- One item of ancillary data with the descriptors.
local function item_of(sockets)
  local data = {}
  for i, s in ipairs(sockets) do data[i] = string.pack("i4", s:fileno()) end
  return { socket.SOL_SOCKET, socket.SCM_RIGHTS, table.concat(data) }
end

-- A byte with that ancillary data is sent over a pair, whose other end receives with that room for it. What it gets,
-- beside the byte: the ancillary data and the flags.
local function passed(ancillary, ...)
  local a, b = socket.socketpair()
  expect(a:sendmsg({ "F" }, ancillary)):equals(1)
  local bytes, got, flags, address = b:recvmsg(1, ...)
  expect({ bytes, address }):equals { "F" }
  return got, flags & ~socket.MSG_EOR
end

describe("descriptors in a message", function()
  it("come out in their order, in one item", { covers = tests("testFDPassSimple", "testMultipleFDPass") }, function()
    for _, count in ipairs { 1, 4 } do
      local sockets = named(count)
      local got, flags = passed({ item_of(sockets) }, 10240)
      expect_first(got, sockets, count)
      expect(flags):equals(0)
    end
  end)

  it("need the room that CMSG_SPACE() or CMSG_LEN() says", {
    covers = tests("testFDPassCMSG_SPACE", "testFDPassCMSG_LEN"),
  }, function()
    for _, room in ipairs { socket.CMSG_SPACE(4 * INT), socket.CMSG_LEN(4 * INT) } do
      local sockets = named(4)
      local got, flags = passed({ item_of(sockets) }, room)
      expect_first(got, sockets, 4)
      expect(flags):equals(0)
    end
  end)

  it("of several items come in as many, or in one", {
    covers = tests("testFDPassSeparate", "testFDPassSeparateMinSpace"),
  }, function()
    for _, room in ipairs { 10240, socket.CMSG_SPACE(INT) + socket.CMSG_LEN(2 * INT) } do
      local sockets = named(2)
      local got, flags = passed({ item_of { sockets[1] }, item_of { sockets[2] } }, room)
      expect_first(got, sockets, 2, 2)
      expect(flags):equals(0)
    end
  end)

  it("may be none", { covers = tests "testFDPassEmpty" }, function()
    expect_first(passed({ { socket.SOL_SOCKET, socket.SCM_RIGHTS, "" } }, 10240), {}, 0)
  end)

  it("of which one is cut short are what is whole of them", {
    covers = tests("testFDPassPartialInt", "testFDPassPartialIntInMiddle"),
  }, function()
    local sockets = named(2)
    local cut = string.pack("i4", -0x5555):sub(1, INT - 1)
    local alone = { socket.SOL_SOCKET, socket.SCM_RIGHTS, cut }
    expect_first(passed({ alone }, 10240), sockets, 0)
    local first = item_of { sockets[1] }
    first[3] = first[3] .. cut
    expect_first(passed({ first, item_of { sockets[2] } }, 10240), sockets, 2, 2)
  end)
end)

describe("too little room for descriptors", function()
  it("even for the head of an item, loses them, and says so", {
    covers = tests("testCmsgTruncNoBufSize", "testCmsgTrunc0", "testCmsgTrunc1", "testCmsgTrunc2Int",
      "testCmsgTruncLen0Minus1"),
  }, function()
    for _, room in ipairs { {}, { 0 }, { 1 }, { 2 * INT }, { socket.CMSG_LEN(0) - 1 } } do
      expect({ passed({ item_of(named(1)) }, table.unpack(room)) }):equals { {}, CTRUNC }
    end
  end)

  it("gives those for which there is some, and says that there were more", {
    covers = tests("testCmsgTruncLen0", "testCmsgTruncLen0Plus1", "testCmsgTruncLen1", "testCmsgTruncLen2Minus1"),
  }, function()
    local rooms = {
      [socket.CMSG_LEN(0)] = 0, [socket.CMSG_LEN(0) + 1] = 0, [socket.CMSG_LEN(INT)] = 1,
      [socket.CMSG_LEN(2 * INT) - 1] = 1,
    }
    for room, count in pairs(rooms) do
      local sockets = named(2)
      local got, flags = passed({ item_of(sockets) }, room)
      expect_first(got, sockets, count)
      expect(flags):equals(CTRUNC)
    end
  end)
end)
