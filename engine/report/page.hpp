// The page of --report html as it is put together: the files in page/, which are built into the binary, and
// the data of a run. The files are the template: page.html has a place for the style, the script and the
// data.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/embedded_text.hpp"

namespace parley::report {

/// The files of page/: page.html, page.css and the scripts, which are one in the order of their names.
std::span<const EmbeddedText> page_files();

/// The page. `index` is JSON, in which nothing can end the element that it stands in, whatever it holds; each
/// of `blocks` is shown as base64 of zlib's form, for the script to unpack when somebody looks.
std::string page_of(std::string_view index, const std::vector<std::string>& blocks);

}  // namespace parley::report
