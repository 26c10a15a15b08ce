// Calls of sockets that are told to fail (t:fail): the nth call of a name that a role makes raises an errno,
// and the kernel is not asked. Where no scenario tells any to, a call looks at one pointer that is null.
#pragma once

#include <deque>
#include <string>
#include <string_view>

#include "bindings/runtime.hpp"

namespace parley {

class ToldFailures {
 public:
  struct Told : Place {
    std::string role;
    std::string call;
    std::string symbol;  ///< "ECONNRESET", "EAI_AGAIN"
    int code = 0;        ///< An errno; of a lookup an EAI_* value, which is negative.
    int nth = 1;         ///< Which call from now on, from 1.
    int made = 0;        ///< How many there were.
    bool is_met = false;
  };

  void add(Told told) { all_.push_back(std::move(told)); }
  /// `role` makes the call `name`: what it is told to fail with, or null.
  const Told* meet(std::string_view role, std::string_view name);
  const std::deque<Told>& all() const { return all_; }

 private:
  std::deque<Told> all_;
};

/// The running role calls `name`: raises the errno that it is told to fail with, if it is, and notes it in
/// the transcript. `socket` may be null. A connect is passed over: its address is not known yet.
void fail_if_told(lua_State* L, const char* name, const Socket* socket);

/// The errno that the running role's connect of this name is told to fail with, or 0. Notes nothing.
int told_connect_error(Runtime& runtime, const char* name);

/// The same of a lookup, which gets an Error and notes itself.
Error told_lookup_error(Runtime& runtime, const char* name);

/// What stands in the transcript of a call that fails because it was told to: "ECONNRESET, made to fail".
struct ToldSymbol {
  explicit ToldSymbol(const char* symbol);
  char text[64];
};

/// Notes a failure for each call that was told to fail and was never made.
void check_told(Runtime& runtime);

/// Adds `told` to the table on the top of the stack.
void open_told(lua_State* L);

}  // namespace parley
