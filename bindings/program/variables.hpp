// The environment that parley was started in.
#pragma once

#include <functional>
#include <string>

namespace parley::program {

/// The value of the variable of that name; empty where it is not set.
std::string variable(const char* name);

/// Where variables are looked up: the function above, or what a test has in its place.
using Variables = std::function<std::string(const char* name)>;

}  // namespace parley::program
