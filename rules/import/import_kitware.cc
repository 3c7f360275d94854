#include "rules/import/import_kitware.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kernels/core/ascii.h"
#include "rules/import/import_tags.h"
#include "rules/import/import_tree.h"
#include "rules/import/import_writer.h"
#include "rules/language/keywords.h"

namespace dcmscrub {
namespace {

struct Action {
  std::string_view name;  // in small letters, without _
  std::string_view verb;  // of a rule
  std::string_view remark;
};
// Older versions write replaceUID, newer ones replace_UID.
constexpr std::array<Action, 17> kActions = {{
    {"replace", "dummy", ""},
    {"replaceelement", "dummy", ""},
    {"replaceelementdate", "dummy", ""},
    {"replaceelementdatetime", "dummy", ""},
    {"empty", "empty", ""},
    {"emptyelement", "empty", ""},
    {"delete", "remove", ""},
    {"deleteelement", "remove", ""},
    {"keep", "keep", ""},
    {"clean", "clean", "it stops there, as it is not carried out"},
    {"replaceuid", "uid", ""},
    {"replaceelementuid", "uid", ""},
    {"emptyorreplace", "dummy", ""},
    {"deleteorempty", "empty", ""},
    {"deleteorreplace", "dummy", ""},
    {"deleteoremptyorreplace", "dummy", ""},
    {"deleteoremptyorreplaceuid", "", ""},  // uid, or empty what is no UID
}};

// A number as Python writes it.
bool TakeNumber(std::string_view& text, std::uint32_t& number) {
  text = Trimmed(text);
  const bool hex = text.starts_with("0x") || text.starts_with("0X");
  if (hex) text.remove_prefix(2);
  const auto [end, error] = std::from_chars(
      text.data(), text.data() + text.size(), number, hex ? 16 : 10);
  if (error != std::errc() || number > 0xFFFF) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

std::string Masked(std::uint32_t value, std::uint32_t mask) {
  std::string digits;
  for (int shift = 12; shift >= 0; shift -= 4) {
    const bool open = (mask >> shift & 0xF) != 0xF;
    digits += open ? "x" : absl::StrFormat("%X", value >> shift & 0xF);
  }
  return digits;
}

// (0x0010, 0x0010), or with a mask behind it: (0x5000, 0x0000, 0xFF00, 0x0000).
std::optional<TagText> ReadTuple(std::string_view text) {
  text = Trimmed(text);
  if (text.size() < 2 || text.front() != '(' || text.back() != ')') {
    return std::nullopt;
  }
  text = text.substr(1, text.size() - 2);
  std::vector<std::uint32_t> numbers;
  do {
    if (!TakeNumber(text, numbers.emplace_back())) return std::nullopt;
    text = Trimmed(text);
    if (text.empty()) break;
    if (!text.starts_with(',')) return std::nullopt;
    text.remove_prefix(1);
  } while (numbers.size() < 4 && !Trimmed(text).empty());
  if (numbers.size() == 2) numbers.insert(numbers.end(), 2, 0xFFFF);
  if (numbers.size() != 4 || !Trimmed(text).empty()) return std::nullopt;
  return TagText{Masked(numbers[0], numbers[2]),
                 Masked(numbers[1], numbers[3])};
}

// Python's \g<1> → \1.
bool PythonRewrite(std::string_view text, std::string& rewrite) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text.substr(at, 3) != "\\g<") {
      rewrite += text[at];
      continue;
    }
    const bool digit =
        at + 4 < text.size() && IsDigit(text[at + 3]) && text[at + 4] == '>';
    if (!digit) return false;
    rewrite += {'\\', text[at + 3]};
    at += 4;
  }
  return true;
}

class KitwareImporter {
 public:
  explicit KitwareImporter(std::string_view name)
      : writer_("a dictionary of Kitware's dicom-anonymizer", name) {}

  absl::StatusOr<ImportResult> Run(const ImportTree& root) {
    // Of one tag twice, the last one counts, as for the tool itself.
    std::map<std::string, const ImportTree*> last;
    for (const auto& [key, value] : root.parts) last[Plain(key)] = &value;
    for (const auto& [key, value] : root.parts) {
      if (last[Plain(key)] == &value) AddEntry(key, value);
    }
    return writer_.Finish();
  }

 private:
  void AddEntry(const std::string& key, const ImportTree& value) {
    const bool with_options = value.kind == ImportTree::Kind::kMap;
    const std::string action(with_options ? value.TextOf("action")
                                          : std::string_view(value.text));
    const std::string source =
        absl::StrFormat("line %d, %s: %s", value.place.line, key, action);
    const std::optional<TagText> tag = ReadTuple(key);
    if (!tag) return writer_.AddLeft(source, "no tag: (0xgggg, 0xeeee)");
    std::string why;
    std::string selector = TagSelector(*tag, why);
    const std::string name = Plain(action);
    if (selector.empty()) {
      const bool removed = IsAlwaysRemoved(*tag) && name.starts_with("delete");
      return removed ? writer_.AddComment(source + ": removed by the profile")
                     : writer_.AddLeft(source, why);
    }
    // That tool looks at the top level alone; the profile does below it.
    const DictionaryRow* row = FindKeyword(selector);
    if (selector != "all") selector.insert(0, 1, '/');
    if (name == "regexp") return AddPattern(selector, value, source);
    const auto* found = std::ranges::find(kActions, name, &Action::name);
    if (found == kActions.end()) {
      return writer_.AddLeft(source,
                             "no action of that tool's own: functions of "
                             "others are not known");
    }
    std::string_view verb = found->verb;
    if (verb.empty()) {
      verb = row != nullptr && row->vr == Vr::kUI ? "uid" : "empty";
    }
    writer_.AddRules({absl::StrFormat("%s %s", verb, selector)}, source,
                     found->remark);
  }

  void AddPattern(const std::string& selector, const ImportTree& options,
                  const std::string& source) {
    std::string rewrite;
    if (!PythonRewrite(options.TextOf("replace"), rewrite)) {
      return writer_.AddLeft(source, "groups go by number alone");
    }
    writer_.AddRules(
        {absl::StrFormat("replace %s with regex(this, %s, %s)", selector,
                         QuotedPattern(options.TextOf("find")),
                         QuotedPattern(rewrite))},
        source);
  }

  static std::string Plain(std::string_view action) {
    std::string plain;
    for (const char c : action) {
      if (c != '_' && c != ' ') plain += ToLower(c);
    }
    return plain;
  }

  ImportWriter writer_;
};

}  // namespace

absl::StatusOr<ImportResult> ImportKitware(std::string_view name,
                                           std::string_view text) {
  const absl::StatusOr<ImportTree> root = ReadJson(text);
  if (!root.ok()) return root.status();
  if (root->kind != ImportTree::Kind::kMap) {
    return ImportMistake(root->place, "want tags with their actions in braces");
  }
  // One wrong tag is a mistake in a dictionary; none that is right is another
  // file.
  const bool any_tag = std::ranges::any_of(root->parts, [](const auto& part) {
    return ReadTuple(part.name).has_value();
  });
  if (!any_tag && !root->parts.empty()) {
    return ImportMistake(root->parts.front().tree.place,
                         "no tag (0xgggg, 0xeeee) with an action is in it");
  }
  return KitwareImporter(name).Run(*root);
}

}  // namespace dcmscrub
