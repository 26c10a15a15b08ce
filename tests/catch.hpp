// Catch2, whichever version the machine has.
#pragma once

#ifdef PARLEY_CATCH2_V3
#include <catch2/catch_test_macros.hpp>
#else
#include <catch2/catch.hpp>
#endif
