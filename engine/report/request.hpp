// What --report asks for: a kind of report, and where it goes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace parley::report {

enum class Kind : std::uint8_t { none, terminal, junit, tap, json_lines, events, github, coverage, html };

struct Request {
  Kind kind = Kind::terminal;
  std::string file;  ///< "-" is standard output; empty where the kind has a place of its own.
};

/// "junit=out.xml": the request goes into `request`. The result is empty, or says what is wrong with `text`.
std::string parse_request(std::string_view text, Request& request);

/// What is wrong with asking for all of these at once: two reports in one place. Empty where nothing is.
std::string conflict(const std::vector<Request>& requests);

/// "junit=out.xml" again.
std::string to_string(const Request& request);

}  // namespace parley::report
