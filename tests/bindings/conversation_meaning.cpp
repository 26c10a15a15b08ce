// Follows a list of actions, and sees what each side sends, takes and knows.
#include <algorithm>
#include <utility>

#include "tests/bindings/conversation.hpp"

namespace parley::conversations {

namespace {

/// What one side of a link has done so far.
struct End {
  std::string written;
  std::vector<std::size_t> boundaries;  ///< Of messages: where each ends in what was written.
  std::size_t taken = 0;                ///< Of what the other side has written.
  std::size_t gate = 0;  ///< The other side may send when it has taken more than that: a greedy read is over.
  bool gated = false;
  bool finished = false;  ///< It writes nothing more,
  bool closed = false;    ///< nor reads.
  bool took_end = false;
};

class Follower {
 public:
  explicit Follower(const Link& link) : link_(link) {}

  bool follow(const Action& action) {
    if (dead_) return false;
    if (action.what == What::connect) return !action.server && !std::exchange(connected_, true);
    if (action.what == What::accept) return action.server && connected_ && !std::exchange(accepted_, true);
    const bool present = action.server ? accepted_ : connected_;
    End& self = ends_[action.server ? 1 : 0];
    End& other = ends_[action.server ? 0 : 1];
    return present && !self.closed && act(action, self, other);
  }

  /// Nothing that the server may have in its buffer is left over.
  bool is_complete() const {
    if (!connected_) return true;
    if (!link_.has_end() && !is_silent() && ends_[1].taken == 0) return false;  // Nobody would be its peer.
    return accepted_ && (!link_.overreads || waiting()[1] == 0);
  }
  /// There is nothing to tell of it: over UDP, where nothing was said.
  bool is_silent() const { return !link_.has_end() && ends_[0].written.empty(); }
  std::array<std::size_t, 2> waiting() const {
    return {pending(ends_[0], ends_[1]), pending(ends_[1], ends_[0])};
  }

  std::string order() const {
    const End& client = ends_[0];
    const End& server = ends_[1];
    const bool shows_end = server.finished && link_.has_end();
    return order_ + "\n< " + server.written + marked(server, client.taken) + (shows_end ? "|" : "") + "\n> " +
           marked(client, server.taken) + (dead_ ? "!" : "");
  }
  std::string cuts() const { return cuts_; }

 private:
  static std::size_t pending(const End& self, const End& other) { return other.written.size() - self.taken; }

  /// How much was taken, and where messages end.
  static std::string marked(const End& writer, std::size_t taken) {
    std::string text = " " + std::to_string(taken);
    for (const std::size_t boundary : writer.boundaries) text += '.' + std::to_string(boundary);
    return text;
  }

  bool act(const Action& action, End& self, End& other) {
    switch (action.what) {
      case What::send:
        return send(self, other, action);
      case What::read:
        return link_.is_stream() ? take(self, other, action.count) : take_message(self, other);
      case What::read_greedy:
        if (action.count == 0 || pending(self, other) != action.count) return false;
        other.gate = self.written.size();
        other.gated = true;
        return link_.is_stream() && take(self, other, action.count);
      case What::read_exactly:
      case What::read_line:
      case What::read_until:
        return is_exact(action) && take(self, other, length(action, self, other)) && cut(self, action);
      case What::echo:
        return action.server && is_exact(action) && !self.finished && !self.gated && !other.closed &&
               take(self, other, action.count) &&
               write(self, other.written.substr(self.taken - action.count, action.count), true);
      case What::read_end:
      case What::read_all:
        return read_end(self, other, action);
      case What::shutdown:
        return link_.has_end() && finish(action, self);
      case What::close:
        if (pending(self, other) > 0) return false;
        if (!self.finished) finish(action, self);
        return self.closed = true;
      case What::abandon:
        return abandon(action, self, other);
      case What::pause:
        return accepted_ && !other.closed && link_.client != link_.server;
      default:
        return false;
    }
  }

  bool is_exact(const Action& action) const {
    return link_.is_stream() && !(action.server && link_.overreads);
  }

  static std::size_t length(const Action& action, const End& self, const End& other) {
    if (action.what == What::read_exactly) return action.count;
    const std::string& delimiter = action.what == What::read_line ? "\n" : action.bytes;
    if (delimiter.empty()) return 0;
    const std::size_t at = other.written.find(delimiter, self.taken);
    return at == std::string::npos ? 0 : at + delimiter.size() - self.taken;
  }

  bool send(End& self, End& other, const Action& action) {
    if (self.finished || other.closed || action.bytes.empty()) return false;
    if (self.gated && self.taken <= self.gate) return false;
    if (!link_.has_end() && action.server && self.taken == 0) return false;
    self.gated = false;
    const bool is_internet = link_.transport == Transport::tcp || link_.transport == Transport::udp;
    const std::size_t room = is_internet ? 20000 : 60;
    if (pending(other, self) + action.bytes.size() > room) return false;
    return write(self, action.bytes, action.server);
  }

  bool write(End& self, const std::string& bytes, bool server) {
    self.written += bytes;
    if (!link_.is_stream()) self.boundaries.push_back(self.written.size());
    if (!server) tell(bytes);
    return true;
  }

  /// The client did something that shows: it stands after what the client had taken, and makes a piece there.
  void tell(const std::string& what) {
    const std::string knows = std::to_string(ends_[0].taken) + (ends_[0].took_end ? "|" : "");
    if (knows != known_) order_ += "\n" + knows + " ";
    known_ = knows;
    order_ += what;
  }

  static bool take(End& self, const End& other, std::size_t count) {
    if (count == 0 || count > pending(self, other)) return false;
    self.taken += count;
    return true;
  }

  static bool take_message(End& self, const End& other) {
    for (const std::size_t boundary : other.boundaries)
      if (boundary > self.taken) return take(self, other, boundary - self.taken);
    return false;
  }

  bool cut(const End& self, const Action& action) {
    cuts_ += (action.server ? " >" : " <") + std::to_string(self.taken);
    return true;
  }

  bool read_end(End& self, const End& other, const Action& action) {
    if (!other.finished || !link_.has_end() || self.took_end) return false;
    if (action.what == What::read_all && !is_exact(action)) return false;
    self.taken = other.written.size();
    self.took_end = true;
    return action.what == What::read_end || cut(self, action);
  }

  bool finish(const Action& action, End& self) {
    if (self.finished) return false;
    self.finished = true;
    if (!action.server && link_.has_end()) tell("|");
    return true;
  }

  bool abandon(const Action& action, End& self, End& other) {
    const bool open = accepted_ && !self.finished && !other.finished && link_.is_stream() && !link_.overreads;
    if (!open || link_.client == link_.server || pending(self, other) == 0 || pending(other, self) > 0)
      return false;
    order_ += action.server ? "server leaves" : "client leaves";
    return dead_ = true;
  }

  const Link& link_;
  std::array<End, 2> ends_;  ///< The client's and the server's.
  bool connected_ = false;
  bool accepted_ = false;
  bool dead_ = false;
  std::string known_ = "0";
  std::string order_;
  std::string cuts_;
};

/// Whether the conversation of the action's link begins with it: over UDP it does with the first message.
bool begins(const Conversation& conversation, std::size_t number) {
  const Action& action = conversation.actions[number];
  if (conversation.links[static_cast<std::size_t>(action.link)].has_end())
    return action.what == What::connect;
  const auto first =
      std::find_if(conversation.actions.begin(), conversation.actions.end(), [&](const Action& each) {
        return each.link == action.link && each.what == What::send && !each.server;
      });
  return first != conversation.actions.end() && &*first == &action;
}

void add_order(Meaning& meaning, const Conversation& conversation, const std::vector<Follower>& followers) {
  for (int role = 0; role < conversation.roles; ++role) {
    for (std::size_t number = 0; number < conversation.actions.size(); ++number) {
      const auto at = static_cast<std::size_t>(conversation.actions[number].link);
      const Link& link = conversation.links[at];
      if (link.client != role || !begins(conversation, number)) continue;
      const std::string header = std::to_string(role) + ">" + std::to_string(link.server) + " " +
                                 std::to_string(static_cast<int>(link.transport));
      meaning.order += header + followers[at].order() + "\n";
      meaning.cuts += header + followers[at].cuts() + "\n";
    }
  }
}

}  // namespace

Meaning meaning_of(const Conversation& conversation) {
  std::vector<Follower> followers(conversation.links.begin(), conversation.links.end());
  Meaning meaning;
  for (const Action& action : conversation.actions) {
    const auto link = static_cast<std::size_t>(action.link);
    if (!followers[link].follow(action)) return meaning;
  }
  meaning.possible = true;
  for (const Follower& follower : followers) {
    meaning.waiting.push_back(follower.waiting());
    meaning.complete = meaning.complete && follower.is_complete();
  }
  add_order(meaning, conversation, followers);
  return meaning;
}

}  // namespace parley::conversations
