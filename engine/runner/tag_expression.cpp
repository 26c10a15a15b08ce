#include "engine/runner/tag_expression.hpp"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <utility>

namespace parley::runner {

struct TagExpression::Node {
  enum class Kind : std::uint8_t { tag, negation, conjunction, disjunction };
  Kind kind = Kind::tag;
  std::string tag;
  std::shared_ptr<const Node> left;  ///< The only operand of a negation.
  std::shared_ptr<const Node> right;
};

namespace {

using Node = TagExpression::Node;
using NodePtr = std::shared_ptr<const Node>;

constexpr int deepest = 100;  // Of parentheses and negations: far beyond what anybody writes.

bool is_tag_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
         std::string_view("_-.:/@+").find(c) != std::string::npos;
}

/// Recursive descent over the words of the expression. A null node means that problem_ says what is wrong.
class Parser {
 public:
  explicit Parser(std::string_view text) : rest_(text) { advance(); }

  NodePtr parse() {
    NodePtr root = disjunction();
    if (root && !word_.empty()) return refuse("expected `and` or `or` before '" + word_ + "'");
    return root;
  }
  const std::string& problem() const { return problem_; }

 private:
  NodePtr refuse(std::string problem) {
    if (problem_.empty()) problem_ = std::move(problem);
    return nullptr;
  }

  /// Takes the next word: a name, a parenthesis, or any other single character; empty at the end.
  void advance() {
    while (!rest_.empty() && std::isspace(static_cast<unsigned char>(rest_.front())) != 0)
      rest_.remove_prefix(1);
    std::size_t length = 0;
    while (length < rest_.size() && is_tag_character(rest_[length])) ++length;
    if (length == 0 && !rest_.empty()) length = 1;
    word_ = rest_.substr(0, length);
    rest_.remove_prefix(length);
  }

  bool take(std::string_view word) {
    if (word_ != word) return false;
    advance();
    return true;
  }

  NodePtr binary(Node::Kind kind, std::string_view word, NodePtr (Parser::*side)()) {
    NodePtr left = (this->*side)();
    while (left && take(word)) {
      NodePtr right = (this->*side)();
      left = right ? std::make_shared<Node>(Node{kind, {}, left, right}) : nullptr;
    }
    return left;
  }

  NodePtr disjunction() { return binary(Node::Kind::disjunction, "or", &Parser::conjunction); }
  NodePtr conjunction() { return binary(Node::Kind::conjunction, "and", &Parser::operand); }

  NodePtr operand() {
    if (++depth_ > deepest) return refuse("it is nested too deep");
    NodePtr node = nested_operand();
    --depth_;
    return node;
  }

  NodePtr nested_operand() {
    if (take("not")) {
      NodePtr negated = operand();
      return negated ? std::make_shared<Node>(Node{Node::Kind::negation, {}, negated, nullptr}) : nullptr;
    }
    if (take("(")) {
      NodePtr inner = disjunction();
      if (inner && !take(")")) return refuse("a '(' is never closed");
      return inner;
    }
    if (word_.empty()) return refuse("a tag is missing at its end");
    if (word_ == "and" || word_ == "or" || !is_tag_character(word_.front()))
      return refuse("expected a tag instead of '" + word_ + "'");
    NodePtr node = std::make_shared<Node>(Node{Node::Kind::tag, word_, nullptr, nullptr});
    advance();
    return node;
  }

  std::string_view rest_;
  std::string word_;
  std::string problem_;
  int depth_ = 0;
};

bool holds(const Node& node, const std::vector<std::string>& tags) {
  switch (node.kind) {
    case Node::Kind::tag:
      return std::find(tags.begin(), tags.end(), node.tag) != tags.end();
    case Node::Kind::negation:
      return !holds(*node.left, tags);
    case Node::Kind::conjunction:
      return holds(*node.left, tags) && holds(*node.right, tags);
    case Node::Kind::disjunction:
      return holds(*node.left, tags) || holds(*node.right, tags);
  }
  return false;
}

}  // namespace

parley::Result<TagExpression> TagExpression::parse(std::string_view text) {
  Parser parser(text);
  NodePtr root = parser.parse();
  if (!root) return Error::text(parser.problem());
  return TagExpression(std::move(root));
}

bool TagExpression::matches(const std::vector<std::string>& tags) const { return holds(*root_, tags); }

}  // namespace parley::runner
