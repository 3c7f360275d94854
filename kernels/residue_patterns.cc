#include "kernels/residue_patterns.h"

#include <algorithm>

#include "kernels/utf8.h"

namespace dcmscrub {
namespace {

// Of one search; each thread has its own.
struct Scratch {
  FoldedText folded;
  std::string narrow;
};
Scratch& OwnScratch() {
  thread_local Scratch scratch;
  return scratch;
}

bool IsUidCharacter(char c) { return (c >= '0' && c <= '9') || c == '.'; }

// Takes the next run of digits and dots off `text`; without dots around it.
std::string_view TakeUidRun(std::string_view& text) {
  const auto begin = std::ranges::find_if(text, IsUidCharacter);
  const auto end = std::find_if_not(begin, text.end(), IsUidCharacter);
  std::string_view run(begin, end);
  text = std::string_view(end, text.end());
  while (run.starts_with('.')) run.remove_prefix(1);
  return run;
}

}  // namespace

void ResiduePatterns::Clear() {
  values_.clear();
  values_text_.clear();
  index_.Clear();
  uids_.Clear();
}

void ResiduePatterns::Add(IdentifierKind kind, std::string_view utf8) {
  values_.push_back({kind, static_cast<std::uint32_t>(values_text_.size()),
                     static_cast<std::uint32_t>(utf8.size())});
  values_text_.append(utf8);
}

void ResiduePatterns::Build(const ResidueWords& words, TextCodec& codec,
                            std::string_view character_set) {
  index_.Clear();
  for (const Value& value : values_) {
    std::string_view rest =
        std::string_view(values_text_).substr(value.begin, value.size);
    const std::string_view delimiters =
        value.kind == IdentifierKind::kName ? "\\=" : "\\";
    while (!rest.empty()) {
      const std::size_t size =
          std::min(rest.find_first_of(delimiters), rest.size());
      words_.AddTo(index_, words, value.kind, rest.substr(0, size));
      rest.remove_prefix(std::min(size + 1, rest.size()));
    }
  }
  character_set_ = character_set;
  std::string utf8;
  for (std::size_t i = 0; i < high_.size(); ++i) {
    const char byte = static_cast<char>(0x80 + i);
    utf8.clear();
    codec.Decode(character_set, Vr::kLO, std::string_view(&byte, 1), utf8);
    std::string_view decoded = utf8;
    high_[i] = TakeCharacter(decoded);
  }
}

void ResiduePatterns::ClearUids() { uids_.Clear(); }

void ResiduePatterns::AddUid(std::string_view uid) { uids_.Add(uid); }

bool ResiduePatterns::empty() const { return index_.empty() && uids_.empty(); }

bool ResiduePatterns::MayBeIn(Bytes bytes) const { return IsInBytes(bytes); }

bool ResiduePatterns::FindInText(std::string_view utf8,
                                 std::vector<TextRange>& found) const {
  const std::size_t before = found.size();
  FoldedText& folded = OwnScratch().folded;
  for (const Umlauts umlauts : {Umlauts::kAsOne, Umlauts::kAsTwo}) {
    folded.ReadText(utf8, umlauts);
    index_.Find(folded, [&](const PatternIndex::Match& match) {
      if (!HasBorders(folded, match)) return false;
      std::size_t begin = match.begin;
      std::size_t end = match.end;
      while (!folded.IsBorder(begin)) --begin;
      while (!folded.IsBorder(end)) ++end;
      found.push_back({folded.place(begin).begin, folded.place(end - 1).end});
      return false;
    });
    if (!folded.has_umlauts()) break;
  }
  std::string_view rest = utf8;
  while (!rest.empty()) {
    const std::string_view run = TakeUidRun(rest);
    if (!uids_.HasBeginningOf(run)) continue;
    const auto begin = static_cast<std::size_t>(run.data() - utf8.data());
    found.push_back({begin, begin + run.size()});
  }
  const auto first = found.begin() + static_cast<std::ptrdiff_t>(before);
  std::sort(first, found.end(), [](const TextRange& a, const TextRange& b) {
    return a.begin < b.begin;
  });
  auto last = first;
  for (auto it = first; it != found.end(); ++it) {
    if (last != first && it->begin <= (last - 1)->end) {
      (last - 1)->end = std::max((last - 1)->end, it->end);
    } else {
      *last++ = *it;
    }
  }
  found.erase(last, found.end());
  return found.size() > before;
}

bool ResiduePatterns::IsValue(std::string_view utf8, bool is_code) const {
  FoldedText& folded = OwnScratch().folded;
  for (const Umlauts umlauts : {Umlauts::kAsOne, Umlauts::kAsTwo}) {
    folded.ReadText(utf8, umlauts);
    const bool found =
        index_.Find(folded, [&](const PatternIndex::Match& match) {
          return match.begin == 0 && match.end == folded.size() &&
                 !(is_code && (match.pattern->flags & Pattern::kCommon) != 0);
        });
    if (found) return true;
    if (!folded.has_umlauts()) break;
  }
  return HasUid(utf8);
}

bool ResiduePatterns::IsInBytes(Bytes bytes) const {
  return IsInPiece(AsText(bytes));
}

bool ResiduePatterns::IsInPiece(std::string_view bytes) const {
  if (HasUid(bytes)) return true;
  FoldedText& folded = OwnScratch().folded;
  const auto accept = [&](const PatternIndex::Match& match) {
    return HasBorders(folded, match);
  };
  for (const Umlauts umlauts : {Umlauts::kAsOne, Umlauts::kAsTwo}) {
    folded.ReadUtf8(bytes, umlauts);
    if (index_.Find(folded, accept)) return true;
    folded.ReadHigh(bytes, high_, umlauts);
    if (index_.Find(folded, accept)) return true;
  }
  return false;
}

bool ResiduePatterns::IsInName(std::string_view component) const {
  std::vector<TextRange> found;
  return FindInText(component, found);
}

bool ResiduePatterns::HasUid(std::string_view text) const {
  while (!text.empty()) {
    if (uids_.HasBeginningOf(TakeUidRun(text))) return true;
  }
  return false;
}

}  // namespace dcmscrub
