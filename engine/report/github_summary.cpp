#include "engine/report/github_summary.hpp"

#include "engine/report/text.hpp"

namespace parley::report {
namespace {

constexpr std::size_t largest_text = 32768;
/// For what stands around the failures.
constexpr std::size_t frame = 2048;

/// As HTML shows it: no tag and no entity of the text's own. Between tags of HTML, Markdown means nothing.
std::string as_html(std::string_view text) {
  std::string out;
  for (const char byte : text) {
    if (byte == '&') {
      out += "&amp;";
    } else if (byte == '<') {
      out += "&lt;";
    } else if (byte == '>') {
      out += "&gt;";
    } else {
      out += byte;
    }
  }
  return out;
}

}  // namespace

void GithubSummary::add_failure(const std::string& title, const std::string& text) {
  const std::string part = "<details><summary>" + as_html(shortened(title, largest_text)) +
                           "</summary>\n\n<pre>\n" + as_html(shortened(text, largest_text)) +
                           "</pre>\n\n</details>\n\n";
  if (details_.size() + part.size() + frame > room_) {
    ++left_out_;
  } else {
    details_ += part;
  }
}

void GithubSummary::end(const std::string& why, Duration elapsed) {
  std::string text = "### parley: " + tally_.to_string() + "\n\n";
  if (!why.empty()) text += "<pre>\n" + as_html(why) + "</pre>\n\n";
  if (tally_.flaky > 0) text += std::to_string(tally_.flaky) + " flaky\n\n";
  text += "in " + in_words(elapsed) + "\n\n" + details_;
  if (left_out_ > 0) text += counted(left_out_, "failure") + " more had no room here\n\n";
  if (text.size() <= room_) file_.write(text);
}

}  // namespace parley::report
