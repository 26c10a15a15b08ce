-- Random numbers for faults: the same ones for the same seed and purpose, on every machine, whatever else draws. Each
-- toxic of each direction of each connection has a generator of its own, so how tasks take turns changes no draw.

local Generator = {}
Generator.__index = Generator

local step = 0x9e3779b97f4a7c15 -- 2^64 divided by the golden ratio, the step of splitmix64

local function mix(z)
  z = (z ~ (z >> 30)) * 0xbf58476d1ce4e5b9
  z = (z ~ (z >> 27)) * 0x94d049bb133111eb
  return z ~ (z >> 31)
end

-- -> a number from 0, below 1.
function Generator:unit()
  self.state = self.state + step
  return (mix(self.state) >> 11) * 2.0 ^ -53
end

-- -> a number from -n to n.
function Generator:around(n) return (2 * self:unit() - 1) * n end

-- -> an integer from 0, below n.
function Generator:below(n) return math.min(self:unit() * n // 1 | 0, n - 1) end

-- Whether something of this probability (0 to 1) happens.
function Generator:happens(probability) return self:unit() < probability end

local M = {}

-- A generator for `seed` (an integer) and a purpose: integers and strings.
function M.new(seed, ...)
  local state = mix(seed + step)
  for _, part in ipairs { ... } do
    for _, byte in ipairs { tostring(part):byte(1, -1) } do state = mix((state ~ byte) + step) end
    state = mix(state + step)
  end
  return setmetatable({ state = state }, Generator)
end

return M
