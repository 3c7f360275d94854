#include "kernels/clean/descriptor.h"

#include <algorithm>
#include <array>

#include "kernels/clean/descriptor_context.h"
#include "kernels/clean/descriptor_numbers.h"
#include "kernels/clean/descriptor_words.h"
#include "kernels/text/letters.h"

namespace dcmscrub {
namespace {

using Fate = DescriptorToken::Fate;

// What a pass leaves may read differently to the next one, as words have new
// neighbours. Nearly all texts are through after two; what is still moving
// after so many is no descriptor, and goes.
constexpr int kMostPasses = 8;

// ae, oe, ue → a, o, u, so that both ways to write an umlaut are one.
void AppendLoose(std::string_view folded, std::string& out) {
  char last = 0;
  for (const char c : folded) {
    const bool joins = c == 'e' && (last == 'a' || last == 'o' || last == 'u');
    if (!joins) out.push_back(c);
    last = joins ? '\0' : c;
  }
}

constexpr std::size_t kShortestIdentifier = 3;  // characters

template <typename Take>
void ForEachWord(std::string_view utf8, Take take) {
  std::string_view rest = utf8;
  std::size_t begin = 0;
  std::size_t at = 0;
  while (!rest.empty()) {
    at = utf8.size() - rest.size();
    const CharacterKind kind = KindOf(TakeAnyCharacter(rest));
    if (kind == CharacterKind::kDigit || kind == CharacterKind::kLetter ||
        kind == CharacterKind::kIgnored) {
      continue;
    }
    if (at > begin) take(utf8.substr(begin, at - begin));
    begin = utf8.size() - rest.size();
  }
  if (begin < utf8.size()) take(utf8.substr(begin));
}

bool IsOpening(char c) { return c == '(' || c == '[' || c == '{'; }
bool IsClosing(char c) { return c == ')' || c == ']' || c == '}'; }
char PartnerOf(char c) { return c == '(' ? ')' : c == '[' ? ']' : '}'; }

// Marks the brackets that still hold something: pairs around a token that
// stays. Pairs in pairs up to 32 deep; deeper ones count as unpaired.
void MarkBrackets(const DescriptorText& text, std::string& marks) {
  struct Open {
    std::size_t at;
    std::size_t kept_before;
  };
  const std::string_view all = text.text();
  std::array<Open, 32> open;
  std::size_t depth = 0;
  std::size_t kept = 0;
  marks.assign(all.size(), '\0');
  auto token = text.tokens().begin();
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (; token != text.tokens().end() && token->begin <= i; ++token) {
      if (!token->goes() && !token->is_break()) ++kept;
    }
    if (IsOpening(all[i])) {
      if (depth < open.size()) open[depth++] = {i, kept};
    } else if (IsClosing(all[i]) && depth > 0 &&
               PartnerOf(all[open[depth - 1].at]) == all[i]) {
      --depth;
      const bool holds = kept > open[depth].kept_before;
      marks[i] = marks[open[depth].at] = holds ? '\1' : '\0';
    }
  }
}

// Writes what stays: gaps as they are where nothing went, and one separator
// where something did.
class Writer {
 public:
  Writer(const DescriptorText& text, std::string& marks, std::string& out)
      : text_(text), marks_(marks), out_(out) {
    MarkBrackets(text, marks);
  }

  void Write() {
    for (const DescriptorToken& token : text_.tokens()) {
      if (token.goes()) {
        lost_ = true;
        continue;
      }
      WriteGap(token.begin, token.is_break());
      out_.append(text_.Written(token));
      at_ = token.end;
      at_edge_ = token.is_break();
    }
    WriteGap(text_.text().size(), true);
  }

 private:
  void WriteGap(std::size_t end, bool is_edge) {
    if (lost_) {
      WriteSeparator(end, is_edge);
    } else {
      out_.append(text_.text().substr(at_, end - at_));
    }
    lost_ = false;
  }

  void WriteSeparator(std::size_t end, bool is_edge) {
    char separator = 0;
    for (std::size_t i = at_; i < end; ++i) {
      const char c = text_.text()[i];
      if (c == ' ' || c == '\t') separator = ' ';
      if (separator == 0 &&
          std::string_view("_-/^,;|+&=").find(c) != std::string_view::npos) {
        separator = c;
      }
      if (IsClosing(c) && marks_[i] != 0) out_.push_back(c);
    }
    if (separator == 0) separator = ' ';
    if (!at_edge_ && !is_edge) out_.push_back(separator);
    for (std::size_t i = at_; i < end; ++i) {
      const char c = text_.text()[i];
      if (IsOpening(c) && marks_[i] != 0) out_.push_back(c);
    }
  }

  const DescriptorText& text_;
  const std::string& marks_;  // of brackets that stay
  std::string& out_;
  std::size_t at_ = 0;
  bool at_edge_ = true;
  bool lost_ = false;
};

}  // namespace

void DescriptorCleaner::AddOperator(std::string_view utf8,
                                    const Vocabulary& vocabulary) {
  bool has_word = false;
  bool all_words = true;
  ForEachWord(utf8, [&](std::string_view word) {
    loose_.clear();
    AppendFolded(word, loose_);
    const WordKinds kinds = vocabulary.KindsOf(loose_);
    has_word |= loose_.size() >= kShortestIdentifier;
    all_words &= loose_.size() > 1 && (kinds & kPlainWord) != 0 &&
                 (kinds & kAmbiguousWord) == 0;
  });
  if (!all_words) {
    AddName(utf8);
  } else {
    Add(utf8, !has_word);
  }
}

void DescriptorCleaner::AddName(std::string_view utf8) {
  if (Add(utf8, true) == 1) identifiers_[count_ - 1].is_alone = true;
}

std::size_t DescriptorCleaner::Add(std::string_view utf8, bool is_name) {
  std::size_t words = 0;
  ForEachWord(utf8, [&](std::string_view word) {
    if (AddWord(word, is_name)) ++words;
  });
  return words;
}

bool DescriptorCleaner::AddWord(std::string_view word, bool is_name) {
  std::size_t characters = 0;
  for (std::string_view rest = word; !rest.empty();) {
    if (KindOf(TakeAnyCharacter(rest)) != CharacterKind::kIgnored) ++characters;
  }
  if (characters < (is_name ? 2u : kShortestIdentifier)) return false;
  if (count_ == identifiers_.size()) identifiers_.emplace_back();
  Identifier& identifier = identifiers_[count_];
  identifier.folded.clear();
  AppendFolded(word, identifier.folded);
  const auto end = identifiers_.begin() + static_cast<std::ptrdiff_t>(count_);
  const auto known =
      std::find_if(identifiers_.begin(), end, [&](const Identifier& other) {
        return other.folded == identifier.folded;
      });
  if (known != end) {
    known->is_name |= is_name;
    return false;
  }
  identifier.loose.clear();
  AppendLoose(identifier.folded, identifier.loose);
  identifier.is_name = is_name;
  identifier.is_alone = false;
  identifier.is_long = characters >= 4;
  ++count_;
  return true;
}

bool DescriptorCleaner::Clean(std::string_view utf8,
                              const Vocabulary& vocabulary, std::string& out) {
  passes_[0].clear();
  if (CleanOnce(utf8, vocabulary, passes_[0])) {
    out.append(utf8);
    return true;
  }
  for (int pass = 1; pass < kMostPasses; ++pass) {
    const std::string& last = passes_[(pass + 1) % 2];
    std::string& next = passes_[pass % 2];
    next.clear();
    if (CleanOnce(last, vocabulary, next)) {
      out.append(last);
      return false;
    }
  }
  return false;
}

bool DescriptorCleaner::CleanOnce(std::string_view utf8,
                                  const Vocabulary& vocabulary,
                                  std::string& out) {
  text_.Split(utf8, vocabulary);
  JudgeAlone(text_);
  JudgeNumbers(text_);
  DropAddresses(text_);
  DropIdentifiers();
  JudgeContext(text_);
  if (std::ranges::none_of(text_.tokens(), &DescriptorToken::goes)) return true;
  Writer(text_, marks_, out).Write();
  return false;
}

void DescriptorCleaner::DropIdentifiers() {
  for (DescriptorToken& token : text_.tokens()) {
    if (token.is_break()) continue;
    loose_.clear();
    AppendLoose(text_.Folded(token), loose_);
    for (std::size_t i = 0; i < count_ && !token.is_known; ++i) {
      const Identifier& identifier = identifiers_[i];
      if (!IsSame(token, identifier)) continue;
      const WordKinds kinds = text_.vocabulary().KindsOf(identifier.folded);
      if (identifier.is_name || (kinds & kPlainWord) == 0) {
        token.fate = Fate::kGoes;
        token.is_known = true;
      } else if (token.fate != Fate::kGoes) {
        token.fate = Fate::kWeak;
      }
    }
  }
}

bool DescriptorCleaner::IsSame(const DescriptorToken& token,
                               const Identifier& identifier) {
  const WordKinds spared =
      !identifier.is_name   ? kConnectorWord | kUnitWord
      : identifier.is_alone ? 0
                            : kTitleWord | kDottedTitleWord | kTitleBehindWord;
  if (token.Is(spared)) return false;
  const std::string_view folded = text_.Folded(token);
  if (folded == identifier.folded || loose_ == identifier.loose) return true;
  if (identifier.is_long) {
    return folded.find(identifier.folded) != std::string_view::npos ||
           loose_.find(identifier.loose) != std::string_view::npos;
  }
  return folded.size() > identifier.folded.size() &&
         HasPart(text_, token, identifier.folded);
}

}  // namespace dcmscrub
