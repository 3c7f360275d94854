#include "rules/import/import_microsoft.h"

#include <absl/strings/str_format.h>

#include <algorithm>
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

constexpr int kHashLength = 16;

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), ToLower);
  return lower;
}

// What a rule is about.
struct Target {
  std::string selector;
  Vr vr = Vr::kUN;  // where all that it means has the same one
  bool one_vr = false;
};

// A VR by its two letters, which no keyword is.
std::optional<Vr> VrNamed(std::string_view tag) {
  if (tag.size() != 2) return std::nullopt;
  const Vr vr = ParseVr(static_cast<std::uint8_t>(tag[0]),
                        static_cast<std::uint8_t>(tag[1]));
  if (VrName(vr) != tag) return std::nullopt;
  return vr;
}

class MicrosoftImporter {
 public:
  MicrosoftImporter(std::string_view name, const ImportTree& root)
      : root_(root),
        writer_(
            "DICOM rules of Microsoft's Tools for Health Data "
            "Anonymization",
            name) {}

  absl::StatusOr<ImportResult> Run(const ImportTree& rules) {
    for (const auto& [key, value] : root_.parts) {
      const std::string lower = Lower(key);
      if (lower != "rules" && lower != "defaultsettings" &&
          lower != "customsettings") {
        writer_.AddLeft(absl::StrFormat("line %d, %s", value.place.line, key),
                        "no such section is known");
      }
    }
    for (const auto& [key, rule] : rules.parts) AddRule(rule);
    return writer_.Finish();
  }

 private:
  static std::string_view Text(const ImportTree& tree, std::string_view name) {
    const ImportTree* found = tree.FindAnyCase(name);
    return found == nullptr ? std::string_view()
                            : std::string_view(found->text);
  }

  // A setting by its name: sections are lists of maps with one, or a map.
  static const ImportTree* Setting(const ImportTree* section,
                                   std::string_view name) {
    if (section == nullptr) return nullptr;
    if (section->kind == ImportTree::Kind::kMap) {
      return section->FindAnyCase(name);
    }
    for (const auto& [key, part] : section->parts) {
      if (const ImportTree* found = part.FindAnyCase(name)) return found;
    }
    return nullptr;
  }

  // Parameters of the rule itself, of the setting that it names, of the
  // defaults, in this order.
  std::string Parameter(const ImportTree& rule, std::string_view method,
                        std::string_view name) const {
    const ImportTree* own = rule.FindAnyCase("params");
    const std::string_view setting = SettingOf(rule);
    const ImportTree* chosen =
        setting.empty() ? Setting(root_.FindAnyCase("defaultSettings"), method)
                        : Setting(root_.FindAnyCase("customSettings"), setting);
    for (const ImportTree* from : {own, chosen}) {
      if (from == nullptr) continue;
      if (const ImportTree* found = from->FindAnyCase(name)) return found->text;
    }
    return {};
  }

  static std::string_view SettingOf(const ImportTree& rule) {
    const std::string_view setting = Text(rule, "setting");
    return setting.empty() ? Text(rule, "settings") : setting;
  }

  static Target TargetOf(std::string_view tag, std::string& why) {
    if (const std::optional<Vr> vr = VrNamed(tag)) {
      return {absl::StrFormat("vr %s", tag), *vr, true};
    }
    Target target;
    target.selector = TagOrKeyword(tag, why);
    if (const DictionaryRow* row = FindKeyword(target.selector)) {
      target.vr = row->vr;
      target.one_vr = true;
    }
    return target;
  }

  void AddRule(const ImportTree& rule) {
    const std::string_view tag = Text(rule, "tag");
    const std::string method = Lower(Text(rule, "method"));
    const std::string source = absl::StrFormat(
        "line %d, %s: %s", rule.place.line, tag, Text(rule, "method"));
    const std::string_view setting = SettingOf(rule);
    if (!setting.empty() &&
        Setting(root_.FindAnyCase("customSettings"), setting) == nullptr) {
      return writer_.AddLeft(source,
                             absl::StrFormat("no setting '%s'", setting));
    }
    std::string why;
    const Target target = TargetOf(tag, why);
    if (target.selector.empty()) {
      const std::optional<TagText> number = ReadTagText(tag);
      const bool removed = number && IsAlwaysRemoved(*number) &&
                           (method == "remove" || method == "redact");
      return removed ? writer_.AddComment(source + ": removed by the profile")
                     : writer_.AddLeft(source, why);
    }
    const std::string& selector = target.selector;
    if (method == "keep" || method == "remove") {
      writer_.AddRules({method + ' ' + selector}, source);
    } else if (method == "refreshuid") {
      writer_.AddRules({"uid " + selector}, source);
    } else if (method == "redact") {
      AddRedact(rule, target, source);
    } else if (method == "dateshift") {
      AddShift(target, source);
    } else if (method == "cryptohash") {
      AddHash(target, source);
    } else if (method == "substitute") {
      std::string text = Parameter(rule, method, "replaceWith");
      if (text.empty()) text = "ANONYMOUS";
      writer_.AddRules(
          {absl::StrFormat("replace %s with %s", selector, QuotedText(text))},
          source);
    } else {
      writer_.AddLeft(source, WhyNone(method));
    }
  }

  static std::string_view WhyNone(std::string_view method) {
    if (method == "encrypt") {
      return "originals are kept by a line encrypt \"CERT.pem\"";
    }
    if (method == "perturb") {
      return "noise is not the same in every run; truncate-date, cap-age and "
             "clean are";
    }
    return "no such method is known";
  }

  // S vr DA, DT: the part of what a rule is about.
  static std::string Narrowed(const Target& target, std::string_view vrs) {
    return target.one_vr ? target.selector
                         : absl::StrFormat("%s vr %s", target.selector, vrs);
  }

  void AddRedact(const ImportTree& rule, const Target& target,
                 const std::string& source) {
    const auto on = [&](std::string_view name) {
      return Lower(Parameter(rule, "redact", name)) == "true";
    };
    const auto may_be = [&](std::initializer_list<Vr> vrs) {
      return !target.one_vr || std::ranges::find(vrs, target.vr) != vrs.end();
    };
    std::vector<std::string> rules;
    std::string remark;
    if (on("enablePartialDatesForRedact") && may_be({Vr::kDA, Vr::kDT})) {
      rules.push_back(absl::StrFormat("truncate-date %s to year",
                                      Narrowed(target, "DA, DT")));
    }
    if (on("enablePartialAgesForRedact") && may_be({Vr::kAS})) {
      rules.push_back("cap-age " + Narrowed(target, "AS"));
      remark = "ages above 89 become 090Y";
    }
    if (rules.empty() || !target.one_vr) {
      rules.push_back("empty " + target.selector);
    }
    writer_.AddRules(rules, source, remark);
  }

  void AddShift(const Target& target, const std::string& source) {
    writer_.AddRules({"shift " + Narrowed(target, "DA, DT")}, source,
                     "by the patient's own number of days, from the key");
  }

  void AddHash(const Target& target, const std::string& source) {
    if (!target.one_vr) {
      return writer_.AddLeft(source,
                             "a hash is no value of every attribute "
                             "there");
    }
    if (target.vr == Vr::kUI) {
      return writer_.AddRules({"uid " + target.selector}, source);
    }
    if (!TakesHash(target.vr)) {
      return writer_.AddLeft(source, absl::StrFormat("a hash is no value of %s",
                                                     VrName(target.vr)));
    }
    writer_.AddRules({absl::StrFormat("replace %s with hash(this, %d)",
                                      target.selector, kHashLength)},
                     source, "made with the key; digits and capital letters");
  }

  const ImportTree& root_;
  ImportWriter writer_;
};

}  // namespace

absl::StatusOr<ImportResult> ImportMicrosoft(std::string_view name,
                                             std::string_view text) {
  const absl::StatusOr<ImportTree> root = ReadJson(text);
  if (!root.ok()) return root.status();
  const ImportTree* rules = root->FindAnyCase("rules");
  if (rules == nullptr || rules->kind != ImportTree::Kind::kList) {
    const bool fhir = root->FindAnyCase("fhirPathRules") != nullptr;
    return ImportMistake(root->place,
                         fhir ? "these are rules for FHIR; those for DICOM are "
                                "a list \"rules\""
                              : "want a list \"rules\"");
  }
  return MicrosoftImporter(name, *root).Run(*rules);
}

}  // namespace dcmscrub
