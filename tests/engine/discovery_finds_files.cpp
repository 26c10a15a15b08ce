// What a path on the command line leads to, judged on folders made for the purpose.
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "engine/runner/discovery.hpp"
#include "tests/catch.hpp"

namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

/// A folder of its own for a test, removed afterwards.
class Folder {
 public:
  Folder() {
    char name[] = "/tmp/parley-discovery-XXXXXX";
    path_ = ::mkdtemp(name);
  }
  ~Folder() { fs::remove_all(path_); }

  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  void file(const std::string& name) const {
    fs::create_directories(fs::path(*this / name).parent_path());
    std::ofstream(*this / name) << "-- a script\n";
  }
  void link(const std::string& name, const std::string& target) const {
    fs::create_symlink(target, *this / name);
  }
  const std::string& path() const { return path_; }

  /// What `discover` finds below the whole folder, without the folder's own name.
  Names found() const {
    Names names;
    for (const std::string& file : parley::runner::discover({path_}).files)
      names.push_back(file.substr(path_.size() + 1));
    return names;
  }

 private:
  std::string path_;
};

}  // namespace

TEST_CASE("a folder is searched recursively, in the order of the names' bytes", "[discovery]") {
  Folder folder;
  for (const char* name : {"b.lua", "a/z.lua", "a/B.lua", "é.lua", "Z.lua", "a.lua"}) folder.file(name);
  CHECK(folder.found() == Names{"Z.lua", "a/B.lua", "a/z.lua", "a.lua", "b.lua", "é.lua"});
}

TEST_CASE("goldens, hidden names and other kinds of file are not scripts", "[discovery]") {
  Folder folder;
  for (const char* name :
       {"golden/old.lua", ".git/hook.lua", ".hidden.lua", "notes.txt", ".lua", "x/.lua", "s.lua"})
    folder.file(name);
  ::mkfifo((folder / "pipe.lua").c_str(), 0600);
  CHECK(folder.found() == Names{"s.lua"});
}

TEST_CASE("a file that is named is taken whatever its name", "[discovery]") {
  Folder folder;
  folder.file("golden/notes.txt");
  CHECK(parley::runner::discover({folder / "golden/notes.txt"}).files == Names{folder / "golden/notes.txt"});
}

TEST_CASE("a file that is reached twice stands once, by its first name", "[discovery]") {
  Folder folder;
  folder.file("a.lua");
  folder.file("sub/b.lua");
  folder.link("sub/again.lua", "../a.lua");
  const auto found = parley::runner::discover({folder / "sub/b.lua", folder.path(), folder / "./a.lua"});
  CHECK(found.files == Names{folder / "sub/b.lua", folder / "a.lua"});
  REQUIRE(found.named.size() == 3);
  CHECK(found.named[0].files == std::vector<std::size_t>{0});
  CHECK(found.named[1].files == std::vector<std::size_t>{1, 0});
  CHECK(found.named[2].files == std::vector<std::size_t>{1});
  CHECK(found.problems.empty());
}

TEST_CASE("a path that does not exist is a problem, and the others are found", "[discovery]") {
  Folder folder;
  folder.file("a.lua");
  const auto found = parley::runner::discover({folder / "missing.lua", folder / "a.lua"});
  CHECK(found.files == Names{folder / "a.lua"});
  REQUIRE(found.problems.size() == 1);
  CHECK(found.problems[0].path == folder / "missing.lua");
  CHECK(found.problems[0].message == "No such file or directory");
  CHECK(found.named[0].faulty);
  CHECK_FALSE(found.named[1].faulty);
}

TEST_CASE("what is neither a file nor a folder is not waited for", "[discovery]") {
  Folder folder;
  ::mkfifo((folder / "pipe").c_str(), 0600);
  const auto found = parley::runner::discover({folder / "pipe"});
  REQUIRE(found.problems.size() == 1);
  CHECK(found.problems[0].message == "neither a file nor a folder");
}

TEST_CASE("broken links and loops of links are said, not followed", "[discovery]") {
  Folder folder;
  folder.file("deep/a.lua");
  folder.link("deep/up", "..");
  folder.link("gone.lua", "nowhere");
  folder.link("self.lua", "self.lua");
  folder.link("unrelated", "nowhere");
  const auto found = parley::runner::discover({folder.path()});
  CHECK(found.files == Names{folder / "deep/a.lua"});
  REQUIRE(found.problems.size() == 3);
  CHECK(found.problems[0].path == folder / "deep/up");
  CHECK(found.problems[0].message == "a symbolic link that leads back to a folder above it");
  CHECK(found.problems[1].message == "a symbolic link to nothing");
  CHECK(found.problems[2].message == "Too many levels of symbolic links");
}

TEST_CASE("a folder that cannot be read is a problem, and its neighbours are found", "[discovery]") {
  Folder folder;
  folder.file("a/hidden.lua");
  folder.file("b.lua");
  ::chmod(folder.path().c_str(), 0755);
  ::chmod((folder / "a").c_str(), 0);
  const bool superuser = ::geteuid() == 0;  // who reads everything
  if (superuser) REQUIRE(::seteuid(65534) == 0);
  const auto found = parley::runner::discover({folder.path()});
  if (superuser) REQUIRE(::seteuid(0) == 0);
  // Who changed its user may not be looked at any more, by its own children either: later tests ask for that.
  if (superuser) REQUIRE(::prctl(PR_SET_DUMPABLE, 1) == 0);
  ::chmod((folder / "a").c_str(), 0700);
  CHECK(found.files == Names{folder / "b.lua"});
  REQUIRE(found.problems.size() == 1);
  CHECK(found.problems[0].message == "cannot read the folder: Permission denied");
}
