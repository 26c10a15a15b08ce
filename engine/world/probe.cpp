#include "engine/world/probe.hpp"

#include <unistd.h>

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "engine/base/pipe.hpp"
#include "engine/world/loopback.hpp"
#include "engine/world/step.hpp"
#include "engine/world/world.hpp"

namespace parley::world {
namespace {

/// The child's answer: one of these, then the error's text.
constexpr char yes = '+';
constexpr char no = '-';

[[noreturn]] void tell(int pipe, const Error& error) {
  const std::string text = (error ? no : yes) + error.to_string();
  // It fits into any pipe, and what was not written counts as no answer.
  _exit(write(pipe, text.data(), text.size()) < 0 ? 1 : 0);
}

constexpr std::string_view no_ipv6 = "no ::1";

/// Two questions by one child where the answer is yes: the world without ::1 is the rare case.
Error enter_and_look(Identity outside) {
  if (Error failure = enter_world(outside, {})) return failure;
  return has_ipv6_loopback() ? Error() : Error::text(no_ipv6);
}

}  // namespace

Trial::Trial(unsigned long flags, const std::function<Error()>& attempt) {
  Result<Pipe> pipe = open_pipe();
  if (!pipe) {
    failure_ = step_error("pipe", pipe.error().code());
    return;
  }
  reading_ = std::move(pipe->reading);
  Result<Process> child = clone_process(flags);
  if (!child) {
    failure_ = step_error("make the namespaces", child.error().code());
    return;
  }
  if (child.value().pid == 0) tell(pipe->writing.get(), attempt());
  child_ = std::move(*child);
}

Trial::~Trial() { wait_for(child_); }

Error Trial::answer() {
  if (failure_) return failure_;
  std::array<char, 256> text{};
  const ssize_t length = read(reading_.get(), text.data(), text.size());
  if (length <= 0) return Error::text("the process that tried it died");
  if (text[0] == yes) return {};
  return Error::text(std::string_view(text.data() + 1, static_cast<std::size_t>(length - 1)));
}

Error try_in_child(unsigned long flags, const std::function<Error()>& attempt) {
  return Trial(flags, attempt).answer();
}

WorldTrial::WorldTrial()
    : trial_(world_flags, [outside = own_identity()] { return enter_and_look(outside); }) {}

PrivateWorld WorldTrial::answer() {
  const Error error = trial_.answer();
  if (error.message() == no_ipv6) return {Error(), false, trial_.release()};
  return {error, !error, trial_.release()};
}

PrivateWorld try_private_world() {
  PrivateWorld world = WorldTrial().answer();
  wait_for(std::exchange(world.leaving, {}));
  return world;
}

}  // namespace parley::world
