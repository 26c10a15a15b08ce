// Bytes in the 64 letters that every text format carries. RFC 4648, section 4, with padding.
#pragma once

#include <string>
#include <string_view>

namespace parley {

void append_base64(std::string& text, std::string_view bytes);

std::string base64(std::string_view bytes);

/// The bytes that `text` stands for, up to the first letter that is none of the 64.
std::string from_base64(std::string_view text);

}  // namespace parley
