#include "rules/import/ctp_names.h"

#include <absl/strings/str_format.h>

#include <array>
#include <optional>

#include "kernels/core/ascii.h"
#include "rules/import/import_tags.h"
#include "rules/language/keywords.h"

namespace dcmscrub {
namespace {

// gggg[CREATOR]ee, or with a comma.
std::string BracketSelector(std::string_view tag, std::string& why) {
  const std::size_t open = tag.find('['), close = tag.rfind(']');
  std::string group(tag.substr(0, open));
  std::erase(group, ',');
  const std::string_view element = tag.substr(close + 1);
  if (group.ends_with("00") && group.size() == 6 && element.empty()) {
    why = "a creator stays as long as something of its block does";
    return {};
  }
  return CreatorSelector(group, tag.substr(open + 1, close - open - 1), element,
                         why);
}

// Scripts say elsewhere whose block it is.
std::string NumberSelector(const TagText& tag, const CtpNames& names,
                           std::string& why) {
  const auto creator =
      names.creators.find(tag.group + tag.element.substr(0, 2));
  if (!tag.is_private() || creator == names.creators.end()) {
    return TagSelector(tag, why);
  }
  return CreatorSelector(tag.group, creator->second, tag.element.substr(2),
                         why);
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
    return BracketSelector(tag, why);
  }
  const std::optional<TagText> number = ReadTagText(tag);
  if (number && number->exact()) return NumberSelector(*number, names, why);
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
