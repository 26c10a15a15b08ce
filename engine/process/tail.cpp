#include "engine/process/tail.hpp"

#include <fcntl.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "engine/base/move_up.hpp"

namespace parley::process {

Error Tail::open() {
  watch_ = moved_up(Descriptor(inotify_init1(IN_NONBLOCK | IN_CLOEXEC)));
  if (!watch_) return Error::system(errno);
  // The folder tells of what is written to any file in it, and of one that takes the place of ours.
  const std::string folder = path_.substr(0, path_.rfind('/') + 1);
  constexpr std::uint32_t news = IN_MODIFY | IN_CREATE | IN_MOVED_TO;
  if (inotify_add_watch(watch_.get(), folder.c_str(), news) < 0) return Error::system(errno);
  follow();
  struct stat status {};
  if (skips_old_ && file_ && fstat(file_.get(), &status) == 0) position_ = status.st_size;
  return {};
}

void Tail::read(std::string& news) {
  forget_events();
  take(news);  // What was written before the file was replaced.
  follow();
  take(news);
}

void Tail::forget_events() {
  alignas(inotify_event) char events[4096];
  while (::read(watch_.get(), events, sizeof events) > 0) {
  }
}

// The file that bears the name now, where that is another one.
void Tail::follow() {
  struct stat now {};
  struct stat ours {};
  if (stat(path_.c_str(), &now) != 0 || !S_ISREG(now.st_mode)) return;
  const bool is_ours =
      file_ && fstat(file_.get(), &ours) == 0 && ours.st_ino == now.st_ino && ours.st_dev == now.st_dev;
  if (is_ours) {
    if (now.st_size < position_) position_ = 0;  // It was emptied.
    return;
  }
  file_ = moved_up(Descriptor(::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)));
  position_ = 0;
}

void Tail::take(std::string& news) {
  char chunk[65536];
  while (file_) {
    const ssize_t count = pread(file_.get(), chunk, sizeof chunk, position_);
    if (count <= 0) return;
    position_ += count;
    captured_.append({chunk, static_cast<std::size_t>(count)});
    news.append(chunk, static_cast<std::size_t>(count));
  }
}

}  // namespace parley::process
