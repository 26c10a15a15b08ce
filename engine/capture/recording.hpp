// What is known of the packets of one process while it plays a scenario, or several that share a network: the
// file that the keeper fills, and the events. Of it each scenario's capture is written when all is over.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/base/descriptor.hpp"
#include "engine/base/result.hpp"
#include "engine/capture/story.hpp"

namespace parley::capture {

class Recording {
 public:
  /// `real`: there is a private network, whose packets are taken, into a file without a name in `folder`;
  /// else packets are made of the events. Errors: those of mkostemp(3).
  static Result<Recording> begin(const std::string& folder, bool real);

  /// The file that the keeper fills; -1 where there is none.
  int spool() const { return spool_.get(); }
  void add(const std::vector<transcript::Event>& events);
  /// Writes the packets of the scenario of that index (Scenario::index) to `path`, whose folders it makes.
  /// `comment` is the file's. Returns how many packets the kernel had no room for. Errors: those of open(2),
  /// write(2) and rename(2), and a text where there was no room in the folder.
  Result<std::uint64_t> write(const std::string& path, int scenario, const std::string& comment) const;

 private:
  struct Span {
    std::int64_t begin;
    std::int64_t end;
  };
  Span span_of(int scenario) const;

  Descriptor spool_;
  std::map<int, Story> stories_;                          ///< By index.
  std::vector<int> order_;                                ///< Indices, as they began.
  std::string secrets_;                                   ///< Of all, since a connection may outlive one.
  std::map<int, std::vector<transcript::Event>> events_;  ///< What packets are made of.
};

}  // namespace parley::capture
