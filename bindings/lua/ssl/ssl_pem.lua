-- Certificates as texts: PEM and DER, and the times that getpeercert() shows.
local core = ...

local M = {}

local HEADER, FOOTER = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"
local alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

local function base64(bytes)
  local parts = {}
  for at = 1, #bytes, 3 do
    local a, b, c = bytes:byte(at, at + 2)
    local bits, used = a << 16 | (b or 0) << 8 | (c or 0), c and 4 or b and 3 or 2
    for place = 1, 4 do
      local digit = (bits >> 24 - 6 * place & 63) + 1
      parts[#parts + 1] = place <= used and alphabet:sub(digit, digit) or "="
    end
  end
  return table.concat(parts)
end

local values = {}
for i = 1, #alphabet do values[alphabet:byte(i)] = i - 1 end

local function from_base64(text)
  local parts, bits, count = {}, 0, 0
  for at = 1, #text do
    local value = values[text:byte(at)]
    if value then
      bits, count = bits << 6 | value, count + 6
      if count >= 8 then
        count = count - 8
        parts[#parts + 1] = string.char(bits >> count & 255)
        bits = bits & (1 << count) - 1
      end
    end
  end
  return table.concat(parts)
end

-- DER_cert_to_PEM_cert(bytes) -> text, in lines of 64 characters.
function M.encode(der)
  local lines, text = { HEADER }, base64(der)
  for at = 1, #text, 64 do lines[#lines + 1] = text:sub(at, at + 63) end
  lines[#lines + 1] = FOOTER .. "\n"
  return table.concat(lines, "\n")
end

-- PEM_cert_to_DER_cert(text) -> bytes.
function M.decode(text)
  if text:sub(1, #HEADER) ~= HEADER then
    core.raise("ValueError", "Invalid PEM encoding; must start with " .. HEADER)
  end
  local stripped = text:gsub("%s+$", "")
  if stripped:sub(-#FOOTER) ~= FOOTER then
    core.raise("ValueError", "Invalid PEM encoding; must end with " .. FOOTER)
  end
  return from_base64(stripped:sub(#HEADER + 1, -#FOOTER - 1))
end

local months = {}
for i, name in ipairs { "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec" } do
  months[name] = i
end

-- Days from 1970 to a day of the Gregorian calendar.
local function days_to(year, month, day)
  if month <= 2 then year, month = year - 1, month + 12 end
  return 365 * year + year // 4 - year // 100 + year // 400 + (153 * month - 457) // 5 + day - 719469
end

-- cert_time_to_seconds("Jan  5 09:34:43 2018 GMT") -> seconds since 1970.
function M.seconds(text)
  local month, day, hour, minute, second, year = text:match("^(%a%a%a) +(%d+) (%d%d):(%d%d):(%d%d) (%d%d%d%d) GMT$")
  local number = month and months[month:lower()]
  if not number then
    core.raise("ValueError", ("time data '%s' does not match format \"%%b %%d %%H:%%M:%%S %%Y GMT\""):format(text))
  end
  local days = days_to(math.tointeger(year), number, math.tointeger(day))
  return ((days * 24 + math.tointeger(hour)) * 60 + math.tointeger(minute)) * 60 + math.tointeger(second)
end

return M
