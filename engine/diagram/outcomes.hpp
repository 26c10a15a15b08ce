// What became of a call, as far as arrows depend on it. steps.cpp asks.
#pragma once

#include <string>

#include "engine/transcript/event.hpp"

namespace parley::diagram {

/// An error of a connect that is about the other side, rather than about what the call was given.
bool is_refusal(const transcript::Event& call);

/// A connect that goes on by itself: EINPROGRESS, EALREADY.
bool goes_on(const transcript::Event& call);

/// The error of a call that says that the peer broke off.
bool tells_of_reset(const std::string& error);

}  // namespace parley::diagram
