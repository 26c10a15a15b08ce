// When Lua collects its garbage. By itself it does so whenever memory has doubled, which is far too often for
// a heap that begins with 300 KiB: a scenario that receives 64 KiB at a time would mark all of it after every
// five.
#pragma once

#include <cstddef>
#include <lua.hpp>

namespace parley {

class Collector {
 public:
  /// Lets a small heap gather about a megabyte of garbage, what a core's own cache holds.
  void begin(lua_State* L) { set_pace(L, true); }

  /// To be told now and then how many bytes the heap has: a large one is collected when it has doubled.
  void keep_pace(lua_State* L, std::size_t used) {
    if ((used < small_heap) != is_small_) set_pace(L, used < small_heap);
  }

 private:
  static constexpr std::size_t small_heap = 2'000'000;

  void set_pace(lua_State* L, bool is_small) {
    constexpr int percent_of_small = 400;
    constexpr int percent = 200;  // Lua's own (LUAI_GCPAUSE).
    is_small_ = is_small;
    lua_gc(L, LUA_GCSETPAUSE, is_small ? percent_of_small : percent);
  }

  bool is_small_ = false;
};

}  // namespace parley
