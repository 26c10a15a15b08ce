// The words that diagrams are made of, and how wide they are. Whatever bytes come in, what goes out is UTF-8
// without control characters.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/diagram/diagram.hpp"

namespace parley::diagram {

/// `text` on one line: control characters and what is no UTF-8 are escaped.
std::string safe(std::string_view text);

/// Of `length` bytes the first, `bytes`: in quotes, or in hexadecimal where they are no text. `cut` becomes
/// true where that is not all of them.
std::string payload(std::string_view bytes, std::uint64_t length, bool& cut);

/// An address as a call was given it, `{"127.0.0.1", 80}` or `"/path"`, as people write it.
std::string address_of_argument(std::string_view argument);

/// "1 byte", "70 bytes", "3 KiB", "1.2 MiB".
std::string size_text(std::uint64_t bytes);

/// How many columns of a terminal `text` takes, wide characters counted as two.
std::size_t cells(std::string_view text);

/// `text`, or as much of it as fits into `room` columns with an ellipsis behind it, and never half a
/// character.
std::string shortened(std::string_view text, std::size_t room);

/// `text` in lines of at most `room` columns, broken at blanks where there are any; at most `most` lines.
std::vector<std::string> wrapped(std::string_view text, std::size_t room, std::size_t most);

/// What stands at a step, in at most about `room` columns: the text of a payload is cut so that the rest
/// fits.
std::string label(const Step& step, std::size_t room);

/// The columns that a form has which is made of lines: what went wrong is told whole.
std::size_t room_of_line(const Step& step);

/// Whether a step says that something went wrong.
bool is_trouble(Step::Kind kind);

/// Whether it stands over lifelines and goes from none to another.
bool is_note(Step::Kind kind);

/// The name of a participant with its detail, in one line.
std::string title(const Participant& participant);

}  // namespace parley::diagram
