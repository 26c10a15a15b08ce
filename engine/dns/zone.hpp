// The zone of a scenario: which answer each name has, now. The Responder asks it; a script fills it, before
// the scenario and while it runs. It knows names and records, and neither messages nor sockets.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/clock.hpp"

namespace parley::dns {

/// The codes of a response (RFC 1035, 4.1.1), by their numbers on the wire.
enum class Code : std::uint8_t {
  no_error = 0,
  format_error = 1,
  server_failure = 2,
  no_such_name = 3,
  not_implemented = 4,
  refused = 5,
};

/// What is done to a response after it was made, so that its reader has something to refuse.
enum class Malformation : std::uint8_t { none, wrong_id, cut_short, compression_loop, random_bytes };

/// One record without its owner, in the text form of RFC 1035, 5.1: {"MX", "10 mail.example.test."}.
struct Record {
  std::string type;  ///< In upper case.
  std::string data;
  std::uint32_t ttl = 0;  ///< In seconds.
};

/// How one question about a name is answered.
struct Answer {
  Code code = Code::no_error;  ///< no_error without a record of the type that is asked for is "no data".
  bool silent = false;         ///< No answer at all: the client runs into its time limit.
  bool asks = false;           ///< The script is asked, each time.
  bool truncated = false;      ///< Over UDP the flag TC instead of records.
  Malformation malformed = Malformation::none;
  Duration delay{};
  std::vector<Record> records;
};

/// The answer to a question in the making: what following CNAMEs has gathered so far.
struct Response {
  struct Owned {
    std::string owner;
    Record record;
  };
  Code code = Code::no_error;
  bool silent = false;
  bool truncated = false;
  Malformation malformed = Malformation::none;
  Duration delay{};
  std::vector<Owned> records;
  std::string asked;  ///< The name that the script has to answer for; empty where the response is whole.
};

class Zone {
 public:
  /// From now on `name`, as zone_name() gives it, is answered by each of `answers` in turn, counted for each
  /// type of record; the last one stays. There is at least one.
  void set(const std::string& name, std::vector<Answer> answers);
  void clear() { entries_.clear(); }

  /// Answers a question about the folded `name`: its records of `type` ("ANY": all), and those at the end of
  /// its CNAMEs, which are followed inside the zone. What the zone does not name is no_such_name; a circle of
  /// CNAMEs is server_failure. Stops where the script is to be asked.
  Response answer(std::string name, std::string_view type);
  /// Goes on with a response that stopped: the script said `answer` of response.asked.
  void go_on(Response& response, const Answer& answer, std::string_view type);

 private:
  struct Entry {
    std::vector<Answer> answers;
    std::map<std::string, std::size_t, std::less<>> given;  ///< By type, how many answers.
  };
  void follow(Response& response, std::string name, std::string_view type);
  const Answer* next(const std::string& name, std::string_view type);

  std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace parley::dns
