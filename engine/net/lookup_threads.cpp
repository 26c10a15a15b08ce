#include "engine/net/lookup_threads.hpp"

#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <utility>

#include "engine/base/move_up.hpp"

namespace parley::net {

// What the threads share with their owner. The last of them to go takes it along.
struct LookupThreads::State {
  Descriptor done_event;
  std::mutex mutex;
  std::condition_variable wanted;
  std::deque<std::shared_ptr<LookupJob>> waiting;
  std::vector<std::shared_ptr<LookupJob>> done;
  int threads = 0;
  int idle = 0;
  bool abandoned = false;
};

LookupThreads::~LookupThreads() {
  if (state_ == nullptr) return;
  const std::scoped_lock lock(state_->mutex);
  state_->abandoned = true;
  state_->waiting.clear();
  state_->wanted.notify_all();
}

Error LookupThreads::open() {
  Descriptor event(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!event) return Error::system(errno);
  state_ = std::make_shared<State>();
  state_->done_event = moved_up(std::move(event));
  return {};
}

// A mutex that a thread held is never released here, so nothing of this may be touched, or destroyed.
void LookupThreads::leave_to_parent() {
  if (state_ != nullptr) new std::shared_ptr<State>(std::move(state_));
}

int LookupThreads::fd() const { return state_->done_event.get(); }

void* LookupThreads::work(void* argument) {
  const std::unique_ptr<std::shared_ptr<State>> owner(static_cast<std::shared_ptr<State>*>(argument));
  State& state = **owner;
  std::unique_lock lock(state.mutex);
  while (true) {
    ++state.idle;
    state.wanted.wait(lock, [&] { return state.abandoned || !state.waiting.empty(); });
    --state.idle;
    if (state.abandoned) return nullptr;
    const std::shared_ptr<LookupJob> job = std::move(state.waiting.front());
    state.waiting.pop_front();
    lock.unlock();
    job->answer = look_up(job->request);
    lock.lock();
    state.done.push_back(job);
    eventfd_write(state.done_event.get(), 1);
  }
}

// A thread takes no signal: the watchdog's is meant for the one that runs the script.
Error LookupThreads::add_thread() {
  auto owner = std::make_unique<std::shared_ptr<State>>(state_);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_t thread{};
  const int code = pthread_create(&thread, &attributes, work, owner.get());
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  pthread_attr_destroy(&attributes);
  if (code != 0) return Error::system(code);
  [[maybe_unused]] const auto* given = owner.release();
  ++state_->threads;
  return {};
}

Error LookupThreads::start(std::shared_ptr<LookupJob> job) {
  const std::scoped_lock lock(state_->mutex);
  const bool enough = static_cast<std::size_t>(state_->idle) > state_->waiting.size();
  if (!enough && state_->threads < most_threads) {
    const Error error = add_thread();
    if (error && state_->threads == 0) return error;
  }
  state_->waiting.push_back(std::move(job));
  state_->wanted.notify_one();
  return {};
}

std::vector<std::shared_ptr<LookupJob>> LookupThreads::take_done() {
  const std::scoped_lock lock(state_->mutex);  // Before the count is read: the two always go together.
  eventfd_t count = 0;
  eventfd_read(state_->done_event.get(), &count);
  return std::exchange(state_->done, {});
}

}  // namespace parley::net
