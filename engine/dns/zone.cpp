#include "engine/dns/zone.hpp"

#include <algorithm>
#include <utility>

#include "engine/dns/name.hpp"

namespace parley::dns {
namespace {

// Longer chains are circles, or as good as: glibc itself gives up before.
constexpr std::size_t longest_chain = 16;

// Adds what `answer` says of `name`. Returns the name to go on with, or "".
std::string take(Response& response, const Answer& answer, const std::string& name, std::string_view type) {
  response.code = answer.code;
  response.silent = answer.silent;
  response.truncated = response.truncated || answer.truncated;
  response.malformed = std::max(response.malformed, answer.malformed);
  response.delay += answer.delay;
  std::string target;
  for (const Record& record : answer.records) {
    const bool is_link = record.type == "CNAME" && type != "CNAME" && type != "ANY";
    if (!is_link && record.type != type && type != "ANY") continue;
    response.records.push_back({name, record});
    if (is_link) target = folded_name(record.data);
  }
  return target;
}

}  // namespace

void Zone::set(const std::string& name, std::vector<Answer> answers) {
  entries_.insert_or_assign(name, Entry{std::move(answers), {}});
}

const Answer* Zone::next(const std::string& name, std::string_view type) {
  const auto entry = entries_.find(name);
  if (entry == entries_.end()) return nullptr;
  auto& [answers, given] = entry->second;
  const std::size_t turn = given.emplace(type, 0).first->second++;
  return &answers[std::min(turn, answers.size() - 1)];
}

Response Zone::answer(std::string name, std::string_view type) {
  Response response;
  if (name.empty()) response.code = Code::no_such_name;  // The root.
  follow(response, std::move(name), type);
  return response;
}

void Zone::go_on(Response& response, const Answer& answer, std::string_view type) {
  const std::string name = std::exchange(response.asked, {});
  follow(response, take(response, answer, name, type), type);
}

void Zone::follow(Response& response, std::string name, std::string_view type) {
  while (!name.empty()) {
    if (response.records.size() > longest_chain) {
      response.records.clear();
      response.code = Code::server_failure;
      return;
    }
    const Answer* answer = next(name, type);
    if (answer == nullptr) {
      response.code = Code::no_such_name;
      return;
    }
    if (answer->asks) {
      response.asked = std::move(name);
      return;
    }
    name = take(response, *answer, name, type);
  }
}

}  // namespace parley::dns
