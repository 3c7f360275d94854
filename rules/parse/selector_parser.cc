// Selectors and references to attributes; see line_parser.h.
#include <absl/strings/str_format.h>

#include <algorithm>
#include <array>

#include "rules/language/keywords.h"
#include "rules/language/selector.h"
#include "rules/parse/line_parser.h"

namespace dcmscrub {
namespace {

constexpr std::uint32_t kGroupMask = 0xFFFF0000;
constexpr std::uint32_t kElementMask = 0x0000FFFF;
// (60xx,eeee) and (50xx,eeee): the even groups 00 to 1E.
constexpr std::uint32_t kRepeatingMask = 0xFFE1FFFF;

bool IsHexOrX(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
         (c >= 'A' && c <= 'F') || c == 'x' || c == 'X';
}

// Hexadecimal digits, where x stands for any.
struct HexMask {
  std::uint32_t value = 0;
  std::uint32_t mask = 0;
};

bool ReadHexMask(std::string_view text, std::size_t digits, HexMask& out) {
  if (text.size() != digits || !std::ranges::all_of(text, IsHexOrX)) {
    return false;
  }
  for (const char c : text) {
    const bool any = c == 'x' || c == 'X';
    out.mask = out.mask << 4 | (any ? 0U : 0xFU);
    const unsigned digit = any ? 0
                           : c <= '9'
                               ? static_cast<unsigned>(c - '0')
                               : static_cast<unsigned>((c | 0x20) - 'a') + 10;
    out.value = out.value << 4 | digit;
  }
  return true;
}

// Words that end a list of selectors, or stand where one begins by mistake.
bool IsReserved(std::string_view word) {
  constexpr std::array<std::string_view, 9> kReserved = {
      "where", "with", "to", "except", "and", "or", "not", "else", "of"};
  return std::ranges::find(kReserved, word) != kReserved.end();
}

bool IsSelectorWord(std::string_view word) {
  return word == "private" || word == "unknown" || word == "all" ||
         word == "vr" || word == "group";
}

Vr VrNamed(std::string_view word) {
  if (word.size() != 2) return Vr::kNone;
  return ParseVr(static_cast<std::uint8_t>(word[0]),
                 static_cast<std::uint8_t>(word[1]));
}

}  // namespace

bool LineParser::ParseSelectors(std::vector<Selector>& selectors) {
  const Nesting nesting(depth_);
  if (nesting.too_deep()) return Fail(Peek(), "nested too deep");
  do {
    if (!ParseSelector(selectors)) return false;
  } while (TakeSign(","));
  // Two attributes side by side.
  const bool another =
      IsSign("(") || IsSign("/") || IsSign("//") ||
      (Peek().kind == Token::Kind::kWord &&
       (IsSelectorWord(Peek().text) || FindKeyword(Peek().text) != nullptr));
  if (another) return Fail(Peek(), "a comma is missing before this");
  return true;
}

bool LineParser::ParseSelector(std::vector<Selector>& selectors) {
  Selector selector;
  const std::size_t begin = Peek().range.begin;
  bool known = true;
  if (!ParseSelectorPath(selector, known)) return false;
  if (selector.attribute.kind == AttributePattern::Kind::kAll &&
      IsWord("except")) {
    const Token& word = Take();
    if (selector.steps.empty() && selector.gap_before) {
      if (!ParseSelectors(selector.except)) return false;
    } else {
      return Fail(word, "'except' belongs to 'all' without a path");
    }
    for (const Selector& except : selector.except) {
      if (!except.except.empty()) {
        Report(except.span, "no 'all except' inside 'all except'");
        known = false;
      }
    }
  } else if (TakeWord("vr") && !ParseVrs(selector.vrs)) {
    return false;
  }
  selector.span = SpanFrom(begin);
  if (known) selectors.push_back(std::move(selector));
  return true;
}

bool LineParser::ParseSelectorPath(Selector& selector, bool& known) {
  bool gap = false;
  bool path = true;
  if (TakeSign("//")) {
    gap = true;
  } else if (!TakeSign("/")) {
    path = false;
  }
  while (true) {
    Atom atom;
    if (!ParseAtom(Purpose::kSelect, atom)) return false;
    const Token& bracket = Peek();
    SelectorStep step;
    if (!ParseItem(step.item)) return false;
    if (!IsSign("/") && !IsSign("//")) {
      if (step.item) {
        return Fail(bracket, "an item is that of a sequence in a path: A[2]/B");
      }
      known = known && atom.known;
      selector.attribute = std::move(atom.pattern);
      selector.vrs = std::move(atom.vrs);
      selector.gap_before = gap || !path;
      return true;
    }
    CheckStep(Purpose::kSelect, atom);
    known = known && atom.known;
    step.sequence = std::move(atom.pattern);
    step.gap_before = gap;
    selector.steps.push_back(std::move(step));
    gap = Take().text == "//";
    path = true;
  }
}

bool LineParser::ParseItem(std::optional<std::uint32_t>& item) {
  if (!TakeSign("[")) return true;
  std::int64_t number = 0;
  if (!ParseInteger("the number of an item", 1, 1'000'000, number)) {
    return false;
  }
  item = static_cast<std::uint32_t>(number);
  return WantSign("]", "the number of an item");
}

bool LineParser::ParseAtom(Purpose purpose, Atom& atom) {
  const std::size_t begin = Peek().range.begin;
  bool formed = false;
  if (IsSign("(")) {
    formed = ParseTagAtom(purpose, atom);
  } else if (Peek().kind == Token::Kind::kQuoted) {
    return Fail(Peek(), "an attribute stands without quotes");
  } else if (Peek().kind != Token::Kind::kWord || IsReserved(Peek().text)) {
    return Want("an attribute");
  } else {
    formed = ParseWordAtom(purpose, atom);
  }
  if (!formed) return false;
  atom.span = SpanFrom(begin);
  if (purpose == Purpose::kRead && atom.known) CheckRead(atom);
  if (!atom.known) atom.pattern = {.mask = 0};  // so that no check takes it up
  return true;
}

bool LineParser::ParseWordAtom(Purpose purpose, Atom& atom) {
  const std::string_view word = Peek().text;
  using Kind = AttributePattern::Kind;
  if (word == "private" || word == "unknown" || word == "all") {
    atom.pattern.kind = word == "private"   ? Kind::kPrivate
                        : word == "unknown" ? Kind::kUnknown
                                            : Kind::kAll;
    Take();
    return true;
  }
  if (word == "vr") {
    Take();
    atom.pattern.kind = Kind::kKnown;
    return ParseVrs(atom.vrs);
  }
  if (word == "group") {
    Take();
    return ParseGroupAtom(atom);
  }
  if (word.size() == 8 && std::ranges::all_of(word, IsHexOrX)) {
    atom.span = SpanOf(Take());
    ResolveTag(purpose, word.substr(0, 4), word.substr(4), atom);
    return true;
  }
  atom.span = SpanOf(Peek());
  if (word == "*") {
    atom.pattern.kind = Kind::kKnown;
  } else if (word.find_first_of("*?") != std::string_view::npos) {
    atom.pattern.kind = Kind::kGlob;
    atom.pattern.text = word;
    const auto matches = [&atom](const DictionaryRow& row) {
      return Means(atom.pattern, row.tag, StandardText(row.keyword));
    };
    if (std::ranges::none_of(StandardDictionary(), matches)) {
      Report(atom.span, absl::StrFormat("no attribute is like '%s'", word));
      atom.known = false;
    }
  } else {
    ResolveKeyword(purpose, atom);
  }
  Take();
  return true;
}

void LineParser::ResolveKeyword(Purpose, Atom& atom) {
  const std::string_view word = Peek().text;
  if (const DictionaryRow* row = FindKeyword(word)) {
    const bool repeating = row->tag.is_overlay() || row->tag.is_curve();
    atom.pattern.tag = row->tag;
    atom.pattern.mask = repeating ? kRepeatingMask : 0xFFFFFFFF;
    return;
  }
  atom.known = false;
  if (context_.parameters.contains(word)) {
    Report(atom.span,
           absl::StrFormat("'%s' is a parameter, not an attribute", word));
    return;
  }
  // "Study Date", as attributes are called elsewhere.
  const std::string joined = JoinedKeyword();
  if (!joined.empty()) {
    Report(atom.span, "attributes are written as one word, by their keywords",
           joined);
    while (Peek(1).kind == Token::Kind::kWord && !IsReserved(Peek(1).text)) {
      Take();
    }
    return;
  }
  Report(atom.span, absl::StrFormat("no attribute '%s'", word),
         std::string(NearestKeyword(word)));
}

// The keyword that the words from here on make when they are put together;
// empty when they make none, or when there is but one.
std::string LineParser::JoinedKeyword() const {
  std::string joined;
  std::size_t words = 0;
  for (; Peek(words).kind == Token::Kind::kWord; ++words) {
    std::string_view word = Peek(words).text;
    if (words > 0 && IsReserved(word)) break;
    if (word.ends_with("'s")) word.remove_suffix(2);
    joined += word;
  }
  const std::string_view nearest = NearestKeyword(joined);
  const bool apostrophe = Peek().text.find('\'') != std::string_view::npos;
  return words > 1 || apostrophe ? std::string(nearest) : "";
}

bool LineParser::ParseGroupAtom(Atom& atom) {
  const Token& token = Peek();
  if (token.kind != Token::Kind::kWord) return Want("a group such as 0019");
  HexMask group;
  if (!ReadHexMask(token.text, 4, group) || group.mask != 0xFFFF) {
    return Fail(token, "a group is four hexadecimal digits, such as 0019");
  }
  Take();
  atom.span = SpanOf(token);
  ResolveTag(Purpose::kSelect, token.text, "xxxx", atom);
  return true;
}

bool LineParser::ParseVrs(std::vector<Vr>& vrs) {
  if (Peek().kind != Token::Kind::kWord) return Want("a VR such as DA");
  do {
    const Token& token = Peek();
    const Vr vr = VrNamed(token.text);
    if (vr == Vr::kNone) {
      std::string upper;
      for (const char c : token.text) {
        upper += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
      }
      return Fail(token, absl::StrFormat("no VR '%s'", token.text),
                  VrNamed(upper) == Vr::kNone ? "" : upper);
    }
    Take();
    if (std::ranges::find(vrs, vr) == vrs.end()) vrs.push_back(vr);
    // A comma may as well lead to the next selector.
    if (!IsSign(",") || VrNamed(Peek(1).text) == Vr::kNone) return true;
    Take();
  } while (true);
}

bool LineParser::ParseTagAtom(Purpose purpose, Atom& atom) {
  const Token& open = Take();
  const Token& group = Peek();
  if (group.kind != Token::Kind::kWord) {
    return Want("a tag such as (0010,0010)");
  }
  Take();
  if (!IsSign(",")) {
    return Fail(Peek(), "a tag is written with a comma: (0010,0010)");
  }
  Take();
  if (Peek().kind == Token::Kind::kQuoted) return ParseCreatorAtom(group, atom);
  const Token& element = Peek();
  if (element.kind != Token::Kind::kWord) {
    return Want("an element of four digits");
  }
  Take();
  if (!WantSign(")", "the element of a tag")) return false;
  atom.span = SpanFrom(open.range.begin);
  ResolveTag(purpose, group.text, element.text, atom);
  return true;
}

// (gggg,"CREATOR",ee), from the text on.
bool LineParser::ParseCreatorAtom(const Token& group, Atom& atom) {
  AttributePattern& pattern = atom.pattern;
  pattern.kind = AttributePattern::Kind::kCreator;
  HexMask digits;
  const bool read = ReadHexMask(group.text, 4, digits) &&
                    (digits.mask == 0 || digits.mask == 0xFFFF);
  if (!read) {
    return Fail(group, "a private group is four digits, or xxxx for any");
  }
  if (digits.mask != 0 && (digits.value % 2 == 0 || digits.value < 9)) {
    Report(SpanOf(group), "private groups are odd, from 0009 on");
    atom.known = false;
  }
  const Token& quoted = Peek();
  if (!ParseText("a private creator", pattern.text)) return false;
  while (pattern.text.ends_with(' ')) pattern.text.pop_back();
  const bool legal = std::ranges::all_of(
      pattern.text, [](char c) { return c >= ' ' && c != '\\'; });
  if (pattern.text.empty() || pattern.text.size() > 64 || !legal) {
    Report(SpanOf(quoted), "a private creator is 1 to 64 characters of ASCII");
    atom.known = false;
  }
  if (!TakeSign(",")) {
    return Fail(Peek(),
                "a private attribute ends with the last two digits of its "
                "element: (0029,\"CREATOR\",10), or xx for all");
  }
  const Token& element = Peek();
  HexMask low;
  if (!ReadHexMask(element.text, 2, low) ||
      (low.mask != 0 && low.mask != 0xFF)) {
    const bool whole = ReadHexMask(element.text, 4, low);
    return Fail(element,
                "the element of a private attribute is its last two digits, or "
                "xx for all",
                whole ? std::string(element.text.substr(2)) : "");
  }
  Take();
  pattern.tag = Tag(digits.value << 16 | low.value);
  pattern.mask = digits.mask << 16 | low.mask;
  return WantSign(")", "a private attribute");
}

// `atom.span` is that of the tag.
void LineParser::ResolveTag(Purpose purpose, std::string_view group,
                            std::string_view element, Atom& atom) {
  HexMask high, low;
  if (!ReadHexMask(group, 4, high) || !ReadHexMask(element, 4, low)) {
    Report(atom.span,
           "a tag is four and four hexadecimal digits, x for any: (0018,xxxx)");
    atom.known = false;
    return;
  }
  AttributePattern& pattern = atom.pattern;
  pattern.kind = AttributePattern::Kind::kTag;
  pattern.tag = Tag(high.value << 16 | low.value);
  pattern.mask = high.mask << 16 | low.mask;
  const std::uint32_t family = pattern.tag.value & 0xFF000000;
  const bool repeating = (pattern.mask & 0xFF000000) == 0xFF000000 &&
                         (family == 0x60000000 || family == 0x50000000) &&
                         (pattern.mask & 0x00FF0000) != 0x00FF0000;
  if (repeating || pattern.tag.is_overlay() || pattern.tag.is_curve()) {
    CheckRepeatingTag(purpose, atom);
  } else {
    CheckPlainTag(atom);
  }
}

void LineParser::CheckRepeatingTag(Purpose purpose, Atom& atom) {
  AttributePattern& pattern = atom.pattern;
  if (purpose == Purpose::kRead && pattern.mask == 0xFFFFFFFF) return;
  const bool open = (pattern.mask & 0x00FF0000) == 0;
  if (!open) {
    const bool one_element = (pattern.mask & kElementMask) == kElementMask;
    Report(atom.span,
           pattern.tag.is_curve()
               ? "curves cannot be told apart; all of them are meant"
               : "overlays cannot be told apart; all of them are meant",
           one_element
               ? absl::StrFormat("(%02Xxx,%04X)", pattern.tag.value >> 24,
                                 pattern.tag.element())
               : "");
    atom.known = false;
    return;
  }
  pattern.mask &= kRepeatingMask;
  pattern.mask |= 0x00E10000;
  CheckPlainTag(atom);
}

// Tags that exist, and are reached by tags at all.
void LineParser::CheckPlainTag(Atom& atom) {
  const AttributePattern& pattern = atom.pattern;
  const bool one_group = (pattern.mask & kGroupMask) == kGroupMask;
  if (one_group && pattern.tag.is_private()) {
    if ((pattern.mask & kElementMask) == 0 && pattern.tag.group() >= 9) return;
    atom.known = false;
    if (pattern.tag.group() < 9 || pattern.tag.group() == 0xFFFF) {
      Report(atom.span, "this group is nobody's, and always removed");
    } else {
      Report(atom.span, "private attributes are named by their creator",
             absl::StrFormat("(%04X,\"CREATOR\",%02X)", pattern.tag.group(),
                             pattern.tag.element() & 0xFF));
    }
    return;
  }
  const auto matches = [&pattern](const DictionaryRow& row) {
    return Means(pattern, row.tag, StandardText(row.keyword));
  };
  if (std::ranges::any_of(CandidateRows(pattern), matches)) return;
  atom.known = false;
  if (pattern.mask == 0xFFFFFFFF) {
    Report(atom.span,
           absl::StrFormat("%s is not in PS3.6; 'unknown' means all such",
                           RuleTagText(pattern.tag)));
  } else {
    Report(atom.span, "no attribute of PS3.6 has such a tag");
  }
}

void LineParser::CheckStep(Purpose purpose, Atom& atom) {
  if (!atom.known) return;
  using Kind = AttributePattern::Kind;
  const Kind kind = atom.pattern.kind;
  const bool any = kind == Kind::kKnown && atom.vrs.empty();
  if (purpose == Purpose::kSelect && any) return;
  if (purpose == Purpose::kRead && kind == Kind::kCreator) return;
  if (kind != Kind::kTag) {
    atom.known = false;
    return Report(atom.span,
                  "before a slash there is a sequence of PS3.6, or *");
  }
  const DictionaryRow* row = RowOf(atom.pattern);
  if (row != nullptr && row->vr != Vr::kSQ) {
    atom.known = false;
    Report(atom.span, absl::StrFormat("%s (%s) is no sequence",
                                      TagName(row->tag), VrName(row->vr)));
  }
}

// What is read is one attribute.
void LineParser::CheckRead(Atom& atom) {
  AttributePattern& pattern = atom.pattern;
  using Kind = AttributePattern::Kind;
  if (pattern.kind == Kind::kCreator && pattern.mask == 0xFFFF00FF) return;
  if (RowOf(pattern) != nullptr) {
    pattern.mask = 0xFFFFFFFF;
    return;
  }
  atom.known = false;
  Report(atom.span, "one single attribute is wanted here");
}

bool LineParser::ParseReference(AttributeReference& reference) {
  const std::size_t begin = Peek().range.begin;
  TakeSign("/");
  while (true) {
    if (IsSign("//")) {
      return Fail(Peek(), "a value is read from a fixed path; // is for rules");
    }
    Atom atom;
    if (!ParseAtom(Purpose::kRead, atom)) return false;
    const Token& bracket = Peek();
    std::optional<std::uint32_t> item;
    if (!ParseItem(item)) return false;
    if (!IsSign("/") && !IsSign("//")) {
      if (item) {
        return Fail(bracket, "an item is that of a sequence in a path: A[2]/B");
      }
      reference.attribute = std::move(atom.pattern);
      reference.span = SpanFrom(begin);
      return true;
    }
    CheckStep(Purpose::kRead, atom);
    reference.steps.push_back({std::move(atom.pattern), item.value_or(1)});
    if (!IsSign("//")) Take();
  }
}

}  // namespace dcmscrub
