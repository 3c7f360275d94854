#include "pipeline/identifier_in_path.h"

#include <algorithm>

namespace dcmscrub {
namespace {

constexpr std::size_t kShortestName = 3;
constexpr std::size_t kShortestInside = 3;
constexpr std::size_t kShortestWithinWord = 5;

char Fold(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool SameLetter(char a, char b) { return Fold(a) == Fold(b); }

// Bytes above 7FH are letters of some character set.
bool IsWord(char c) {
  const char folded = Fold(c);
  return (folded >= 'a' && folded <= 'z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool StandsAlone(std::string_view text, std::size_t at, std::size_t size) {
  return (at == 0 || !IsWord(text[at - 1])) &&
         (at + size == text.size() || !IsWord(text[at + size]));
}

bool Holds(std::string_view text, std::string_view value) {
  if (value.empty() || value.size() > text.size()) return false;
  if (value.size() < kShortestInside) {
    const std::string_view stem = text.substr(0, text.rfind('.'));
    return std::ranges::equal(stem, value, SameLetter);
  }
  auto from = text.begin();
  while (true) {
    const auto found =
        std::search(from, text.end(), value.begin(), value.end(), SameLetter);
    if (found == text.end()) return false;
    if (value.size() >= kShortestWithinWord ||
        StandsAlone(text, static_cast<std::size_t>(found - text.begin()),
                    value.size())) {
      return true;
    }
    from = found + 1;
  }
}

bool HoldsName(std::string_view text, std::string_view name) {
  while (!name.empty()) {
    const std::size_t end =
        std::min(name.find_first_of("^=\\ ,."), name.size());
    const std::string_view part = name.substr(0, end);
    if (part.size() >= kShortestName && Holds(text, part)) return true;
    name.remove_prefix(std::min(end + 1, name.size()));
  }
  return false;
}

}  // namespace

bool HoldsIdentifier(std::string_view text, const PathIdentifiers& ids) {
  const std::string_view values[] = {
      ids.patient_id, ids.accession_number, ids.study_id,    ids.birth_date,
      ids.study_uid,  ids.series_uid,       ids.instance_uid};
  return HoldsName(text, ids.patient_name) ||
         std::ranges::any_of(values, [text](std::string_view value) {
           return Holds(text, value);
         });
}

}  // namespace dcmscrub
