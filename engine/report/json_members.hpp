// Members of JSON records that somebody else wrote: one that is missing, or of another kind than it should
// be, is empty or 0. Templates, so that the library of the JSON stays in the files that read.
#pragma once

#include <string>
#include <vector>

namespace parley::report {

template <class Json>
std::string text(const Json& record, const char* name) {
  const auto found = record.find(name);
  return found != record.end() && found->is_string() ? found->template get<std::string>() : std::string();
}

template <class Integer = int, class Json>
Integer number(const Json& record, const char* name) {
  const auto found = record.find(name);
  return found != record.end() && found->is_number_integer() ? found->template get<Integer>() : Integer{};
}

/// The members of a list that are texts.
template <class Json>
std::vector<std::string> texts(const Json& record, const char* name) {
  std::vector<std::string> values;
  const auto found = record.find(name);
  if (found == record.end() || !found->is_array()) return values;
  for (const Json& value : *found)
    if (value.is_string()) values.push_back(value.template get<std::string>());
  return values;
}

}  // namespace parley::report
