// Runs that never were, written as JSON lines and read back.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "engine/report/json_lines.hpp"
#include "engine/report/json_reader.hpp"
#include "tests/engine/report_run.hpp"

namespace parley::report {

/// Files of JSON lines in a folder of their own.
class Files {
 public:
  Files() {
    char name[] = "/tmp/parley-jsonl-XXXXXX";
    folder_ = ::mkdtemp(name);
  }
  ~Files() { std::filesystem::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& text) const {
    std::string path = (folder_ / name).string();
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

 private:
  std::filesystem::path folder_;
};

inline std::string lines_of(const MadeUpRun& run) {
  StringSink sink;
  JsonLinesReporter reporter(sink);
  run.tell(reporter);
  return sink.text();
}

inline MadeUpRun run_of(const std::string& file, runner::Verdict verdict) {
  MadeUpRun run;
  run.add(file, "one", ended(verdict));
  return run;
}

inline RecordedRun recorded(const Files& files, const std::string& name, const MadeUpRun& run) {
  return *read_json_lines(files.write(name, lines_of(run)));
}

}  // namespace parley::report
