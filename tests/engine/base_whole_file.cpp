// Files that are whole or absent, also where their writer is killed.
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "engine/base/file.hpp"
#include "engine/base/whole_file.hpp"
#include "tests/catch.hpp"

using namespace parley;

namespace {

/// A new folder, gone at the end with all that is in it.
class Folder {
 public:
  Folder() {
    char name[] = "/tmp/parley-whole-XXXXXX";
    REQUIRE(mkdtemp(name) != nullptr);
    path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string at(const std::string& name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }

  std::size_t files() const {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(path_))
      count += entry.is_regular_file() ? 1U : 0U;
    return count;
  }

 private:
  std::string path_;
};

std::string contents(const std::string& path) {
  std::string bytes;
  REQUIRE_FALSE(read_whole_file(path.c_str(), bytes));
  return bytes;
}

/// Writes `path` again and again, all of one letter, and a byte to `told` for each time, until it is killed.
[[noreturn]] void write_for_ever(const std::string& path, int told) {
  for (char letter = 'a';; letter = letter == 'z' ? 'a' : static_cast<char>(letter + 1)) {
    if (replace_file(path, std::string(300'000, letter), Durability::fast)) _exit(1);
    if (write(told, "x", 1) != 1) _exit(2);
  }
}

}  // namespace

TEST_CASE("a file is replaced as a whole, with the rights that a new one has", "[whole file]") {
  const Folder folder;
  REQUIRE_FALSE(replace_file(folder.at("x"), "one", Durability::synced));
  REQUIRE_FALSE(replace_file(folder.at("x"), "two", Durability::synced));
  CHECK(contents(folder.at("x")) == "two");
  CHECK(folder.files() == 1);
  const mode_t mask = umask(0);
  umask(mask);
  struct stat status {};
  REQUIRE(stat(folder.at("x").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == (0666 & ~mask));
}

TEST_CASE("a file that cannot be put in its place leaves nothing", "[whole file]") {
  const Folder folder;
  REQUIRE(mkdir(folder.at("x").c_str(), 0777) == 0);
  CHECK(replace_file(folder.at("x"), "one", Durability::synced).is_system(EISDIR));
  CHECK(folder.files() == 0);
  CHECK(replace_file(folder.at("no/x"), "one", Durability::synced).is_system(ENOENT));
}

TEST_CASE("folders above a file are made where they are missing", "[whole file]") {
  const Folder folder;
  REQUIRE_FALSE(make_folders_above(folder.at("a/b/x")));
  REQUIRE_FALSE(make_folders_above(folder.at("a/b/x")));
  CHECK_FALSE(replace_file(folder.at("a/b/x"), "one", Durability::fast));
  CHECK(make_folders_above(folder.at("a/b/x/y/z")).is_system(ENOTDIR));
}

TEST_CASE("a writer that is killed leaves a whole file, and nothing that stays", "[whole file]") {
  const Folder folder;
  for (int round = 0; round < 20; ++round) {
    int told[2];
    REQUIRE(pipe(told) == 0);
    const pid_t writer = fork();
    if (writer == 0) write_for_ever(folder.at("x"), told[1]);
    REQUIRE(writer > 0);
    close(told[1]);
    char byte = 0;
    for (int i = 0; i <= round % 5; ++i) REQUIRE(read(told[0], &byte, 1) == 1);
    kill(writer, SIGKILL);
    int status = 0;
    REQUIRE(waitpid(writer, &status, 0) == writer);
    close(told[0]);
    CHECK(WIFSIGNALED(status));
    const std::string bytes = contents(folder.at("x"));
    REQUIRE(bytes.size() == 300'000);
    CHECK(bytes == std::string(300'000, bytes.front()));
    remove_leftovers(folder.path());
    CHECK(folder.files() == 1);
  }
}

TEST_CASE("a leftover goes, and the file of one that still writes stays, as does all else", "[whole file]") {
  const Folder folder;
  REQUIRE_FALSE(replace_file(folder.at(".parley-abcdef.pending"), "left", Durability::fast));
  REQUIRE_FALSE(replace_file(folder.at("x.txt.pending"), "pending", Durability::fast));
  remove_leftovers(folder.path());
  CHECK(folder.files() == 1);
  CHECK(contents(folder.at("x.txt.pending")) == "pending");

  int told[2];
  REQUIRE(pipe(told) == 0);
  const pid_t writer = fork();
  if (writer == 0) write_for_ever(folder.at("x"), told[1]);
  REQUIRE(writer > 0);
  close(told[1]);
  char byte = 0;
  for (int i = 0; i < 50; ++i) {  // None of these takes a file from the writer: it would end.
    REQUIRE(read(told[0], &byte, 1) == 1);
    remove_leftovers(folder.path());
  }
  kill(writer, SIGKILL);
  waitpid(writer, nullptr, 0);
  close(told[0]);
}
