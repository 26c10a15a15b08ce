-- What of Python's threads and programs the cases use, on parley's tasks: tasks(t) -> names for their Lua form.
local values = require "values"

local Bg = {}
Bg.__index = Bg

function Bg:alive() return not self.done:is_set() end

-- Its result, or its error as a value.
function Bg:join()
  self.done:wait()
  return self.value
end

return function(t)
  local names, started = {}, 0

  -- A call in a task of its own.
  function names.Bg(fn, ...)
    local task = setmetatable({ done = t:event() }, Bg)
    local arguments = table.pack(...)
    started = started + 1
    t:background("thread " .. started, function()
      local results = table.pack(pcall(fn, table.unpack(arguments, 1, arguments.n)))
      task.value = results[2]
      if results[1] and results.n > 2 then task.value = values.L(table.unpack(results, 2, results.n)) end
      task.done:set()
    end)
    return task
  end

  -- The time that the cases themselves give the kernel and their threads.
  function names.settle(seconds) t:sleep(seconds or 0.03) end

  -- Runs a program: the lines that it prints, input()'s prompts among them, and the error that ended it.
  function names.runsrc(program, inputs, ns)
    local lines, asked = { n = 0 }, 0
    local exit = setmetatable({}, { __name = "SystemExit" })
    local function line(text) values.append(lines, text) end
    local function ask(prompt)
      line(prompt)
      asked = asked + 1
      return inputs[asked]
    end
    local function show(...)
      local words = table.pack(...)
      for i = 1, words.n do words[i] = tostring(words[i]) end
      line(table.concat(words, " "))
    end
    local ok, e = pcall(program, show, ask, { exit = function() error(exit, 0) end }, ns)
    return values.L(lines, not ok and e or nil)
  end

  return names
end
