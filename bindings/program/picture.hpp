// What `parley show` draws of a run, in which form, and where that goes.
#pragma once

#include "bindings/program/commands.hpp"
#include "engine/report/event_reader.hpp"

namespace parley::program {

/// The form that was asked for: by --as, or else by the ending of --output; text where neither says.
Picture form_of(const Settings& settings);

/// Whether a failure is among what happened.
bool has_failed(const report::RecordedEvents& run);

/// Draws the run, or the conversation of it that the settings name, and writes it to --output or standard
/// output. `code` is how the program ends if that succeeds; else the user is told why, and it ends as the
/// result says.
int write_picture(const Settings& settings, const report::RecordedEvents& run, int code, Console& console);

/// `parley show --from`: the same of a run that a file of events holds.
int show_recorded(const Settings& settings, Console& console);

}  // namespace parley::program
