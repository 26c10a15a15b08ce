#include "engine/diagram/outcomes.hpp"

namespace parley::diagram {

using transcript::Event;

bool is_refusal(const Event& call) {
  const bool connects = call.what == "connect" || call.what == "connect_ex";
  if (!connects || call.socket == 0) return false;
  if (!call.error.empty())
    return !call.error.starts_with("gaierror") &&
           (call.error.find("[Errno ") != std::string::npos || call.error.starts_with("TimeoutError"));
  return call.what == "connect_ex" && !call.results.empty() && call.results[0] != "0" &&
         call.results[0] != "106";
}

bool goes_on(const Event& call) {
  if (call.what == "connect") return call.error.starts_with("BlockingIOError");
  return call.what == "connect_ex" && !call.results.empty() &&
         (call.results[0] == "115" || call.results[0] == "114");
}

bool tells_of_reset(const std::string& error) { return error.starts_with("ConnectionResetError"); }

}  // namespace parley::diagram
