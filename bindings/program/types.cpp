// `parley types`: writes the annotation files of the API, or the page that is made of them. Those that people
// write are built in; those of the constants and exceptions are made from the tables that scripts see.
#include <algorithm>

#include "bindings/asking.hpp"
#include "bindings/embedded.hpp"
#include "bindings/program/commands.hpp"
#include "bindings/program/new_file.hpp"
#include "engine/report/text.hpp"

namespace parley::program {

std::vector<AnnotationFile> annotation_files(std::string& problem) {
  constexpr std::string_view folder = "types/";
  std::vector<AnnotationFile> files;
  for (const EmbeddedText& text : embedded_texts())
    if (text.name.starts_with(folder))
      files.push_back({std::string(text.name.substr(folder.size())), std::string(text.text)});
  Asking asking;
  Rows rows;
  if (!asking.ask("annotations", "", rows)) {
    problem = asking.problem();
    return {};
  }
  for (const std::vector<std::string>& row : rows) files.push_back({row.at(0), row.at(1)});
  return files;
}

namespace {

/// The files as the Lua half takes them, and its page from it; empty where it failed, which `problem` says.
std::string page_of(const std::vector<AnnotationFile>& files, std::string& problem) {
  constexpr char end = '\0';
  std::string texts;
  for (const AnnotationFile& file : files) ((((texts += file.name) += end) += file.text) += end);
  Asking asking;
  Rows rows;
  if (asking.ask("reference", texts, rows)) return rows.at(0).at(0);
  problem = asking.problem();
  return {};
}

int print_page(Console& console) {
  std::string problem;
  const std::vector<AnnotationFile> files = annotation_files(problem);
  const std::string page = problem.empty() ? page_of(files, problem) : "";
  if (!problem.empty()) {
    complain(console, problem);
    return exit_code::infrastructure;
  }
  console.out.write(page);
  return exit_code::passed;
}

}  // namespace

int types_command(const Settings& settings, Console& console) {
  if (settings.paths.size() != (settings.markdown ? 0 : 1)) {
    complain(console, settings.markdown ? "types --markdown prints, and takes no folder"
                                        : "types takes the folder to write to: parley types .parley/types");
    return exit_code::usage;
  }
  if (settings.markdown) return print_page(console);
  std::string problem;
  const std::vector<AnnotationFile> files = annotation_files(problem);
  for (const AnnotationFile& file : files) {
    const std::string path = settings.paths.front() + "/" + file.name;
    const Error error = write_file_anew(path, file.text);
    if (error) problem = report::safe_line(path) + ": " + error.to_string();
  }
  if (!problem.empty()) {
    complain(console, problem);
    return exit_code::infrastructure;
  }
  console.out.write("wrote " + report::counted(files.size(), "annotation file") + " to " +
                    report::safe_line(settings.paths.front()) + "\n");
  return exit_code::passed;
}

}  // namespace parley::program
