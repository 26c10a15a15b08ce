#include "engine/world/probe.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <string_view>

#include "engine/world/loopback.hpp"
#include "engine/world/step.hpp"
#include "engine/world/world.hpp"

namespace parley::world {
namespace {

/// The child's answer: one of these, then the error's text.
constexpr char yes = '+';
constexpr char no = '-';

[[noreturn]] void answer(int pipe, const Error& error) {
  const std::string text = (error ? no : yes) + error.to_string();
  // It fits into any pipe, and what was not written counts as no answer.
  _exit(write(pipe, text.data(), text.size()) < 0 ? 1 : 0);
}

}  // namespace

Error try_in_child(unsigned long flags, const std::function<Error()>& attempt) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) < 0) return step_error("pipe", errno);
  const Descriptor reading(ends[0]);
  Descriptor writing(ends[1]);
  const Result<Process> child = clone_process(flags);
  if (!child) return step_error("make the namespaces", child.error().code());
  if (child.value().pid == 0) answer(writing.get(), attempt());
  writing.reset();
  std::array<char, 256> text{};
  const ssize_t length = read(reading.get(), text.data(), text.size());
  wait_for(child.value());
  if (length <= 0) return Error::text("the process that tried it died");
  if (text[0] == yes) return {};
  return Error::text(std::string_view(text.data() + 1, static_cast<std::size_t>(length - 1)));
}

PrivateWorld try_private_world() {
  // Two questions by one child where the answer is yes: the world without ::1 is the rare case.
  const Identity outside = own_identity();
  constexpr std::string_view no_ipv6 = "no ::1";
  const Error error = try_in_child(world_flags, [&] {
    if (const Error failure = enter_world(outside, {})) return failure;
    return has_ipv6_loopback() ? Error() : Error::text(no_ipv6);
  });
  if (error.message() == no_ipv6) return {Error(), false};
  return {error, !error};
}

}  // namespace parley::world
