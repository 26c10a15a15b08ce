// `parley init`: what a project needs for its first scenario. It overwrites nothing.
#include <algorithm>
#include <cerrno>

#include "bindings/embedded.hpp"
#include "bindings/program/commands.hpp"
#include "bindings/program/new_file.hpp"
#include "engine/report/text.hpp"

namespace parley::program {
namespace {

struct Template {
  std::string_view name;  ///< In bindings/init.
  std::string_view path;  ///< In the project.
  std::string_view ci;    ///< Only for this one; empty for every project.
};

constexpr Template templates[] = {
    {"init/echo.lua", "specs/echo.lua", ""},
    {"init/luarc.json", ".luarc.json", ""},
    {"init/luacheckrc", ".luacheckrc", ""},
    {"init/github.yml", ".github/workflows/parley.yml", "github"},
    {"init/gitlab.yml", ".gitlab-ci.yml", "gitlab"},
};

std::string_view text_of(std::string_view name) {
  for (const EmbeddedText& text : embedded_texts())
    if (text.name == name) return text.text;
  return {};
}

bool is_wanted(const Template& one, const std::vector<std::string>& ci) {
  if (one.ci.empty()) return true;
  return ci.empty() ? one.ci == "github" : std::find(ci.begin(), ci.end(), one.ci) != ci.end();
}

/// Writes into one folder, and says what became of each file.
class Project {
 public:
  Project(std::string folder, Console& console) : folder_(std::move(folder)), console_(console) {}

  void write(std::string_view path, std::string_view text) {
    const std::string full = folder_ + std::string(path);
    const Error error = write_new_file(full, text);
    const std::string name = report::safe_line(full);
    if (!error) {
      console_.out.write("wrote " + name + "\n");
    } else if (error.is_system(EEXIST)) {
      console_.out.write("kept  " + name + ", which is there already\n");
    } else {
      complain(console_, name + ": " + error.to_string());
      failed_ = true;
    }
  }

  bool failed() const { return failed_; }

 private:
  std::string folder_;
  Console& console_;
  bool failed_ = false;
};

/// What stands before the names of its files.
std::string prefix_of(const std::vector<std::string>& paths) {
  if (paths.empty() || paths.front() == ".") return {};
  return paths.front().ends_with('/') ? paths.front() : paths.front() + "/";
}

}  // namespace

int init_command(const Settings& settings, Console& console) {
  if (settings.paths.size() > 1) {
    complain(console, "init takes one folder, not " + std::to_string(settings.paths.size()));
    return exit_code::usage;
  }
  const std::string prefix = prefix_of(settings.paths);
  Project project(prefix, console);
  for (const Template& one : templates)
    if (is_wanted(one, settings.ci)) project.write(one.path, text_of(one.name));
  std::string problem;
  for (const AnnotationFile& file : annotation_files(problem))
    project.write(".parley/types/" + file.name, file.text);
  if (!problem.empty()) complain(console, problem);
  if (project.failed() || !problem.empty()) return exit_code::infrastructure;
  const std::string folder = prefix.empty() ? "" : "cd " + report::safe_line(prefix) + " && ";
  console.out.write("\nNow: " + folder + "parley run\n");
  return exit_code::passed;
}

}  // namespace parley::program
