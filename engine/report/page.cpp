#include "engine/report/page.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>

#include "engine/base/base64.hpp"

namespace parley::report {
namespace {

std::string_view file_named(std::string_view name) {
  for (const EmbeddedText& file : page_files())
    if (file.name == name) return file.text;
  return {};
}

std::string script() {
  std::vector<EmbeddedText> files;
  for (const EmbeddedText& file : page_files())
    if (file.name.ends_with(".js")) files.push_back(file);
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  std::string text;
  for (const EmbeddedText& file : files) text.append("\n").append(file.text);
  return text;
}

/// As Content-Security-Policy names a script that may run: no other one does, wherever it came from.
std::string digest_of(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr);
  return "sha256-" + base64({reinterpret_cast<const char*>(digest.data()), size});
}

/// No `<` is left, and so neither an end tag nor a comment; of JSON it can be in strings only.
std::string without_markup(std::string_view json) {
  std::string text;
  text.reserve(json.size());
  for (const char c : json) {
    if (c == '<')
      text += "\\u003c";
    else
      text += c;
  }
  return text;
}

std::string elements_of(const std::vector<std::string>& blocks) {
  std::string text;
  for (const std::string& block : blocks)
    text.append("<script type=\"text/plain\" class=\"block\">").append(block).append("</script>\n");
  return text;
}

}  // namespace

std::string page_of(std::string_view index, const std::vector<std::string>& blocks) {
  const std::string code = script();
  std::string page;
  std::string_view rest = file_named("page/page.html");
  const auto fill = [&](std::string_view place, std::string_view text) {
    const std::size_t at = std::min(rest.find(place), rest.size());
    page.append(rest.substr(0, at)).append(text);
    rest.remove_prefix(std::min(at + place.size(), rest.size()));
  };
  fill("@digest@", digest_of(code));
  fill("@style@", file_named("page/page.css"));
  fill("@index@", without_markup(index));
  fill("@blocks@", elements_of(blocks));
  fill("@script@", code);
  return page.append(rest);
}

}  // namespace parley::report
