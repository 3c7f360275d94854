#include "kernels/clean/descriptor_tokens.h"

#include <algorithm>

#include "kernels/core/ascii.h"
#include "kernels/text/letters.h"

namespace dcmscrub {
namespace {

using Shape = DescriptorToken::Shape;

bool IsSpaceOrBreak(char c) {
  return static_cast<signed char>(c) >= 0 &&
         (KindOf(static_cast<char32_t>(c)) == CharacterKind::kSpace ||
          KindOf(static_cast<char32_t>(c)) == CharacterKind::kBreak);
}

constexpr std::size_t kShortestWithoutVowel = 4;
constexpr std::size_t kLongestWithoutVowel = 8;
constexpr std::size_t kShortestWithY = 6;  // Lynch, Flynn; PRGNCY
constexpr std::size_t kShortestWithEnding = 8;
constexpr std::size_t kShortestEnding = 3;
constexpr std::size_t kLongestEnding = 8;
constexpr std::size_t kShortestStem = 6;  // Mollie, Chester
constexpr std::string_view kInflections[] = {"e", "en", "em", "es", "ed"};
constexpr std::size_t kMostSlashes = 3;     // C/T/L/S
constexpr std::size_t kMostConnectors = 8;  // in a row: "for the"

bool IsShortForm(std::string_view folded) {
  const std::string_view vowels =
      folded.size() < kShortestWithY ? "aeiouy" : "aeiou";
  return folded.size() >= kShortestWithoutVowel &&
         folded.size() <= kLongestWithoutVowel &&
         std::ranges::all_of(folded, IsLower) &&
         folded.find_first_of(vowels) == std::string_view::npos;
}

// Where the run of letters and digits that begins at `begin` ends.
struct Run {
  std::size_t end = 0;
  std::size_t characters = 0;
  bool has_letters = false;
  bool has_digits = false;
  bool is_factor = false;  // the x behind it multiplies: 256x256
};

// "1.25", "12.03.1961"; a comma counts once, "1,25", and not in a list.
bool JoinsDigits(std::string_view text, std::size_t at, bool has_joint) {
  if (at + 1 >= text.size() || !IsDigit(text[at + 1])) return false;
  if (text[at] == '.') return true;
  if (text[at] != ',' || has_joint) return false;
  std::size_t end = at + 1;
  while (end < text.size() && IsDigit(text[end])) ++end;
  return end == text.size() || (text[end] != ',' && text[end] != '.');
}

Run RunAt(std::string_view text, std::size_t begin) {
  Run run;
  run.end = begin;
  bool has_joint = false;
  while (run.end < text.size()) {
    std::string_view rest = text.substr(run.end);
    const char32_t character = TakeAnyCharacter(rest);
    const std::size_t next = text.size() - rest.size();
    const bool after_digit = run.end > begin && IsDigit(text[run.end - 1]);
    if ((character | 0x20) == 'x' && after_digit && !run.has_letters &&
        !rest.empty() && IsDigit(rest.front())) {
      run.is_factor = true;
      break;
    }
    if (after_digit && (character == '.' || character == ',') &&
        JoinsDigits(text, run.end, has_joint)) {
      has_joint = true;
      run.end = next;
      continue;
    }
    const CharacterKind kind = KindOf(character);
    if (kind == CharacterKind::kDigit) {
      run.has_digits = true;
    } else if (kind == CharacterKind::kLetter) {
      run.has_letters = true;
    } else if (kind != CharacterKind::kIgnored) {
      break;
    }
    if (kind != CharacterKind::kIgnored) ++run.characters;
    run.end = next;
  }
  return run;
}

}  // namespace

void DescriptorText::Split(std::string_view text,
                           const Vocabulary& vocabulary) {
  text_ = text;
  vocabulary_ = &vocabulary;
  tokens_.clear();
  folded_.clear();
  std::size_t at = 0;
  while (at < text.size()) {
    std::string_view rest = text.substr(at);
    const CharacterKind kind = KindOf(TakeAnyCharacter(rest));
    const std::size_t next = text.size() - rest.size();
    switch (kind) {
      case CharacterKind::kSpace:
      case CharacterKind::kPunctuation:
        at = next;
        break;
      case CharacterKind::kBreak:
        AddBreak(at, next);
        at = next;
        break;
      case CharacterKind::kDigit:
      case CharacterKind::kLetter:
      case CharacterKind::kIgnored:
        at = AddRun(at);
        break;
    }
  }
  JoinLetters('.');
  JoinLetters('/');
  JoinLetters('-');
}

std::string_view DescriptorText::GapBehind(std::size_t i) const {
  const std::size_t begin = tokens_[i].end;
  const std::size_t end =
      i + 1 < tokens_.size() ? tokens_[i + 1].begin : text_.size();
  return text_.substr(begin, end - begin);
}

std::size_t DescriptorText::Before(std::size_t i) const {
  const std::size_t least = i > kMostConnectors ? i - kMostConnectors : 0;
  while (i > least) {
    const DescriptorToken& token = tokens_[--i];
    if (token.is_break()) return kNone;
    if (!token.Is(kConnectorWord)) return i;
  }
  return kNone;
}

std::size_t DescriptorText::Behind(std::size_t i) const {
  const std::size_t end = std::min(tokens_.size(), i + 1 + kMostConnectors);
  for (++i; i < end; ++i) {
    const DescriptorToken& token = tokens_[i];
    if (token.is_break()) return kNone;
    if (!token.Is(kConnectorWord)) return i;
  }
  return kNone;
}

WordKinds DescriptorText::KindsOf(std::string_view word) {
  return KindsOfFolded(FoldedOf(word));
}

WordKinds DescriptorText::KindsOfFolded(std::string_view folded) const {
  const WordKinds kinds = vocabulary_->KindsOf(folded);
  if (kinds != 0 && kinds != kEnding) return kinds;
  const bool is_word =
      IsShortForm(folded) || HasEnding(folded) || IsInflected(folded);
  return is_word ? kPlainWord : 0;
}

bool DescriptorText::HasEnding(std::string_view folded) const {
  if (folded.size() < kShortestWithEnding ||
      !std::ranges::all_of(folded, IsLower)) {
    return false;
  }
  for (std::size_t size = kShortestEnding; size <= kLongestEnding; ++size) {
    const std::string_view end = folded.substr(folded.size() - size);
    if ((vocabulary_->KindsOf(end) & kEnding) != 0) return true;
  }
  return false;
}

std::string_view DescriptorText::FoldedOf(std::string_view word) {
  scratch_.clear();
  AppendFolded(word, scratch_);
  return scratch_;
}

bool DescriptorText::IsInflected(std::string_view folded) const {
  return std::ranges::any_of(kInflections, [&](std::string_view ending) {
    if (folded.size() < kShortestStem + ending.size() ||
        !folded.ends_with(ending)) {
      return false;
    }
    const WordKinds kinds =
        vocabulary_->KindsOf(folded.substr(0, folded.size() - ending.size()));
    return (kinds & kPlainWord) != 0 && (kinds & kAmbiguousWord) == 0;
  });
}

void DescriptorText::AddBreak(std::size_t begin, std::size_t end) {
  DescriptorToken& token = tokens_.emplace_back();
  token.begin = static_cast<std::uint32_t>(begin);
  token.end = static_cast<std::uint32_t>(end);
  token.shape = Shape::kBreak;
  token.fate = DescriptorToken::Fate::kStays;
}

std::size_t DescriptorText::AddRun(std::size_t begin) {
  const Run run = RunAt(text_, begin);
  DescriptorToken token;
  token.begin = static_cast<std::uint32_t>(begin);
  token.end = static_cast<std::uint32_t>(run.end);
  token.folded = static_cast<std::uint32_t>(folded_.size());
  AppendFolded(text_.substr(begin, run.end - begin), folded_);
  token.folded_size = static_cast<std::uint32_t>(folded_.size()) - token.folded;
  token.shape = !run.has_digits   ? Shape::kWord
                : run.has_letters ? Shape::kMixed
                                  : Shape::kNumber;
  token.kinds = KindsOfFolded(Folded(token));
  token.is_letter = token.shape == Shape::kWord && run.characters <= 1;
  token.has_dot = run.end < text_.size() && text_[run.end] == '.';
  AttachSigns(token);
  tokens_.push_back(token);
  return std::max<std::size_t>(run.end + (run.is_factor ? 1 : 0), token.end);
}

// "+C", "-C", "C+", "KM-", "70%": with and without contrast, and the like.
void DescriptorText::AttachSigns(DescriptorToken& token) const {
  const auto is_sign = [](char c) { return c == '+' || c == '-'; };
  const std::size_t floor = tokens_.empty() ? 0 : tokens_.back().end;
  if (token.begin > floor && is_sign(text_[token.begin - 1]) &&
      (token.begin == 1 || IsSpaceOrBreak(text_[token.begin - 2]) ||
       text_[token.begin - 2] == '(')) {
    --token.begin;
  }
  if (token.end == text_.size()) return;
  const char next = text_[token.end];
  const bool last = token.end + 1u == text_.size() ||
                    IsSpaceOrBreak(text_[token.end + 1]) ||
                    text_[token.end + 1] == ')';
  if ((is_sign(next) && last) ||
      (next == '%' && token.shape == Shape::kNumber)) {
    ++token.end;
  }
}

// "P.A.", "W/O" and "X-Ray" are one token each. Points join letters whatever
// comes out (then they are initials); the others only where that is in the
// vocabulary. The last part may have two letters behind a slash, as in W/WO,
// and any behind a hyphen.
void DescriptorText::JoinLetters(char joint) {
  const auto joined = [&](std::size_t i) {
    return i + 1 < tokens_.size() && GapBehind(i).size() == 1 &&
           GapBehind(i).front() == joint;
  };
  std::size_t kept = 0;
  for (std::size_t i = 0; i < tokens_.size(); ++kept) {
    tokens_[kept] = tokens_[i];
    std::size_t last = i;
    if (tokens_[i].is_letter) {
      while (tokens_[last].is_letter && joined(last) &&
             (joint == '.' || last - i < kMostSlashes) &&
             (tokens_[last + 1].is_letter ||
              (joint != '.' && tokens_[last + 1].shape == Shape::kWord &&
               (joint == '-' || tokens_[last + 1].folded_size == 2)))) {
        ++last;
      }
    }
    if (last > i) {
      // Folded texts lie end to end.
      DescriptorToken whole = tokens_[i];
      whole.end = tokens_[last].end;
      whole.folded_size =
          tokens_[last].folded + tokens_[last].folded_size - tokens_[i].folded;
      whole.kinds = vocabulary_->KindsOf(Folded(whole));
      whole.has_dot = tokens_[last].has_dot;
      if (joint == '.' && whole.has_dot) ++whole.end;
      whole.is_letter = false;
      whole.is_initial = joint == '.';
      if (joint == '.' || whole.kinds != 0) {
        tokens_[kept] = whole;
        i = last + 1;
        continue;
      }
    }
    ++i;
  }
  tokens_.resize(kept);
}

}  // namespace dcmscrub
