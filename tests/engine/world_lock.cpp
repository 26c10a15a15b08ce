#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <utility>

#include "engine/world/lock.hpp"
#include "tests/catch.hpp"

namespace parley::world {
namespace {

struct Folder {
  Folder() { REQUIRE(mkdtemp(path) != nullptr); }
  ~Folder() { std::filesystem::remove_all(path); }
  std::string file(const char* name) const { return std::string(path) + "/" + name; }
  char path[32] = "/tmp/lock-test-XXXXXX";
};

bool is_free(const std::string& path) {
  const Descriptor other(open(path.c_str(), O_RDONLY));
  return flock(other.get(), LOCK_EX | LOCK_NB) == 0;
}

TEST_CASE("the lock is held until its descriptor is closed, and anyone may take it", "[world]") {
  const Folder folder;
  const std::string path = folder.file("lock");
  const mode_t mask = umask(077);
  Result<Descriptor> lock = take_lock(path);
  umask(mask);
  REQUIRE(lock);
  CHECK_FALSE(is_free(path));
  struct stat status {};
  CHECK(stat(path.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0666);
  lock->reset();
  CHECK(is_free(path));
  CHECK(take_lock(path));  // The file exists by now.
}

TEST_CASE("a second process waits for the lock until the first lets go", "[world]") {
  const Folder folder;
  const std::string path = folder.file("lock");
  Result<Descriptor> lock = take_lock(path);
  REQUIRE(lock);
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  const pid_t other = fork();
  if (other == 0) {
    lock->reset();  // Its copy would hold the lock as well.
    const bool began = write(ends[1], "w", 1) == 1;
    _exit(began && take_lock(path) && write(ends[1], "l", 1) == 1 ? 0 : 1);
  }
  char said = 0;
  CHECK(read(ends[0], &said, 1) == 1);
  CHECK(said == 'w');
  CHECK_FALSE(is_free(path));
  lock->reset();
  CHECK(read(ends[0], &said, 1) == 1);
  CHECK(said == 'l');
  int status = 1;
  CHECK(waitpid(other, &status, 0) == other);
  CHECK(status == 0);
  close(ends[0]);
  close(ends[1]);
}

TEST_CASE("no link, pipe or folder is taken for the lock", "[world]") {
  const Folder folder;
  REQUIRE(symlink("/tmp/elsewhere", folder.file("link").c_str()) == 0);
  CHECK(take_lock(folder.file("link")).error().is_system(ELOOP));
  REQUIRE(mkfifo(folder.file("pipe").c_str(), 0600) == 0);
  CHECK(take_lock(folder.file("pipe")).error().is_system(EINVAL));
  CHECK(take_lock(folder.path).error().is_system(EINVAL));
}

}  // namespace
}  // namespace parley::world
