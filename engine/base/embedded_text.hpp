// A file that is built into the binary as it is. parley_embed (bindings/embed) writes tables of them.
#pragma once

#include <string_view>

namespace parley {

struct EmbeddedText {
  std::string_view name;  ///< The name of its folder and its own: "page/page.html".
  std::string_view text;
};

}  // namespace parley
