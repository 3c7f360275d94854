#include "rules/import/import_condition.h"

#include <absl/strings/numbers.h>
#include <absl/strings/str_format.h>
#include <re2/re2.h>

#include <utility>

#include "rules/import/import_tags.h"
#include "rules/import/import_writer.h"
#include "rules/language/keywords.h"

namespace dcmscrub {
namespace {

using Kind = ConditionTree::Kind;

constexpr std::size_t kDeepest = 30;

ConditionTree Leaf(Kind kind, std::string text) {
  ConditionTree tree;
  tree.kind = kind;
  tree.text = std::move(text);
  return tree;
}

class Reader {
 public:
  Reader(std::string_view text, const ConditionGrammar& grammar,
         ConditionMistake& mistake)
      : text_(text), grammar_(grammar), mistake_(mistake) {}

  bool ReadAll(ConditionTree& tree) {
    if (!ReadJoined(Kind::kOr, tree)) return false;
    SkipBlanks();
    return at_ == text_.size() || Fail("an operator is missing here");
  }

 private:
  bool Fail(std::string why) {
    mistake_ = {at_, std::move(why)};
    return false;
  }

  void SkipBlanks() {
    at_ = std::min(text_.find_first_not_of(" \t\r\n\f\v", at_), text_.size());
  }

  bool Take(std::string_view sign) {
    SkipBlanks();
    if (!text_.substr(at_).starts_with(sign)) return false;
    at_ += sign.size();
    return true;
  }

  bool TakeAny(const std::vector<std::string_view>& signs) {
    for (const std::string_view sign : signs) {
      if (Take(sign)) return true;
    }
    return false;
  }

  bool ReadJoined(Kind kind, ConditionTree& tree) {
    std::vector<ConditionTree> parts;
    SkipBlanks();
    const std::size_t begin = at_;
    const bool of_and = kind == Kind::kAnd;
    do {
      ConditionTree& part = parts.emplace_back();
      if (!(of_and ? ReadOne(part) : ReadJoined(Kind::kAnd, part))) {
        return false;
      }
    } while (TakeAny(of_and ? grammar_.ands : grammar_.ors));
    if (parts.size() == 1) {
      tree = std::move(parts.front());
    } else {
      tree.kind = kind;
      tree.parts = std::move(parts);
      tree.begin = begin;
      tree.end = at_;
    }
    return true;
  }

  bool ReadOne(ConditionTree& tree) {
    if (depth_ == kDeepest) return Fail("nested too deep");
    ++depth_;
    const bool read = ReadNested(tree);
    --depth_;
    return read;
  }

  bool ReadNested(ConditionTree& tree) {
    SkipBlanks();
    const std::size_t begin = at_;
    if (TakeAny(grammar_.nots)) {
      tree.kind = Kind::kNot;
      tree.begin = begin;
      if (!ReadOne(tree.parts.emplace_back())) return false;
      tree.end = at_;
      return true;
    }
    if (Take("(")) {
      if (!ReadJoined(Kind::kOr, tree)) return false;
      return Take(")") || Fail("a parenthesis is not closed");
    }
    if (at_ == text_.size()) return Fail("a test is missing here");
    std::string why;
    if (!grammar_.take_test(text_, at_, tree, why)) return Fail(why);
    tree.begin = begin;
    tree.end = at_;
    return true;
  }

  std::string_view text_;
  const ConditionGrammar& grammar_;
  ConditionMistake& mistake_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
};

std::string PatternText(Comparison comparison, std::string_view text,
                        bool any_case) {
  const std::string quoted =
      RE2::QuoteMeta(re2::StringPiece(text.data(), text.size()));
  const std::string_view flag = any_case ? "i" : "";
  switch (comparison) {
    case Comparison::kEquals:
      return absl::StrFormat("^(?%s:%s)$", flag, quoted);
    case Comparison::kContains:
      return absl::StrFormat("(?%s:%s)", flag, quoted);
    case Comparison::kStarts:
      return absl::StrFormat("^(?%s:%s)", flag, quoted);
    case Comparison::kEnds:
      return absl::StrFormat("(?%s:%s)$", flag, quoted);
    case Comparison::kMatches:
      return absl::StrFormat("^(?%s:%s)$", flag, text);
    case Comparison::kSearches:
      return any_case ? absl::StrFormat("(?i:%s)", text) : std::string(text);
    case Comparison::kLess:
    case Comparison::kGreater:
      break;
  }
  return {};
}

std::string_view Word(Comparison comparison) {
  switch (comparison) {
    case Comparison::kEquals:
      return "=";
    case Comparison::kContains:
      return "contains";
    case Comparison::kStarts:
      return "starts";
    case Comparison::kEnds:
      return "ends";
    case Comparison::kLess:
      return "<";
    case Comparison::kGreater:
      return ">";
    case Comparison::kMatches:
    case Comparison::kSearches:
      return "~";
  }
  return "~";
}

}  // namespace

ConditionTree TestOf(std::string_view selector, Comparison comparison,
                     std::string_view text, bool any_case) {
  const bool of_number =
      comparison == Comparison::kLess || comparison == Comparison::kGreater;
  const bool of_pattern =
      comparison == Comparison::kMatches || comparison == Comparison::kSearches;
  if (of_number) {
    double number = 0;
    if (!absl::SimpleAtod(absl::string_view(text.data(), text.size()),
                          &number)) {
      return Leaf(Kind::kLeft, "no number to compare with");
    }
    return Leaf(Kind::kTest,
                absl::StrFormat("%s %s %s", selector, Word(comparison), text));
  }
  if (text.empty() && !of_pattern) {
    if (comparison != Comparison::kEquals) return Leaf(Kind::kTrue, {});
    return Leaf(Kind::kTest, absl::StrFormat("(not %s present or %s empty)",
                                             selector, selector));
  }
  // CS has no small letters.
  const DictionaryRow* row = FindKeyword(selector);
  const bool of_code = row != nullptr && row->vr == Vr::kCS;
  if (!of_pattern && (!any_case || of_code)) {
    return Leaf(Kind::kTest,
                absl::StrFormat(
                    "%s %s %s", selector, Word(comparison),
                    QuotedText(any_case ? Upper(text) : std::string(text))));
  }
  return Leaf(
      Kind::kTest,
      absl::StrFormat("%s ~ %s", selector,
                      QuotedPattern(PatternText(comparison, text, any_case))));
}

bool ReadCondition(std::string_view text, const ConditionGrammar& grammar,
                   ConditionTree& tree, ConditionMistake& mistake) {
  return Reader(text, grammar, mistake).ReadAll(tree);
}

ConditionTree Simplified(ConditionTree tree) {
  if (tree.kind == Kind::kNot) return Negated(std::move(tree.parts[0]));
  if (tree.kind != Kind::kAnd && tree.kind != Kind::kOr) return tree;
  // What decides the whole, and what says nothing.
  const Kind decides = tree.kind == Kind::kAnd ? Kind::kFalse : Kind::kTrue;
  const Kind says_nothing =
      tree.kind == Kind::kAnd ? Kind::kTrue : Kind::kFalse;
  std::vector<ConditionTree> parts;
  for (ConditionTree& part : tree.parts) {
    ConditionTree simple = Simplified(std::move(part));
    if (simple.kind == decides) return simple;
    if (simple.kind != says_nothing) parts.push_back(std::move(simple));
  }
  if (parts.empty()) {
    tree.kind = says_nothing;
    tree.parts.clear();
    return tree;
  }
  if (parts.size() == 1) return std::move(parts.front());
  tree.parts = std::move(parts);
  return tree;
}

ConditionTree Negated(ConditionTree tree) {
  tree = Simplified(std::move(tree));
  if (tree.kind == Kind::kTrue || tree.kind == Kind::kFalse) {
    tree.kind = tree.kind == Kind::kTrue ? Kind::kFalse : Kind::kTrue;
    return tree;
  }
  if (tree.kind == Kind::kNot) return std::move(tree.parts[0]);
  ConditionTree negated;
  negated.kind = Kind::kNot;
  negated.begin = tree.begin;
  negated.end = tree.end;
  negated.parts.push_back(std::move(tree));
  return negated;
}

std::string_view WhyLeft(const ConditionTree& tree) {
  if (tree.kind == Kind::kLeft) return tree.text;
  for (const ConditionTree& part : tree.parts) {
    if (const std::string_view why = WhyLeft(part); !why.empty()) return why;
  }
  return {};
}

std::string ConditionText(const ConditionTree& tree) {
  switch (tree.kind) {
    case Kind::kNot:
      return absl::StrFormat("not (%s)", ConditionText(tree.parts[0]));
    case Kind::kAnd:
    case Kind::kOr: {
      std::string text;
      for (const ConditionTree& part : tree.parts) {
        if (!text.empty()) text += tree.kind == Kind::kAnd ? " and " : " or ";
        const bool wrapped = tree.kind == Kind::kAnd && part.kind == Kind::kOr;
        text += wrapped ? "(" + ConditionText(part) + ")" : ConditionText(part);
      }
      return text;
    }
    case Kind::kTest:
    case Kind::kLeft:
    case Kind::kTrue:
    case Kind::kFalse:
      break;
  }
  return tree.text;
}

}  // namespace dcmscrub
