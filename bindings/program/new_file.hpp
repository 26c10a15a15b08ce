// Files that parley writes for its user: the commands init and types.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.hpp"

namespace parley::program {

/// Makes the file at `path`, and the folders above it. Errors: those of open(2) and write(2); EEXIST where
/// something stands there, which is left as it is.
Error write_new_file(const std::string& path, std::string_view text);

/// The same, but in the place of a file that stands there.
Error write_file_anew(const std::string& path, std::string_view text);

/// The annotation files of the API: the name and the text of each. Empty where they could not be made, which
/// `problem` says.
struct AnnotationFile {
  std::string name;
  std::string text;
};
std::vector<AnnotationFile> annotation_files(std::string& problem);

}  // namespace parley::program
