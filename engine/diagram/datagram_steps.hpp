// Datagrams as steps: each that was sent is lost until somebody receives it. steps.cpp drives it.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/diagram/cast.hpp"

namespace parley::diagram {

class DatagramSteps {
 public:
  /// All outlive this; `conversations` counts those of the run.
  DatagramSteps(Sockets& sockets, Cast& cast, std::vector<Step>& steps, int& conversations)
      : sockets_(sockets), cast_(cast), steps_(steps), conversations_(conversations) {}

  void sent(const transcript::Event& event);
  void received(const transcript::Event& event);

 private:
  struct Sent {
    std::size_t step;
    int socket;
    std::string to;
    std::string bytes;
    bool taken = false;
  };

  Step& add(const transcript::Event& event, int from, int to, const std::string& address);
  /// What was sent that may be this; null where nothing may.
  Sent* match(const transcript::Event& event, bool again);
  bool may_be_from(const Sent& sent, const transcript::Event& event);
  int conversation_of(const std::string& a, const std::string& b);

  Sockets& sockets_;
  Cast& cast_;
  std::vector<Step>& steps_;
  int& conversations_;
  std::vector<Sent> sent_;
  std::size_t first_untaken_ = 0;
  std::unordered_map<std::string, int> known_;  ///< Conversations by the two addresses.
};

}  // namespace parley::diagram
