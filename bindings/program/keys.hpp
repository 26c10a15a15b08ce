// Single keys from the terminal, for as long as an object lives; then the terminal is as it was, also where a
// signal ends it. `parley review` asks with it.
#pragma once

#include <signal.h>
#include <termios.h>

#include "engine/base/descriptor.hpp"

namespace parley::program {

class Keys {
 public:
  /// Of standard input, which is a terminal. SIGINT, SIGTERM, SIGHUP and SIGQUIT wait to be asked for.
  Keys();
  ~Keys();
  Keys(const Keys&) = delete;
  Keys& operator=(const Keys&) = delete;

  /// The next key, waiting for it; 0 where there is none to come, by a signal or the end of the input. Ctrl-C
  /// is SIGINT. What cursor keys and their like send is no key.
  char next();
  /// The signal that came; 0 where none did.
  int signal() const { return signal_; }

 private:
  bool wait_for_input();
  bool is_part_of_sequence(char byte);

  enum class Sequence : unsigned char { none, escape, parameters };

  termios before_{};
  sigset_t mask_before_{};
  Descriptor signals_;
  Sequence sequence_ = Sequence::none;
  int signal_ = 0;
};

}  // namespace parley::program
