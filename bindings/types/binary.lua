---@meta binary
-- require "binary": layouts of binary frames, declared once of types; a type writes, reads and lies. What breaks the
-- layout raises `ProtocolError`, a stream that ends within a frame `IncompleteRead`; both name the field and its place.
-- A value that does not fit is a ValueError that names the field.

---Values by the path of a field, in the place of those that would be right: { ["header.qos"] = 3 }. The length of a
---part is its field's path and ".length", the count of a list ".count", its items "[1]"; binary.raw() stands for any
---bytes.
---@alias parley.BinaryLies table<string, any>

---Where a value is looked for: the path of an earlier field, in the innermost record that has it ("header.type"); or a
---function of the record.
---@alias parley.BinaryKey string|fun(record: table): any

---@class parley.BinaryType
local kind = {}

---The bytes of a value.
---Raises ValueError that names the field, for a value that does not fit and a lie about no field.
---@param value any
---@param lies? parley.BinaryLies
---@return string
---@see docs/protocols.md, Binary frames
function kind:encode(value, lies) end

---The value of these bytes. With `at` it begins there, and the position behind it is a second result; else nothing may
---be left.
---Raises ProtocolError, IncompleteRead.
---@param bytes string
---@param at? integer From 1.
---@return any value
---@return integer? behind
---@see docs/protocols.md, Binary frames
function kind:decode(bytes, at) end

---The next frame of a connection, a record of the transcript; nil where the stream has ended. Not a byte behind it is
---taken.
---Raises ProtocolError, IncompleteRead; what recv does.
---@param socket parley.Socket
---@return any
---@see docs/protocols.md, Binary frames
function kind:read(socket) end

---Sends what encode gives.
---Raises what encode and sendall do.
---@param socket parley.Socket
---@param value any
---@param lies? parley.BinaryLies
---@see docs/protocols.md, Binary frames
function kind:send(socket, value, lies) end

---Numbers are in the network's order; those with _le begin with the lowest byte.
---@class parley.binarylib
---@field ProtocolError parley.ExceptionClass A ValueError, with `offset` (from 0) and `bytes`.
---@field IncompleteRead parley.ExceptionClass An IncompleteReadError, with `partial`.
---@field u8 parley.BinaryType
---@field i8 parley.BinaryType
---@field u16 parley.BinaryType
---@field i16 parley.BinaryType
---@field u24 parley.BinaryType
---@field i24 parley.BinaryType
---@field u32 parley.BinaryType
---@field i32 parley.BinaryType
---@field u64 parley.BinaryType
---@field i64 parley.BinaryType
---@field f32 parley.BinaryType
---@field f64 parley.BinaryType
---@field u16_le parley.BinaryType
---@field i16_le parley.BinaryType
---@field u24_le parley.BinaryType
---@field i24_le parley.BinaryType
---@field u32_le parley.BinaryType
---@field i32_le parley.BinaryType
---@field u64_le parley.BinaryType
---@field i64_le parley.BinaryType
---@field f32_le parley.BinaryType
---@field f64_le parley.BinaryType
---@field rest parley.BinaryType All bytes that are left of what it stands in.
---@field cstring parley.BinaryType A text up to a NUL.
---@field ber_length parley.BinaryType A length of BER, in one byte or more.
---@field ber_boolean parley.BinaryType Tag 1.
---@field ber_integer parley.BinaryType Tag 2.
---@field ber_string parley.BinaryType Tag 4, an octet string.
---@field ber_enumerated parley.BinaryType Tag 10, as a number.
---@field ber_any parley.BinaryType { tag = number, content = bytes }
local binary = {}

---What stands for these bytes in the place of any value.
---Raises nothing.
---@param bytes string
---@return any
---@see docs/protocols.md, Binary frames
function binary.raw(bytes) end

---One value of string.pack.
---Raises ValueError for a format of none, or without a fixed size.
---@param format string ">i3"
---@return parley.BinaryType
---@see Lua string.pack
function binary.packed(format) end

---So many bytes.
---Raises TypeError for no number.
---@param n integer
---@return parley.BinaryType
---@see docs/protocols.md, Binary frames
function binary.bytes(n) end

---These bytes and no other; the field needs no value and gives none.
---Raises nothing.
---@param bytes string
---@return parley.BinaryType
---@see docs/protocols.md, Binary frames
function binary.literal(bytes) end

---So many bytes, written as zeroes and read as any; the field needs no value and gives none.
---Raises nothing.
---@param n integer
---@return parley.BinaryType
---@see docs/protocols.md, Binary frames
function binary.padding(n) end

---A number in groups of seven bits, the lowest first, as MQTT and protocol buffers have it. One that could be shorter
---is refused.
---Raises nothing.
---@param most? integer Bytes: 4 unless told.
---@return parley.BinaryType
---@see docs/protocols.md, Binary frames
function binary.varint(most) end

---A number by its name.
---Raises TypeError for no type.
---@param type parley.BinaryType
---@param numbers table<string, integer>
---@param options? { open?: boolean } open: a number without a name is given as a number, and not refused.
---@return parley.BinaryType
---@see docs/protocols.md, Binary frames
function binary.enum(type, numbers, options) end

---Numbers in bits, the first one in the highest: 8 bits together, 16, ... up to 64. One that is not given is 0.
---Raises TypeError, ValueError for a list of none.
---@param fields table A list of { name, number of bits, { NAME = number } }, the names where there are any.
---@return parley.BinaryType
---@see docs/protocols.md, Binary frames
function binary.bits(fields) end

---Fields behind each other: a table by name.
---Raises TypeError for a list of none.
---@param fields table A list of { name, type }.
---@return parley.BinaryType
---@see docs/protocols.md, Binary frames
function binary.record(fields) end

---A part with its length in bytes before it.
---Raises TypeError for no type.
---@param length_type parley.BinaryType
---@param inner parley.BinaryType
---@param options? { adds?: integer } What the length counts besides: 4 where it has itself in it.
---@return parley.BinaryType
---@see docs/protocols.md, Binary frames
function binary.sized(length_type, inner, options) end

---Bytes with their length before them.
---Raises TypeError for no type.
---@param length_type parley.BinaryType
---@return parley.BinaryType
---@see docs/protocols.md, Binary frames
function binary.text(length_type) end

---Items behind each other, up to the end of what they stand in unless told.
---Raises TypeError for no type.
---@param inner parley.BinaryType
---@param options? { count?: integer|parley.BinaryType|parley.BinaryKey, ends_with?: string }
---@return parley.BinaryType
---@see docs/protocols.md, Binary frames
function binary.list(inner, options) end

---The type that an earlier field chooses.
---Raises TypeError for no type.
---@param key parley.BinaryKey
---@param cases table<any, parley.BinaryType>
---@param default? parley.BinaryType
---@return parley.BinaryType
---@see docs/protocols.md, Binary frames
function binary.choice(key, cases, default) end

---What is there where an earlier field is neither 0, false nor missing.
---Raises TypeError for no type.
---@param key parley.BinaryKey
---@param inner parley.BinaryType
---@return parley.BinaryType
---@see docs/protocols.md, Binary frames
function binary.optional(key, inner) end

---A type with a tag of BER and a length.
---Raises TypeError for no type.
---@param tag integer A byte: 0x30.
---@param inner parley.BinaryType
---@return parley.BinaryType
---@see RFC 4511, 5.1
function binary.ber(tag, inner) end

---A record with a tag of BER and a length.
---Raises TypeError for a list of none.
---@param fields table A list of { name, type }.
---@param tag? integer 0x30 unless told.
---@return parley.BinaryType
---@see RFC 4511, 5.1
function binary.ber_sequence(fields, tag) end

return binary
