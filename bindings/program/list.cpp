// `parley list`: names the scenarios and where they stand.
#include <limits.h>
#include <unistd.h>

#include "bindings/program/commands.hpp"
#include "bindings/program/selection.hpp"
#include "bindings/program/sharding.hpp"
#include "engine/report/failure_text.hpp"
#include "engine/report/listing.hpp"

namespace parley::program {
namespace {

/// The path of the program that runs; its bare name where the kernel does not say.
std::string own_path() {
  char path[PATH_MAX];
  const ssize_t size = ::readlink("/proc/self/exe", path, sizeof path);
  return size > 0 ? std::string(path, static_cast<std::size_t>(size)) : "parley";
}

std::string listing(const Selection& selection, Format format) {
  switch (format) {
    case Format::json:
      return report::listing_json(selection.scenarios, selection.errors);
    case Format::cmake:
      return report::listing_cmake(selection.scenarios, selection.faulty, own_path());
    case Format::text:
      break;
  }
  return report::listing_text(selection.scenarios);
}

}  // namespace

int list_command(const Settings& settings, Console& console) {
  const auto host = console.make_host();
  runner::SignalWatch signals;
  Memory memory(console);
  Selection selection = select(settings, *host, memory, console, signals);
  if (signals.ending() != 0) return exit_code::signalled + signals.ending();
  if (!take_shard(settings, selection, console)) return exit_code::usage;
  console.out.write(listing(selection, settings.format));

  const bool color = report::use_color(settings.color, report::color_surroundings(STDERR_FILENO));
  for (const runner::LoadError& error : selection.errors)
    console.err.write(report::load_error_text(error, report::Style(color)));
  return exit_code_of(selection, !selection.errors.empty());
}

}  // namespace parley::program
