#include "rules/import/ctp_names.h"

#include <absl/strings/str_format.h>

#include <array>
#include <cstdint>

#include "kernels/core/ascii.h"
#include "rules/import/import_writer.h"
#include "rules/language/keywords.h"

namespace dcmscrub {
namespace {

bool IsHex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdefABCDEF") ==
         std::string_view::npos;
}

// gggg[CREATOR]ee, or with a comma.
std::string CreatorSelector(std::string_view tag, std::string& why) {
  const std::size_t open = tag.find('['), close = tag.rfind(']');
  std::string group(tag.substr(0, open));
  std::erase(group, ',');
  std::string_view element = tag.substr(close + 1);
  if (group.ends_with("00") && group.size() == 6 && element.empty()) {
    why = "a creator stays as long as something of its block does";
    return {};
  }
  while (group.size() < 4) group.insert(0, 1, '0');
  if (group.size() != 4 || !IsHex(group) || element.size() != 2 ||
      !IsHex(element)) {
    why = "no tag";
    return {};
  }
  return absl::StrFormat("(%s,%s,%s)", CtpUpper(group),
                         QuotedText(tag.substr(open + 1, close - open - 1)),
                         CtpUpper(element));
}

std::string PrivateSelector(std::string_view digits, const CtpNames& names,
                            std::string& why) {
  const std::string group = CtpUpper(digits.substr(0, 4));
  const std::string block = CtpUpper(digits.substr(4, 2));
  const auto creator = names.creators.find(group + block);
  if (creator == names.creators.end()) {
    why = block == "00" ? "a creator stays as long as something of its block "
                          "does"
                        : "a private attribute of no creator that is named";
    return {};
  }
  return absl::StrFormat("(%s,%s,%s)", group, QuotedText(creator->second),
                         CtpUpper(digits.substr(6)));
}

std::string DigitsSelector(std::string_view digits, const CtpNames& names,
                           std::string& why) {
  std::uint32_t value = 0;
  for (const char c : digits) {
    const unsigned digit = c <= '9'
                               ? static_cast<unsigned>(c - '0')
                               : static_cast<unsigned>((c | 0x20) - 'a') + 10;
    value = value << 4 | digit;
  }
  const Tag tag(value);
  if (tag.is_private()) return PrivateSelector(digits, names, why);
  if (tag.is_overlay() || tag.is_curve()) {
    return absl::StrFormat("(%02Xxx,%04X)", value >> 24, tag.element());
  }
  if (FindDictionaryRow(tag) == nullptr) {
    why = "not in PS3.6; always removed unless 'keep unknown'";
    return {};
  }
  return TagName(tag);
}

// dcm4che's names are PS3.6's keywords cut short.
std::string FromDcm4che(std::string_view name) {
  static constexpr std::array<std::array<std::string_view, 2>, 5> kWords = {{
      {"Seq", "Sequence"},
      {"Ref", "Referenced"},
      {"PPS", "PerformedProcedureStep"},
      {"SPS", "ScheduledProcedureStep"},
      {"Datetime", "DateTime"},
  }};
  std::string keyword(name);
  for (const auto& [from, to] : kWords) {
    const std::size_t at = keyword.find(from);
    const bool whole = at != std::string::npos &&
                       keyword.compare(at, to.size(), to) != 0 &&
                       (from != "Ref" || at == 0);
    if (whole) keyword.replace(at, from.size(), to);
  }
  return keyword;
}

}  // namespace

std::string CtpUpper(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return upper;
}

std::string CtpSelector(std::string_view tag, const CtpNames& names,
                        std::string& why) {
  tag = Trimmed(tag);
  if (tag.starts_with("root:")) tag.remove_prefix(5);
  const bool wrapped =
      tag.size() > 2 && ((tag.front() == '(' && tag.back() == ')') ||
                         (tag.front() == '[' && tag.back() == ']'));
  if (wrapped) tag = tag.substr(1, tag.size() - 2);
  if (tag.find('[') != std::string_view::npos &&
      tag.rfind(']') != std::string_view::npos &&
      tag.find('[') < tag.rfind(']')) {
    return CreatorSelector(tag, why);
  }
  std::string digits(tag);
  std::erase(digits, ',');
  if (digits.size() == 8 && IsHex(digits)) {
    return DigitsSelector(digits, names, why);
  }
  if (FindKeyword(tag) != nullptr) return std::string(tag);
  const auto named = names.tags.find(tag);
  if (named != names.tags.end() && named->second != tag &&
      FindKeyword(named->second) == nullptr) {
    return CtpSelector(named->second, CtpNames{{}, {}, names.creators}, why);
  }
  std::string keyword = FromDcm4che(tag);
  if (FindKeyword(keyword) != nullptr) return keyword;
  why = absl::StrFormat("no attribute '%s'", tag);
  return {};
}

}  // namespace dcmscrub
