#include "bindings/program/keys.hpp"

#include <poll.h>
#include <sys/signalfd.h>

#include <array>
#include <cerrno>

namespace parley::program {
namespace {

constexpr char ctrl_c = 3;
constexpr char escape = 27;

}  // namespace

Keys::Keys() {
  sigset_t watched;
  sigemptyset(&watched);
  for (const int one : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) sigaddset(&watched, one);
  sigprocmask(SIG_BLOCK, &watched, &mask_before_);
  signals_.reset(signalfd(-1, &watched, SFD_CLOEXEC | SFD_NONBLOCK));
  tcgetattr(STDIN_FILENO, &before_);
  termios raw = before_;
  raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO | ISIG);
  raw.c_cc[VMIN] = 1;
  raw.c_cc[VTIME] = 0;
  tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
}

Keys::~Keys() {
  tcsetattr(STDIN_FILENO, TCSADRAIN, &before_);
  sigprocmask(SIG_SETMASK, &mask_before_, nullptr);
}

bool Keys::wait_for_input() {
  std::array<pollfd, 2> watched = {{{signals_.get(), POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}}};
  while (poll(watched.data(), watched.size(), -1) < 0)
    if (errno != EINTR) return false;
  signalfd_siginfo info{};
  if (watched[0].revents != 0 && read(signals_.get(), &info, sizeof info) == sizeof info)
    signal_ = static_cast<int>(info.ssi_signo);
  return signal_ == 0;
}

/// ESC [ A and its like (ECMA-48, 5.4): parameters up to a letter or a sign from @ to ~.
bool Keys::is_part_of_sequence(char byte) {
  if (byte == escape) {
    sequence_ = Sequence::escape;
  } else if (sequence_ == Sequence::escape && (byte == '[' || byte == 'O')) {
    sequence_ = Sequence::parameters;
  } else if (sequence_ == Sequence::parameters) {
    if (byte >= '@' && byte <= '~') sequence_ = Sequence::none;
  } else {
    sequence_ = Sequence::none;
    return false;
  }
  return true;
}

char Keys::next() {
  while (wait_for_input()) {
    char byte = 0;
    const ssize_t count = read(STDIN_FILENO, &byte, 1);
    if (count == 0 || (count < 0 && errno != EINTR)) return 0;
    if (count < 0 || is_part_of_sequence(byte)) continue;
    if (byte != ctrl_c) return byte;
    signal_ = SIGINT;
    break;
  }
  return 0;
}

}  // namespace parley::program
