#include "engine/net/lookup.hpp"

#include <optional>
#include <string_view>
#include <utility>

#include "engine/net/host.hpp"

namespace parley::net {
namespace {

LookupAnswer of_error(const Error& error) {
  LookupAnswer answer;
  answer.error = error;
  return answer;
}

// The answer whose `member` is the value of `result`, or its error.
template <class Value>
LookupAnswer holding(Value LookupAnswer::*member, Result<Value> result) {
  if (!result) return of_error(result.error());
  LookupAnswer answer;
  answer.*member = std::move(*result);
  return answer;
}

LookupAnswer of_entry(HostLookup lookup) {
  LookupAnswer answer = of_error(lookup.error);
  answer.host_error = lookup.host_error;
  answer.entry = std::move(lookup.entry);
  return answer;
}

LookupAnswer of_address(const LookupRequest& request) {
  LookupAnswer answer;
  answer.error = host_to_address(request.host, request.hints.family, answer.address);
  return answer;
}

LookupAnswer of_address_info(const LookupRequest& request) {
  const auto host = request.has_host ? std::optional<std::string_view>(request.host) : std::nullopt;
  const auto service = request.has_service ? std::optional<std::string_view>(request.service) : std::nullopt;
  return holding(&LookupAnswer::found, address_info(host, service, request.hints));
}

// glibc says EAI_NONAME where it would have to ask somebody.
bool is_numeric(const std::string& host) {
  const auto found = lookup(host.c_str(), nullptr, {.type = SOCK_DGRAM, .flags = AI_NUMERICHOST});
  return found.ok() || found.error().code() != EAI_NONAME;
}

bool stands_for_itself(const std::string& host) {
  return host.empty() || host == "<broadcast>" || is_numeric(host);
}

}  // namespace

LookupAnswer look_up(const LookupRequest& request) {
  switch (request.kind) {
    case LookupRequest::Kind::address:
      return of_address(request);
    case LookupRequest::Kind::address_info:
      return of_address_info(request);
    case LookupRequest::Kind::ipv4_of_host:
      return holding(&LookupAnswer::text, ipv4_of_host(request.host));
    case LookupRequest::Kind::entry_by_name:
      return of_entry(host_entry_by_name(request.host));
    case LookupRequest::Kind::entry_by_address:
      return of_entry(host_entry_by_address(request.host));
    case LookupRequest::Kind::full_name:
      return holding(&LookupAnswer::text, Result<std::string>(full_host_name(request.host)));
    case LookupRequest::Kind::name_info:
      return holding(&LookupAnswer::names, name_info(request.address, request.hints.flags));
  }
  return {};
}

bool may_take_time(const LookupRequest& request) {
  switch (request.kind) {
    case LookupRequest::Kind::address:
    case LookupRequest::Kind::ipv4_of_host:
      return !stands_for_itself(request.host);
    case LookupRequest::Kind::address_info:
      return request.has_host && (request.hints.flags & AI_NUMERICHOST) == 0 && !is_numeric(request.host);
    case LookupRequest::Kind::name_info:
      return (request.hints.flags & NI_NUMERICHOST) == 0;
    case LookupRequest::Kind::entry_by_name:
    case LookupRequest::Kind::entry_by_address:
    case LookupRequest::Kind::full_name:
      break;
  }
  return true;
}

}  // namespace parley::net
