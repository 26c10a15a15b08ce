// Where reports go: what the command line may ask for, and files that are never half of something.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <filesystem>

#include "engine/report/report_file.hpp"
#include "engine/report/request.hpp"
#include "tests/engine/report_run.hpp"

namespace parley::report {
namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() {
    char name[] = "/tmp/parley-files-XXXXXX";
    path_ = ::mkdtemp(name);
  }
  ~Folder() { fs::remove_all(path_); }

  std::string at(const std::string& name) const { return (path_ / name).string(); }
  std::string text(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(at(name)).rdbuf();
    return text.str();
  }
  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(path_), fs::directory_iterator()));
  }

 private:
  fs::path path_;
};

/// While it lives, no file of this process grows beyond so many bytes.
class FileLimit {
 public:
  explicit FileLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  void (*handler_)(int);
  rlimit before_{};
};

std::string problem(const std::string& text) {
  Request request;
  return parse_request(text, request);
}

TEST_CASE("a report is asked for by its kind and its file", "[report]") {
  for (const char* text : {"terminal", "none", "github", "junit=a=b.xml", "junit=-", "jsonl=x", "tap=x"}) {
    Request request;
    CHECK(parse_request(text, request).empty());
    CHECK(to_string(request) == text);
  }
  Request tap;
  CHECK(parse_request("tap", tap).empty());
  CHECK(tap.file == "-");
  CHECK(problem("junti=x") == "unknown report junti; did you mean junit?");
  CHECK(problem("odt") ==
        "unknown report odt; it is one of terminal, junit, tap, jsonl, events, html, github, coverage, none");
  CHECK(problem("junit") == "the report junit needs a file: --report junit=FILE (- for standard output)");
  CHECK(problem("tap=") == "the report tap needs a file: --report tap=FILE (- for standard output)");
  CHECK(problem("github=x") == "the report github takes no file: --report github");
}

TEST_CASE("two reports in one place are a mistake, however the place is spelt", "[report]") {
  CHECK(conflict({{Kind::tap, "-"}, {Kind::junit, "x"}}).empty());
  CHECK(conflict({{Kind::tap, "-"}, {Kind::junit, "-"}}) == "two reports go to standard output");
  CHECK(conflict({{Kind::tap, "x"}, {Kind::junit, "./x"}}) == "two reports go to ./x");
  CHECK(conflict({{Kind::github, ""}, {Kind::terminal, ""}}).empty());
}

TEST_CASE("a whole file appears at its end, with the rights of any other file", "[report]") {
  const Folder folder;
  WholeFile file(folder.at("r.xml"));
  file.write("one ");
  file.write("two");
  CHECK(folder.files() == 0);
  file.finish();
  CHECK_FALSE(file.error());
  CHECK(folder.text("r.xml") == "one two");
  CHECK(folder.files() == 1);
  const mode_t mask = ::umask(0);
  ::umask(mask);
  struct stat status {};
  ::stat(folder.at("r.xml").c_str(), &status);
  CHECK((status.st_mode & 0777) == (0666 & ~mask));
}

TEST_CASE("a whole file that cannot be written leaves the old one, and nothing beside it", "[report]") {
  const Folder folder;
  std::ofstream(folder.at("r.xml")) << "old";
  WholeFile file(folder.at("r.xml"));
  file.write(std::string(10'000, 'x'));
  {
    const FileLimit limit(4096);
    file.finish();
  }
  CHECK(file.error().is_system(EFBIG));
  CHECK(folder.text("r.xml") == "old");
  CHECK(folder.files() == 1);
}

TEST_CASE("a whole file goes through a symbolic link, and into a device", "[report]") {
  const Folder folder;
  std::ofstream(folder.at("target")) << "old";
  fs::create_symlink("target", folder.at("link"));
  WholeFile linked(folder.at("link"));
  linked.write("new");
  linked.finish();
  CHECK(fs::is_symlink(folder.at("link")));
  CHECK(folder.text("target") == "new");
  WholeFile full("/dev/full");
  full.write("lost");
  full.finish();
  CHECK(full.error().is_system(ENOSPC));
  CHECK(fs::is_character_file("/dev/full"));
}

TEST_CASE("a growing file has every line at once, and never half of one", "[report]") {
  const Folder folder;
  std::ofstream(folder.at("r.jsonl")) << "old";
  GrowingFile file = std::move(*GrowingFile::open(folder.at("r.jsonl"), GrowingFile::Start::empty));
  file.write("one\n");
  CHECK(folder.text("r.jsonl") == "one\n");
  {
    const FileLimit limit(10);
    file.write("two and more\n");
    file.write("3\n");
  }
  CHECK(file.error().is_system(EFBIG));
  CHECK(folder.text("r.jsonl") == "one\n");
}

TEST_CASE("a growing file may go on where another one ended", "[report]") {
  const Folder folder;
  std::ofstream(folder.at("r.md")) << "old\n";
  GrowingFile file = std::move(*GrowingFile::open(folder.at("r.md"), GrowingFile::Start::at_its_end));
  CHECK(file.size() == 4);
  file.write("new\n");
  CHECK(folder.text("r.md") == "old\nnew\n");
  CHECK(GrowingFile::open(folder.at("none/r.md"), GrowingFile::Start::empty).error().is_system(ENOENT));
}

TEST_CASE("what cannot be written is known before anything runs", "[report]") {
  const Folder folder;
  CHECK_FALSE(unwritable(folder.at("new")));
  CHECK_FALSE(unwritable("/dev/null"));
  CHECK(unwritable(folder.at("none/new")).is_system(ENOENT));
  CHECK(unwritable(folder.at("")).is_system(EISDIR));
  CHECK(unwritable("/dev/null/new").is_system(ENOTDIR));
}

}  // namespace
}  // namespace parley::report
