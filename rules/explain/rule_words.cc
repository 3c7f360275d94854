#include "rules/explain/rule_words.h"

#include <absl/strings/str_format.h>

#include <algorithm>

#include "rules/compile/site_program.h"
#include "rules/language/keywords.h"
#include "rules/language/option_names.h"
#include "rules/profile/profile.h"
#include "rules/standard/standard.h"

namespace dcmscrub {

std::string_view KindWords(IdentifierKind kind) {
  switch (kind) {
    case IdentifierKind::kNone:
      break;
    case IdentifierKind::kName:
      return "a name";
    case IdentifierKind::kText:
      return "a text";
    case IdentifierKind::kDate:
      return "a date";
    case IdentifierKind::kUid:
      return "a UID";
  }
  return "nothing";
}

std::string TypeWords(AttributeType type) {
  switch (type) {
    case AttributeType::k1:
      return "Type 1";
    case AttributeType::k1C:
      return "Type 1C";
    case AttributeType::k2:
      return "Type 2";
    case AttributeType::k2C:
      return "Type 2C";
    case AttributeType::k3:
      return "Type 3";
    case AttributeType::kAbsent:
      return "not in the IOD here";
    case AttributeType::kUnknown:
      return "Type not known";
  }
  return "";
}

std::string AttributeWords(Tag tag) {
  const DictionaryRow* row = FindDictionaryRow(tag);
  if (tag.is_private() || row == nullptr) return RuleTagText(tag);
  return absl::StrFormat("%s %s %s", RuleTagText(tag),
                         StandardText(row->keyword), VrName(row->vr));
}

std::string StatementWords(const RuleFile& file, const Statement& statement) {
  const SourceSpan& span = statement.span;
  return absl::StrFormat(
      "%s:%d: %s",
      span.file < file.files.size() ? file.files[span.file] : "rules",
      span.line, statement.source_line);
}

std::vector<std::string> ChainWords(const Policy& policy, const RuleFile& file,
                                    const std::vector<std::uint16_t>& chain) {
  std::vector<std::string> lines;
  for (const std::uint16_t number : chain) {
    std::string words = StatementWords(file, policy.site()->source(number));
    if (std::ranges::find(lines, words) == lines.end()) {
      lines.push_back(std::move(words));
    }
  }
  return lines;
}

std::string ProfileWords(const Profile& profile, Tag tag) {
  if (!profile.is_basic()) return "profile none has no rows";
  const Tag canonical = CanonicalTag(tag);
  const auto row = std::ranges::lower_bound(profile.rows(), canonical, {},
                                            &Profile::Row::tag);
  if (row == profile.rows().end() || row->tag != canonical) {
    return "not in Table E.1-1";
  }
  const std::string_view source =
      row->supplement ? "supplement to Table E.1-1" : "Table E.1-1";
  if (!row->option) {
    return absl::StrFormat("%s (%s)", ActionCodeName(row->code), source);
  }
  return absl::StrFormat("%s by option %s, for %s (%s)",
                         ActionCodeName(row->code), OptionName(*row->option),
                         ActionCodeName(row->basic), source);
}

}  // namespace dcmscrub
