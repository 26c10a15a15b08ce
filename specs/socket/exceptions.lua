-- The classes of errors: Python's hierarchy, what an error knows, and which errno makes which class.
local socket = require "socket"
local support = require "support"

describe("the classes of errors", function()
  it("stand below each other as in Python", {
    covers = { "exc.connerr_bases", "tut.003.tcp_client_port_out_of_range" },
  }, function()
    local bases = {
      BrokenPipeError = { "ConnectionError", "OSError", "Exception" },
      ConnectionAbortedError = { "ConnectionError", "OSError" },
      ConnectionRefusedError = { "ConnectionError", "OSError" },
      ConnectionResetError = { "ConnectionError", "OSError" },
      BlockingIOError = { "OSError" }, TimeoutError = { "OSError" }, PermissionError = { "OSError" },
      FileNotFoundError = { "OSError" }, FileExistsError = { "OSError" }, InterruptedError = { "OSError" },
      IsADirectoryError = { "OSError" }, NotADirectoryError = { "OSError" },
      gaierror = { "OSError" }, herror = { "OSError" },
      OverflowError = { "ArithmeticError", "Exception" }, UnicodeError = { "ValueError", "Exception" },
    }
    for name, above in pairs(bases) do
      local e = socket[name]("text")
      for _, base in ipairs(above) do
        expect({ name, base, socket.isinstance(e, socket[base]) }):equals { name, base, true }
      end
    end
    for _, name in ipairs { "OverflowError", "ValueError", "TypeError", "AttributeError" } do
      expect({ name, socket.isinstance(socket[name]("text"), socket.error) }):equals { name, false }
    end
  end)

  it("have Python's two aliases", function()
    expect(rawequal(socket.error, socket.OSError)):is_true()
    expect(rawequal(socket.timeout, socket.TimeoutError)):is_true()
  end)

  it("know errno, strerror and their arguments, and print as Python's str(e)", {
    covers = { "exc.str_form", "exc.gaierror_str" },
  }, function()
    local refused = socket.ConnectionRefusedError(111, "Connection refused")
    expect({ tostring(refused), refused.errno, refused.strerror, refused.args })
      :equals { "[Errno 111] Connection refused", 111, "Connection refused", { 111, "Connection refused" } }
    local unknown = socket.gaierror(-2, "Name or service not known")
    local words = "Name or service not known"
    expect({ tostring(unknown), unknown.errno, unknown.strerror, unknown.args })
      :equals { "[Errno -2] " .. words, -2, words, { -2, words } }
    local plain = socket.OSError("timed out")
    expect({ tostring(plain), plain.args }):equals { "timed out", { "timed out" } }
    expect(plain.errno):is_nil()
    expect(plain.strerror):is_nil()
  end)

  it("are told apart by isinstance with one class or a list of them", function()
    local e = socket.BrokenPipeError(32, "Broken pipe")
    expect(socket.isinstance(e, { socket.gaierror, socket.ConnectionError })):is_true()
    expect(socket.isinstance(e, { socket.gaierror, socket.TimeoutError })):is_false()
    expect(socket.isinstance("Broken pipe", socket.OSError)):is_false()
  end)
end)

describe("an error that a call raises", function()
  it("has its errno and arguments, too", {
    covers = {
      "bind.in_use", "bind.in_use_errno", "tut.004.refused_is_not_gaierror",
      "tut.004.except_gaierror_does_not_catch_refused",
    },
  }, function()
    local taken = support.listener():getsockname()
    local e = expect(function() support.tcp():bind(taken) end):raises(socket.OSError, {
      errno = 98, strerror = "Address already in use", args = { 98, "Address already in use" },
    })
    expect(tostring(e)):equals("[Errno 98] Address already in use")
    local refused = expect(function()
      support.tcp():connect { support.host, support.refusing_port() }
    end):raises(socket.ConnectionRefusedError, { errno = 111 })
    expect(socket.isinstance(refused, socket.gaierror)):is_false()
  end)

  it("of Python's own making has no errno", { covers = { "timeout.is_oserror", "accept.timeout_attrs" } }, function()
    local listener = support.listener()
    listener:settimeout(0.01)
    local e = expect(function() listener:accept() end):raises(socket.TimeoutError, { args = { "timed out" } })
    expect(tostring(e)):equals("timed out")
    expect(e.errno):is_nil()
    expect(e.strerror):is_nil()
    expect(socket.isinstance(e, socket.error)):is_true()
  end)
end)
