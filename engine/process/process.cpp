#include "engine/process/process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "engine/base/pipe.hpp"

namespace parley::process {

namespace {

// What is read from one pipe before others have their turn: more than any pipe holds, so that all that a
// process wrote before its end is read at its end.
constexpr std::size_t enough = std::size_t{2} << 20U;

Error make_pipe(Descriptor& ours, Descriptor& childs, bool we_write) {
  Result<Pipe> pipe = open_pipe();
  if (!pipe) return pipe.error();
  ours = moved_up(std::move(we_write ? pipe->writing : pipe->reading));
  childs = moved_up(std::move(we_write ? pipe->reading : pipe->writing));
  return fcntl(ours.get(), F_SETFL, O_NONBLOCK) == 0 ? Error() : Error::system(errno);
}

Error open_null(Descriptor& childs) {
  childs = moved_up(Descriptor(open("/dev/null", O_RDONLY | O_CLOEXEC)));
  return childs ? Error() : Error::system(errno);
}

}  // namespace

Process::~Process() {
  if (!ended_) {
    signal_group(SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  for (Descriptor* descriptor : {&in_, &out_, &err_, &pidfd_}) close(*descriptor);
  for (const Tailed& tail : tails_) scheduler_.closing(tail.file->fd(), false);
}

Error Process::tail(std::string path, bool skips_old, std::function<void(std::string_view)> told) {
  auto file = std::make_unique<Tail>(std::move(path), skips_old);
  if (const Error error = file->open()) return error;
  scheduler_.opened(file->fd());
  tails_.push_back({std::move(file), std::move(told)});
  return scheduler_.watch(tails_.back().file->fd(), *this);
}

void Process::take_from(std::size_t index) {
  std::string news;
  tails_[index].file->read(news);
  if (!news.empty()) tails_[index].told(news);
}

void Process::look_at_files() {
  for (std::size_t index = 0; index < tails_.size(); ++index) take_from(index);
}

Error Process::make_pipes(Streams& streams, Descriptor (&childs)[3], bool wants_input) {
  if (const Error error = wants_input ? make_pipe(in_, childs[0], true) : open_null(childs[0])) return error;
  if (const Error error = make_pipe(out_, childs[1], false)) return error;
  if (const Error error = make_pipe(err_, childs[2], false)) return error;
  for (const Descriptor* pipe : {&in_, &out_, &err_})
    if (*pipe) scheduler_.opened(pipe->get());
  streams = {childs[0].get(), childs[1].get(), childs[2].get()};
  return {};
}

Error Process::start(const Program& program, bool wants_input, std::string& culprit) {
  culprit.clear();
  Streams streams{};
  Descriptor childs[3];
  if (const Error error = make_pipes(streams, childs, wants_input)) return error;
  Result<Child> child = spawn(program, streams, culprit);
  if (!child) return child.error();
  pid_ = child->pid;
  pidfd_ = std::move(child->pidfd);
  ended_ = false;
  return watch_all();
}

Error Process::watch_all() {
  for (const Descriptor* descriptor : {&pidfd_, &in_, &out_, &err_}) {
    if (!*descriptor) continue;
    if (const Error error = scheduler_.watch(descriptor->get(), *this)) return error;
  }
  return {};
}

int Process::news() { return scheduler_.hint(pidfd_.get(), loop::Interest::read); }

int Process::ready(int fd) {
  if (fd == out_.get()) drain(out_, output_);
  if (fd == err_.get()) drain(err_, errors_);
  if (fd == in_.get()) flush();
  if (fd == pidfd_.get()) look();
  for (std::size_t index = 0; index < tails_.size(); ++index)
    if (fd == tails_[index].file->fd()) take_from(index);
  return news();
}

void Process::drain(Descriptor& pipe, Captured& captured) {
  char chunk[65536];
  for (std::size_t taken = 0; pipe;) {
    const ssize_t count = read(pipe.get(), chunk, sizeof chunk);
    if (count > 0) {
      captured.append({chunk, static_cast<std::size_t>(count)});
      both_.append({chunk, static_cast<std::size_t>(count)});
      if (told_) told_({chunk, static_cast<std::size_t>(count)}, &captured == &errors_);
      taken += static_cast<std::size_t>(count);
      if (taken >= enough) {
        scheduler_.watch(pipe.get(), *this);
        return;
      }
    } else if (count == 0) {
      close(pipe);
    } else if (errno != EINTR) {
      return;  // EAGAIN: there is no more for now.
    }
  }
}

void Process::look() {
  if (ended_) return;
  siginfo_t info{};
  if (waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == 0)
    return;
  drain(out_, output_);
  drain(err_, errors_);
  look_at_files();
  reap();
}

void Process::reap() {
  int status = 0;
  rusage taken{};
  wait4(pid_, &status, 0, &taken);
  ended_ = true;
  usage_ = usage_of(taken);
  if (WIFSIGNALED(status)) {
    status_.signal = WTERMSIG(status);
  } else {
    status_.exit_code = WEXITSTATUS(status);
  }
  close(in_);
  flush();
  if (told_end_) told_end_(status_);
}

Error Process::write(std::string_view bytes) {
  if (!input_is_open()) return Error::system(EPIPE);
  pending_ += bytes;
  flush();
  return in_ ? Error() : Error::system(EPIPE);
}

void Process::flush() {
  while (in_ && !input_is_flushed()) {
    const ssize_t count = ::write(in_.get(), pending_.data() + flushed_, pending_.size() - flushed_);
    if (count >= 0) {
      flushed_ += static_cast<std::size_t>(count);
    } else if (errno == EAGAIN) {
      return;
    } else if (errno != EINTR) {  // EPIPE: it reads no more.
      close(in_);
    }
  }
  pending_.clear();
  flushed_ = 0;
  if (closes_input_) close(in_);
}

void Process::close_input() {
  closes_input_ = true;
  flush();
}

void Process::close(Descriptor& descriptor) {
  if (!descriptor) return;
  scheduler_.closing(descriptor.get(), false);
  descriptor.reset();
}

Error Process::signal(int number) const {
  if (ended_) return Error::system(ESRCH);
  const long sent = syscall(SYS_pidfd_send_signal, pidfd_.get(), number, nullptr, 0U);
  return sent == 0 ? Error() : Error::system(errno);
}

void Process::signal_group(int number) const { kill(-pid_, number); }

}  // namespace parley::process
