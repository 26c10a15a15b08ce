// Bytes as people read them in transcripts and failure reports: text in C escapes between double quotes,
// anything else in hexadecimal. Pure functions; the transcript's canonical form and the failure reports call
// them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace parley {

/// `bytes` between double quotes: \" \\ \t \r \n, well-formed printable UTF-8 as it is, every other byte as
/// \xNN (two hexadecimal digits, as in Lua; a NUL is \x00). Invisible characters of Unicode (C1 controls,
/// line separators, marks that reverse the direction of text, the byte order mark) and the code points that
/// are no characters (which XML forbids) are escaped too: a log must not look like something that it is not.
std::string quoted(std::string_view bytes);

/// Whether `bytes` are better shown in hexadecimal: they hold a NUL or something that is not UTF-8, or more
/// than one byte in ten is a control character other than tab, carriage return, newline and ESC. Empty data
/// is text.
bool is_binary(std::string_view bytes);

/// Two hexadecimal digits a byte, a blank between bytes, 16 bytes a line, `line_break` between lines.
std::string hex_dump(std::string_view bytes, std::string_view line_break = "\n");

/// `bytes` without a UTF-8 sequence that its end cuts in two.
std::string_view without_partial_character(std::string_view bytes);

/// The length of the well-formed UTF-8 sequence (RFC 3629) at the front of `bytes`; 0 where there is none.
std::size_t utf8_sequence(std::string_view bytes);

}  // namespace parley
