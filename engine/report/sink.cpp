#include "engine/report/sink.hpp"

#include "engine/base/file.hpp"

namespace parley::report {

void DescriptorSink::write(std::string_view text) {
  if (!error_) error_ = write_all(fd_, text);
}

}  // namespace parley::report
