// Catch2 version 2 brings its main as a macro; version 3 as a library.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
