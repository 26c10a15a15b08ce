// `parley review`: a person looks at what is pending, one golden at a time, and decides; or the command line
// has decided for all of them.
#include <unistd.h>

#include "bindings/program/commands.hpp"
#include "bindings/program/goldens.hpp"
#include "bindings/program/keys.hpp"
#include "bindings/program/pending.hpp"
#include "engine/report/text.hpp"

namespace parley::program {
namespace {

using Verdict = Settings::Verdict;

/// Counts what was decided, and does it.
class Review {
 public:
  Review(const Settings& settings, Console& console)
      : console_(console),
        verbose_(settings.verbose),
        style_(report::use_color(settings.color, report::color_surroundings(STDOUT_FILENO))) {}

  void list(const std::vector<Pending>& all) {
    for (const Pending& pending : all)
      console_.out.write(title_of(pending) + "\n" +
                         (verbose_ ? report::indented(description_of(pending, style_), "  ") : ""));
  }

  void decide(const Pending& pending, Verdict verdict) {
    const bool accepts = verdict == Verdict::accept;
    if (const Error error = accepts ? accept(pending) : reject(pending)) {
      failed_ = true;
      return complain(console_, title_of(pending) + ": not " + (accepts ? "accepted" : "rejected") + ": " +
                                    error.to_string());
    }
    ++(accepts ? accepted_ : rejected_);
    console_.out.write((accepts ? "accepted " : "rejected ") + title_of(pending) + "\n");
  }

  /// Asks for each. The result is the signal that ended it, or 0.
  int ask(const std::vector<Pending>& all) {
    Keys keys;
    bool rest = false;
    for (std::size_t i = 0; i < all.size(); ++i) {
      show(all[i], i + 1, all.size());
      const char key = rest ? 'a' : ask_for(keys);
      if (key == 'q') return keys.signal();
      rest = rest || key == 'A';
      if (key == 's')
        console_.out.write("skipped\n");
      else
        decide(all[i], key == 'r' ? Verdict::reject : Verdict::accept);
    }
    return 0;
  }

  std::string summary(std::size_t all) const {
    return std::to_string(accepted_) + " accepted, " + std::to_string(rejected_) + " rejected, " +
           std::to_string(all - accepted_ - rejected_) + " pending\n";
  }
  bool failed() const { return failed_; }

 private:
  void show(const Pending& pending, std::size_t number, std::size_t count) {
    const std::string place = std::to_string(number) + " of " + std::to_string(count);
    console_.out.write("\n" + style_.strong(place + "  " + title_of(pending)) + "\n" +
                       report::indented(description_of(pending, style_), "  "));
  }

  /// The key, one of those that the question names.
  char ask_for(Keys& keys) {
    console_.out.write("accept (a), reject (r), skip (s), accept this and all that follow (A), quit (q)? ");
    for (;;) {
      const char key = keys.next();
      if (key != 0 && std::string_view("arsAq").find(key) == std::string_view::npos) continue;
      if (key == 0 || key == 'q') console_.out.write("\n");
      return key == 0 ? 'q' : key;
    }
  }

  Console& console_;
  bool verbose_;
  report::Style style_;
  std::size_t accepted_ = 0;
  std::size_t rejected_ = 0;
  bool failed_ = false;
};

/// Why nothing can be done; empty where something can.
std::string obstacle(const Settings& settings) {
  if (settings.verdict == Verdict::list) return {};
  if (settings.verdict == Verdict::ask && (::isatty(STDIN_FILENO) == 0 || ::isatty(STDOUT_FILENO) == 0))
    return "there is no terminal to ask at: say --list, --accept or --reject";
  return forbidden_by_ci(settings.verdict == Verdict::ask ? "review" : settings.verdict_option);
}

}  // namespace

int review_command(const Settings& settings, Console& console) {
  std::string problem;
  const std::vector<Pending> all = find_pending(settings, problem);
  if (problem.empty() && !all.empty()) problem = obstacle(settings);
  if (!problem.empty()) {
    complain(console, problem);
    return exit_code::usage;
  }
  if (all.empty()) {
    console.out.write("nothing is pending\n");
    return exit_code::passed;
  }
  Review review(settings, console);
  if (settings.verdict == Verdict::list) {
    review.list(all);
    return exit_code::passed;
  }
  int signal = 0;
  if (settings.verdict == Verdict::ask)
    signal = review.ask(all);
  else
    for (const Pending& pending : all) review.decide(pending, settings.verdict);
  console.out.write(review.summary(all.size()));
  if (signal != 0) return exit_code::signalled + signal;
  return review.failed() ? exit_code::infrastructure : exit_code::passed;
}

}  // namespace parley::program
