#include "engine/base/diff.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace parley {

namespace {

using Lines = std::vector<std::string_view>;

/// One line of the result: which text it is from, or both.
struct Edit {
  char mark;
  std::string_view line;
};

/// The greatest number of differing lines that are searched for; the search takes time and memory in its
/// square.
constexpr int most_edits = 600;

/// The lines with their \n, so that a missing one at the end is a difference.
Lines split(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t length = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return lines;
}

/// The greedy search of Myers, "An O(ND) Difference Algorithm and Its Variations" (1986): for each number of
/// edits d, the furthest point of every diagonal k. The fronts of all d are kept, to walk back along them.
class Alignment {
 public:
  Alignment(const Lines& a, const Lines& b) : a_(a), b_(b) {}

  /// The edits that make `b` of `a`; nothing where more than most_edits are needed.
  std::optional<std::vector<Edit>> edits() {
    for (int d = 0; d <= most_edits; ++d) {
      if (advance(d)) return walk_back(d);
    }
    return std::nullopt;
  }

 private:
  int size_a() const { return static_cast<int>(a_.size()); }
  int size_b() const { return static_cast<int>(b_.size()); }
  const std::string_view& a(int i) const { return a_[static_cast<std::size_t>(i)]; }
  const std::string_view& b(int i) const { return b_[static_cast<std::size_t>(i)]; }
  /// How far diagonal `k` got with `d` edits; fronts_[d] holds the diagonals -d to d.
  int& furthest(int d, int k) {
    return fronts_[static_cast<std::size_t>(d)][static_cast<std::size_t>(k + d)];
  }

  /// Whether the best way to diagonal `k` with `d` edits comes down from k + 1 (a line of b) and not from k
  /// - 1.
  bool comes_down(int d, int k) {
    return k == -d || (k != d && furthest(d - 1, k - 1) < furthest(d - 1, k + 1));
  }

  bool advance(int d) {
    fronts_.emplace_back(static_cast<std::size_t>(2 * d + 1));
    for (int k = -d; k <= d; k += 2) {
      int x = 0;
      if (d > 0) x = comes_down(d, k) ? furthest(d - 1, k + 1) : furthest(d - 1, k - 1) + 1;
      while (x < size_a() && x - k < size_b() && x - k >= 0 && a(x) == b(x - k)) ++x;
      furthest(d, k) = x;
      if (x >= size_a() && x - k >= size_b()) return true;
    }
    return false;
  }

  std::vector<Edit> walk_back(int d) {
    std::vector<Edit> edits;
    int x = size_a();
    int y = size_b();
    for (; d >= 0; --d) {
      const int k = x - y;
      const bool down = d > 0 && comes_down(d, k);
      const int from_x = d == 0 ? 0 : down ? furthest(d - 1, k + 1) : furthest(d - 1, k - 1);
      const int after_edit = d == 0 ? 0 : down ? from_x : from_x + 1;
      for (; x > after_edit; --x, --y) edits.push_back({' ', a(x - 1)});
      if (d == 0) break;
      edits.push_back(down ? Edit{'+', b(y - 1)} : Edit{'-', a(x - 1)});
      --(down ? y : x);
    }
    std::reverse(edits.begin(), edits.end());
    return edits;
  }

  const Lines& a_;
  const Lines& b_;
  std::vector<std::vector<int>> fronts_;
};

/// In each run of differences, what was expected before what came.
void sort_runs(std::vector<Edit>& edits) {
  const auto is_equal = [](const Edit& edit) { return edit.mark == ' '; };
  for (auto from = edits.begin(); from != edits.end();) {
    from = std::find_if_not(from, edits.end(), is_equal);
    const auto to = std::find_if(from, edits.end(), is_equal);
    std::stable_partition(from, to, [](const Edit& edit) { return edit.mark == '-'; });
    from = to;
  }
}

std::vector<Edit> align(const Lines& expected, const Lines& actual) {
  const auto heads = std::mismatch(expected.begin(), expected.end(), actual.begin(), actual.end());
  const Lines a(heads.first, expected.end());
  const Lines b(heads.second, actual.end());
  const auto tails = std::mismatch(a.rbegin(), a.rend(), b.rbegin(), b.rend());
  const Lines middle_a(a.begin(), tails.first.base());
  const Lines middle_b(b.begin(), tails.second.base());

  std::vector<Edit> edits;
  for (auto line = expected.begin(); line != heads.first; ++line) edits.push_back({' ', *line});
  if (auto middle = Alignment(middle_a, middle_b).edits()) {
    edits.insert(edits.end(), middle->begin(), middle->end());
  } else {
    for (std::string_view line : middle_a) edits.push_back({'-', line});
    for (std::string_view line : middle_b) edits.push_back({'+', line});
  }
  for (auto line = tails.first.base(); line != a.end(); ++line) edits.push_back({' ', *line});
  sort_runs(edits);
  return edits;
}

/// Which edits are printed: those that are differences, and `context` lines on either side.
std::vector<bool> shown(const std::vector<Edit>& edits, std::size_t context) {
  std::vector<bool> show(edits.size(), false);
  for (std::size_t i = 0; i < edits.size(); ++i) {
    if (edits[i].mark == ' ') continue;
    const std::size_t first = i > context ? i - context : 0;
    const std::size_t last = std::min(i + context, edits.size() - 1);
    std::fill(show.begin() + static_cast<std::ptrdiff_t>(first),
              show.begin() + static_cast<std::ptrdiff_t>(last) + 1, true);
  }
  return show;
}

void append(std::string& out, const Edit& edit) {
  out += edit.mark;
  out += edit.line;
  if (edit.line.back() != '\n') out += "\n\\ no newline at the end\n";
}

std::string counted(std::size_t count, const char* what) {
  return "@@ " + std::to_string(count) + ' ' + what + (count == 1 ? " line @@\n" : " lines @@\n");
}

}  // namespace

std::string diff(std::string_view expected, std::string_view actual, const DiffLimits& limits) {
  if (expected == actual) return {};
  const std::vector<Edit> edits = align(split(expected), split(actual));
  const std::vector<bool> show = shown(edits, limits.context);
  std::string out;
  std::size_t skipped = 0;
  std::size_t printed = 0;
  for (std::size_t i = 0; i < edits.size(); ++i) {
    if (!show[i]) {
      ++skipped;
      continue;
    }
    if (skipped > 0) out += counted(std::exchange(skipped, 0), "equal");
    if (printed++ == limits.lines) return out + counted(edits.size() - i, "more");
    append(out, edits[i]);
  }
  if (skipped > 0) out += counted(skipped, "equal");
  return out;
}

std::optional<Divergence> first_divergence(std::string_view expected, std::string_view actual) {
  if (expected == actual) return std::nullopt;
  const auto at = std::mismatch(expected.begin(), expected.end(), actual.begin(), actual.end());
  Divergence place;
  place.offset = static_cast<std::size_t>(at.first - expected.begin());
  const std::string_view before = expected.substr(0, place.offset);
  place.line += static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
  place.column = place.offset - (before.rfind('\n') + 1) + 1;
  return place;
}

}  // namespace parley
