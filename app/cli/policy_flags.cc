#include "app/cli/policy_flags.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <charconv>
#include <string_view>

#include "app/talk/messages.h"
#include "rules/explain/explain.h"

namespace dcmscrub {
namespace {

// A century: what is older than any archive tells as much as its time of day.
constexpr int kMostDaysShifted = 36500;

std::string_view NameOfParam(std::string_view text) {
  return text.substr(0, text.find('='));
}

// "30..3650"; false for other text.
bool ReadRange(std::string_view text, DateShiftRange& range) {
  const char* const end = text.data() + text.size();
  const auto least = std::from_chars(text.data(), end, range.least);
  if (least.ec != std::errc() ||
      !std::string_view(least.ptr, end).starts_with("..")) {
    return false;
  }
  const auto most = std::from_chars(least.ptr + 2, end, range.most);
  return most.ec == std::errc() && most.ptr == end && range.least >= 1 &&
         range.least <= range.most && range.most <= kMostDaysShifted;
}

}  // namespace

void AddPolicyFlags(FlagList& list, PolicyFlags& policy, PolicyPart last) {
  list.Add({"--param", "NAME=VALUE", "a value for a 'param' of the rules",
            "Give a parameter that the rules declare with 'param NAME' its\n"
            "value. Repeatable."},
           policy.params)
      .Check([](const std::string& text) {
        return text.find('=') == std::string::npos || text.starts_with('=')
                   ? "want NAME=VALUE"
                   : "";
      });
  if (last == PolicyPart::kParams) return;
  list.Add({"--option", "NAME", "an option of the profile; repeatable",
            "An option of the profile, by its column in PS3.15 Table E.1-1:\n"
            "  retain-safe-private              retain-uids\n"
            "  retain-device-identity           retain-institution-identity\n"
            "  retain-patient-characteristics   clean-descriptors\n"
            "  retain-longitudinal-full-dates   clean-structured-content\n"
            "  retain-longitudinal-modified-dates\n"
            "                                   clean-graphics\n"
            "The same as 'option NAME' in the rules. Repeatable."},
           policy.options);
  list.Add({"--identifiers", "FILE", "more that may not leave, one a line",
            "What may not leave besides what is taken out of each file: one a\n"
            "line, as a text, or after name:, date: or uid:. Outputs are\n"
            "searched for it (docs/residue.md). Repeatable."},
           policy.identifiers);
  if (last == PolicyPart::kBesideRules) return;
  list.Add(
      {"--rules", "FILE", "what to do: a rule file, or built-in rules",
       "The rules: a text file (docs/rules.md), or rules that are built\n"
       "in: basic, the Basic Application Level Confidentiality Profile of\n"
       "PS3.15 2026d; none, which removes nothing by itself; and more,\n"
       "which 'dcmscrub rules list' names. A file of such a name goes by\n"
       "./basic. Default: basic."},
      policy.rules);
  list.Add({"--profile", "NAME", "basic or none: short for --rules NAME",
            "The same as --rules basic or --rules none."},
           policy.profile)
      .Check([](const std::string& text) {
        return text == "basic" || text == "none"
                   ? ""
                   : "want basic or none; --rules takes a file";
      });
  if (last == PolicyPart::kRules) return;
  list.AddRead(
      {"--date-shift-range", "A..B", "days that dates move back by",
       "Where dates are moved: by how many days into the past, at least\n"
       "and at most. Each patient has one number of days, made from the\n"
       "key. Default: 30..3650. Goes before a range in the rules."},
      [&policy](const std::string& text) -> std::string {
        DateShiftRange range;
        if (!ReadRange(text, range)) {
          return absl::StrFormat("want days such as 30..3650, from 1 to %d",
                                 kMostDaysShifted);
        }
        policy.date_shift = range;
        return "";
      });
}

std::string PolicyContradiction(const PolicyFlags& policy) {
  if (!policy.rules.empty() && !policy.profile.empty()) {
    return "--rules and --profile exclude each other: a rule file says "
           "'profile NAME' itself";
  }
  for (std::size_t i = 0; i < policy.params.size(); ++i) {
    const std::string_view name = NameOfParam(policy.params[i]);
    if (std::any_of(policy.params.begin(),
                    policy.params.begin() + static_cast<std::ptrdiff_t>(i),
                    [name](const std::string& earlier) {
                      return NameOfParam(earlier) == name;
                    })) {
      return absl::StrFormat("--param %s is given twice",
                             SafeForTerminal(name));
    }
  }
  return "";
}

void AddSopClass(FlagList& list, std::string& sop_class) {
  list.Add({"--sop-class", "UID|NAME", "in objects of this SOP class",
            "What holds in objects of this SOP class, given by its UID or the\n"
            "name of its IOD, such as ct-image."},
           sop_class);
}

absl::StatusOr<std::string> SopClassUid(const std::string& sop_class) {
  if (sop_class.empty()) return std::string();
  auto uid = ParseSopClass(sop_class);
  if (uid) return *std::move(uid);
  return absl::InvalidArgumentError(absl::StrFormat(
      "--sop-class: the Standard has no storage class %s; want a UID, or the "
      "name of an IOD such as ct-image",
      SafeForTerminal(sop_class)));
}

}  // namespace dcmscrub
