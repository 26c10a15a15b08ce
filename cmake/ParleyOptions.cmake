# How every target of the project is compiled: one interface library, so that no target can forget a warning.
option(PARLEY_TESTS "Build the Catch2 tests and the benchmarks" ON)
option(PARLEY_SANITIZE "Build with the address and undefined-behaviour sanitizers" OFF)

add_library(parley_options INTERFACE)
target_compile_options(parley_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Werror)
# g++ 12 sees overruns in std::string's own code where a constant string is inlined; with precompiled headers it says so.
target_compile_options(parley_options INTERFACE -Wno-array-bounds -Wno-restrict -Wno-stringop-overflow)
target_include_directories(parley_options INTERFACE "${PROJECT_SOURCE_DIR}")

# The headers of the standard library that nearly every file reads, which is half of what compiling one takes: read once
# for a library. A file still includes what it uses; clang-tidy reads them without this.
set(PARLEY_PRECOMPILED
  <algorithm> <chrono> <functional> <map> <memory> <optional> <string> <string_view> <variant> <vector>)

# Every symbol is bound when the program starts, not again in each process that it forks.
target_link_options(parley_options INTERFACE -Wl,-z,now)

if(PARLEY_SANITIZE)
  # Instrumented code of <regex> and <functional> looks uninitialized to g++ 12, which it is not.
  target_compile_options(parley_options INTERFACE
    -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -Wno-maybe-uninitialized)
  target_link_options(parley_options INTERFACE -fsanitize=address,undefined)
else()
  # Start-up is most of what a small run costs, and what is bound or relocated at start is copied page by page in each
  # process that parley forks: so libstdc++ is linked in, and the program stands at a fixed address.
  target_compile_options(parley_options INTERFACE -fno-pie)
  target_link_options(parley_options INTERFACE -static-libstdc++ -static-libgcc -no-pie)
endif()
