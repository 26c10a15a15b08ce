#include "engine/report/findings.hpp"

#include <nlohmann/json.hpp>

#include "engine/report/text.hpp"

namespace parley::report {

std::string findings_text(const std::vector<Finding>& findings, std::size_t files) {
  std::string lines;
  for (const Finding& finding : findings)
    lines += place(finding.file, finding.line) + ":" + std::to_string(finding.column) + ": " +
             safe_line(finding.what) + "; " + safe_line(finding.way_out) + " [" + finding.code + "]\n";
  return lines + counted(findings.size(), "finding") + " in " + counted(files, "file") + "\n";
}

std::string findings_json(const std::vector<Finding>& findings) {
  using Json = nlohmann::ordered_json;
  Json all = {{"version", 1}, {"findings", Json::array()}};
  for (const Finding& finding : findings)
    all["findings"].push_back({{"file", finding.file},
                               {"line", finding.line},
                               {"column", finding.column},
                               {"code", finding.code},
                               {"what", finding.what},
                               {"way_out", finding.way_out}});
  return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace parley::report
