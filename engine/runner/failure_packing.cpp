#include "engine/runner/failure_packing.hpp"

namespace parley::runner {

void pack_failure(Packer& to, const Failure& failure) {
  to.number(failure.kind);
  to.text(failure.message);
  to.text(failure.role);
  to.text(failure.file);
  to.number(failure.line);
  to.number<std::uint8_t>(failure.compares);
  to.text(failure.expected);
  to.text(failure.actual);
  to.number<std::uint8_t>(failure.of_after_all);
}

// In a braced list the initializers are evaluated in order.
Failure unpack_failure(Unpacker& from) {
  return {from.one_of(Failure::Kind::infrastructure),
          from.text(),
          from.text(),
          from.text(),
          from.number<int>(),
          from.flag(),
          from.text(),
          from.text(),
          from.flag()};
}

}  // namespace parley::runner
