// What each option does: it puts its value into the settings. Each function returns nothing, or what is wrong
// with the value. The table of options (options.cpp) names them.
#pragma once

#include <string>
#include <string_view>

#include "bindings/program/settings.hpp"

namespace parley::program {

std::string set_network(Settings& settings, std::string_view value);
std::string set_color(Settings& settings, std::string_view value);
std::string set_jobs(Settings& settings, std::string_view value);
std::string set_retries(Settings& settings, std::string_view value);
std::string set_repeat(Settings& settings, std::string_view value);
std::string set_fail_fast(Settings& settings, std::string_view value);
std::string set_until_failure(Settings& settings, std::string_view value);
std::string set_shuffle(Settings& settings, std::string_view value);
std::string set_segment(Settings& settings, std::string_view value);
std::string set_timeout(Settings& settings, std::string_view value);
std::string set_global_timeout(Settings& settings, std::string_view value);
std::string set_slow_timeout(Settings& settings, std::string_view value);
std::string set_parameter(Settings& settings, std::string_view value);
std::string set_shard(Settings& settings, std::string_view value);
std::string set_timings(Settings& settings, std::string_view value);
std::string set_filter(Settings& settings, std::string_view value);
std::string set_exact(Settings& settings, std::string_view value);
std::string set_skip_code(Settings& settings, std::string_view value);
std::string set_format(Settings& settings, std::string_view value);
std::string add_ci(Settings& settings, std::string_view value);
std::string set_tags(Settings& settings, std::string_view value);
std::string add_report(Settings& settings, std::string_view value);
std::string set_verbose(Settings& settings, std::string_view value);
std::string set_no_record(Settings& settings, std::string_view value);
std::string set_last_failed(Settings& settings, std::string_view value);
std::string set_update(Settings& settings, std::string_view value);
std::string set_pcap(Settings& settings, std::string_view value);
std::string set_pcap_on_failure(Settings& settings, std::string_view value);
std::string set_list(Settings& settings, std::string_view value);
std::string set_accept(Settings& settings, std::string_view value);
std::string set_reject(Settings& settings, std::string_view value);
std::string set_forbid_only(Settings& settings, std::string_view value);
std::string set_forbid_skips(Settings& settings, std::string_view value);
std::string set_picture(Settings& settings, std::string_view value);
std::string set_output(Settings& settings, std::string_view value);
std::string set_conversation(Settings& settings, std::string_view value);
std::string set_from(Settings& settings, std::string_view value);
std::string set_markdown(Settings& settings, std::string_view value);
std::string set_help(Settings& settings, std::string_view value);

}  // namespace parley::program
