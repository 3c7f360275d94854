#include "kernels/clean/descriptor_context.h"

#include <algorithm>

#include "kernels/core/ascii.h"
#include "kernels/text/letters.h"

namespace dcmscrub {
namespace {

using Fate = DescriptorToken::Fate;
using Shape = DescriptorToken::Shape;
constexpr std::size_t kNone = DescriptorText::kNone;
constexpr std::size_t kMostLineEnds = 8;  // between a title and its name

bool EndsAddress(char c) {
  return static_cast<unsigned char>(c) <= ' ' ||
         std::string_view("\\()[]{}<>,;\"").find(c) != std::string_view::npos;
}

// All that is written in one go around `at`. Returns where that ends.
std::size_t DropAround(DescriptorText& text, std::size_t at) {
  const std::string_view all = text.text();
  std::size_t begin = at;
  while (begin > 0 && !EndsAddress(all[begin - 1])) --begin;
  std::size_t end = at;
  while (end < all.size() && !EndsAddress(all[end])) ++end;
  auto& tokens = text.tokens();
  for (auto token =
           std::ranges::lower_bound(tokens, begin, {}, &DescriptorToken::begin);
       token != tokens.end() && token->begin < end; ++token) {
    if (!token->is_break()) token->fate = Fate::kGoes;
  }
  return end;
}

// The next word, beyond line ends too; a name may stand in the next line.
std::size_t NextWord(const DescriptorText& text, std::size_t i) {
  const auto& tokens = text.tokens();
  const std::size_t end = std::min(tokens.size(), i + 1 + kMostLineEnds);
  for (++i; i < end; ++i) {
    if (!tokens[i].is_break()) return i;
    if (text.text()[tokens[i].begin] == '\\') return kNone;
  }
  return kNone;
}

bool HasCapitalOnlyFirst(std::string_view written) {
  return written.size() >= 2 && written[0] >= 'A' && written[0] <= 'Z' &&
         std::ranges::all_of(written.substr(1), IsLower);
}

// "DR CHEST" is digital radiography, "MR BRAIN" magnetic resonance.
bool IsTitle(const DescriptorText& text, std::size_t i, std::size_t next) {
  const DescriptorToken& token = text.tokens()[i];
  if (token.Is(kDottedTitleWord)) {
    return token.has_dot ||
           (token.folded_size == 2 && HasCapitalOnlyFirst(text.Written(token)));
  }
  if (!token.Is(kTitleWord)) return false;
  if (!token.Is(kPlainWord) || token.has_dot ||
      HasCapitalOnlyFirst(text.Written(token))) {
    return true;
  }
  return next == kNone || !text.tokens()[next].is_plain_word();
}

// Titles one after the other, and the word behind them; particles ("von") go
// as they lead to it.
void DropTitled(DescriptorText& text) {
  auto& tokens = text.tokens();
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    std::size_t next = NextWord(text, i);
    if (!IsTitle(text, i, next)) continue;
    tokens[i].fate = Fate::kGoes;
    while (next != kNone &&
           ((tokens[next].Is(kConnectorWord) && !tokens[next].Is(kPlainWord)) ||
            tokens[next].is_initial)) {
      tokens[next].fate = Fate::kGoes;
      next = NextWord(text, next);
    }
    if (next != kNone && !tokens[next].is_number()) {
      tokens[next].fate = Fate::kGoes;
    }
  }
}

bool HasComma(std::string_view gap) {
  return gap.find(',') != std::string_view::npos;
}

// "BROWN, MD", "Hand PhD".
void DropBeforeTitles(DescriptorText& text) {
  auto& tokens = text.tokens();
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (!tokens[i].Is(kTitleBehindWord) || !tokens[i].goes()) continue;
    if (i == 0 || tokens[i - 1].is_break() || tokens[i - 1].is_number()) {
      continue;
    }
    if (HasComma(text.GapBehind(i - 1)) || !tokens[i - 1].is_plain_word()) {
      tokens[i - 1].fate = Fate::kGoes;
    }
  }
}

// "Name: ...", "Tel 1234", "born ...". "Patient Protocol" stays.
void DropLabelled(DescriptorText& text) {
  auto& tokens = text.tokens();
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (!tokens[i].Is(kLabelWord)) continue;
    const std::size_t next = NextWord(text, i);
    if (next == kNone) continue;
    const bool announces =
        text.GapBehind(i).find_first_of(":=#") != std::string_view::npos;
    DescriptorToken& token = tokens[next];
    if (announces || (token.is_number() && token.fate == Fate::kWeak)) {
      token.fate = Fate::kGoes;
    }
    if (token.goes() || token.fate == Fate::kWeak) {
      token.fate = Fate::kGoes;
      tokens[i].fate = Fate::kGoes;
    }
  }
}

// "12 Main Street", "4 rue des Lilas": the word before a street goes, and the
// number beside it is weak; "Calle Mayor 45": the word behind it, where a
// number follows. RUE is an arm as well.
void DropStreets(DescriptorText& text) {
  auto& tokens = text.tokens();
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (!tokens[i].Is(kStreetWord)) continue;
    const std::size_t next = text.Behind(i);
    if (next != kNone && tokens[next].goes()) tokens[i].fate = Fate::kGoes;
    if (!tokens[i].goes() || tokens[i].Is(kPlainWord)) continue;
    if (i > 0 && !tokens[i - 1].is_break()) tokens[i - 1].fate = Fate::kGoes;
    const std::size_t number = next == kNone ? kNone : text.Behind(next);
    if (number != kNone && tokens[number].is_number() &&
        tokens[next].shape == Shape::kWord) {
      tokens[next].fate = tokens[number].fate = Fate::kGoes;
    }
  }
}

// Letters that precede a part of the body: R. KNEE, T. SPINE.
bool MayPrecede(std::string_view folded) {
  return folded == "r" || folded == "l" || folded == "c" || folded == "t";
}

// "HAND R", "HAND W", "HAND 2 V": a side, with, views, and C for contrast.
// "HAND T": an initial, and a name.
bool SaysMore(std::string_view folded) {
  return folded == "r" || folded == "l" || folded == "w" || folded == "c" ||
         folded == "v";
}

void DropInitialsNeighbours(DescriptorText& text, std::size_t i) {
  auto& tokens = text.tokens();
  const DescriptorToken& initial = tokens[i];
  const std::size_t next = text.Behind(i);
  if (next != kNone && tokens[next].shape == Shape::kWord &&
      (initial.has_dot || tokens[next].fate == Fate::kWeak)) {
    tokens[next].fate = Fate::kGoes;
  }
  const std::size_t before = text.Before(i);
  if (before == kNone || tokens[before].shape != Shape::kWord) return;
  if (tokens[before].fate == Fate::kWeak || HasComma(text.GapBehind(before))) {
    tokens[before].fate = Fate::kGoes;
  }
}

// A letter of the vocabulary that is someone's initial here.
bool IsInitialHere(const DescriptorText& text, std::size_t i) {
  const auto& tokens = text.tokens();
  const DescriptorToken& letter = tokens[i];
  const std::size_t next = i + 1 < tokens.size() ? i + 1 : kNone;
  const bool before_word = next != kNone &&
                           tokens[next].shape == Shape::kWord &&
                           !tokens[next].is_letter;
  const auto is_name = [&](std::size_t neighbour, std::string_view gap) {
    return neighbour != kNone && !tokens[neighbour].is_letter &&
           tokens[neighbour].Is(kAmbiguousWord) &&
           tokens[neighbour].fate == Fate::kWeak &&
           gap.find_first_not_of(" .,") == std::string_view::npos;
  };
  if (letter.has_dot && before_word &&
      !(MayPrecede(text.Folded(letter)) && tokens[next].is_plain_word())) {
    return true;
  }
  if (SaysMore(text.Folded(letter))) return false;
  return is_name(next, text.GapBehind(i)) ||
         is_name(i > 0 ? i - 1 : kNone, text.GapBefore(i));
}

// "J. BROWN", "BROWN, J", "A HAND".
void DropInitials(DescriptorText& text) {
  auto& tokens = text.tokens();
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    DescriptorToken& token = tokens[i];
    if (token.is_letter && token.fate == Fate::kWeak &&
        IsInitialHere(text, i)) {
      token.is_initial = true;
    }
    if (!token.is_initial) continue;
    token.fate = Fate::kGoes;
    DropInitialsNeighbours(text, i);
  }
}

// "Head^Anna": a name of which one word is known as one. THORAX^ROUTINE stays.
void DropBesideCarets(DescriptorText& text) {
  auto& tokens = text.tokens();
  const auto drop = [&](std::size_t i, std::size_t neighbour) {
    if (tokens[neighbour].goes() && tokens[i].shape == Shape::kWord) {
      tokens[i].fate = Fate::kGoes;
    }
  };
  const auto joined = [&](std::size_t i) { return text.GapBehind(i) == "^"; };
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    if (joined(i)) drop(i + 1, i);
  }
  for (std::size_t i = tokens.size(); i-- > 1;) {
    if (joined(i - 1)) drop(i - 1, i);
  }
}

// "Head, Anna", "for Anna Head": of two words in this form one is no word of
// the vocabulary, so that the other is a name as well.
void DropBesideNames(DescriptorText& text) {
  auto& tokens = text.tokens();
  const auto is_named = [&](std::size_t i) {
    return tokens[i].shape == Shape::kWord &&
           HasCapitalOnlyFirst(text.Written(tokens[i]));
  };
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    if (!is_named(i) || !is_named(i + 1)) continue;
    if (text.GapBehind(i) == ", " && tokens[i + 1].goes()) {
      tokens[i].fate = Fate::kGoes;
    }
    const std::string_view before =
        i > 0 ? text.Folded(tokens[i - 1]) : std::string_view();
    if (text.GapBehind(i) == " " && tokens[i].goes() &&
        (before == "for" || before == "by" || before == "fur")) {
      tokens[i + 1].fate = Fate::kGoes;
    }
  }
}

// M E Y E R.
void DropSpelledOut(DescriptorText& text) {
  auto& tokens = text.tokens();
  std::size_t first = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (!tokens[i].is_letter) {
      first = i + 1;
      continue;
    }
    const bool last = i + 1 == tokens.size() || !tokens[i + 1].is_letter;
    if (!last || i - first < 3) continue;
    for (; first <= i; ++first) tokens[first].fate = Fate::kGoes;
  }
}

// Whether a weak token goes because of what stands on one side of it.
bool GoesWith(const DescriptorToken& token, const DescriptorToken& neighbour) {
  if (!neighbour.goes()) return false;
  if (token.fate == Fate::kWeak) return true;
  return token.fate == Fate::kDecimal && neighbour.is_number();
}

// A side stays between what goes and a part of the body: "XYZ R KNEE". Behind a
// name of the object it is an initial.
bool IsSideOf(const DescriptorText& text, std::size_t i) {
  const auto& tokens = text.tokens();
  return tokens[i].is_letter && !tokens[i].has_dot &&
         SaysMore(text.Folded(tokens[i])) && i + 1 < tokens.size() &&
         tokens[i + 1].is_plain_word() && !tokens[i + 1].goes() &&
         (i == 0 || !tokens[i - 1].is_known);
}

// One sweep each way reaches all, as what goes passes it on in both.
void Spread(DescriptorText& text) {
  auto& tokens = text.tokens();
  const auto judge = [&](std::size_t i, std::size_t neighbour) {
    if (neighbour == kNone || !GoesWith(tokens[i], tokens[neighbour])) return;
    if (!IsSideOf(text, i)) tokens[i].fate = Fate::kGoes;
  };
  for (std::size_t i = 0; i < tokens.size(); ++i) judge(i, text.Before(i));
  for (std::size_t i = tokens.size(); i-- > 0;) judge(i, text.Behind(i));
}

// "for", "von", "and": with what they lead to, and where nothing is left that
// they could join to.
void DropConnectors(DescriptorText& text) {
  auto& tokens = text.tokens();
  bool something_before = false;
  bool gone_before = false;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    DescriptorToken& token = tokens[i];
    if (token.is_break()) {
      something_before = gone_before = false;
    } else if (!token.Is(kConnectorWord) || token.goes()) {
      something_before |= !token.goes();
      gone_before = token.goes();
    } else {
      const std::size_t next = text.Behind(i);
      const bool leads = next != kNone && !tokens[next].goes();
      const bool joins =
          something_before || !gone_before || token.Is(kPlainWord);
      const bool dangles = next == kNone ? gone_before : !leads;
      if (dangles || !joins) token.fate = Fate::kGoes;
    }
  }
}

}  // namespace

void DropAddresses(DescriptorText& text) {
  const std::string_view all = text.text();
  const auto is_inside = [&](std::size_t at) {
    return at > 0 && at + 1 < all.size() && !EndsAddress(all[at - 1]) &&
           !EndsAddress(all[at + 1]);
  };
  for (std::size_t at = all.find('@'); at != std::string_view::npos;) {
    at = all.find('@', is_inside(at) ? DropAround(text, at) : at + 1);
  }
  for (std::size_t at = all.find("://"); at != std::string_view::npos;) {
    at = all.find("://", DropAround(text, at));
  }
  for (const DescriptorToken& token : text.tokens()) {
    if (token.has_dot && text.Folded(token) == "www") {
      DropAround(text, token.begin);
    }
  }
}

void JudgeContext(DescriptorText& text) {
  DropTitled(text);
  DropBeforeTitles(text);
  DropLabelled(text);
  DropStreets(text);
  DropSpelledOut(text);
  DropInitials(text);
  DropBesideCarets(text);
  DropBesideNames(text);
  Spread(text);
  DropConnectors(text);
}

}  // namespace dcmscrub
