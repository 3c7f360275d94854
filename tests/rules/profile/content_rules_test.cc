// Table E.3.4-1 under every option, against its text.
#include "rules/profile/content_rules.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/support/tsv.h"

namespace dcmscrub {
namespace {

const std::map<Option, std::string> kColumns = {
    {Option::kRetainUids, "retain_uids"},
    {Option::kRetainDeviceIdentity, "retain_device_identity"},
    {Option::kRetainInstitutionIdentity, "retain_institution_identity"},
    {Option::kRetainPatientCharacteristics, "retain_patient_characteristics"},
    {Option::kRetainFullDates, "retain_long_full_dates"},
    {Option::kRetainModifiedDates, "retain_long_modified_dates"},
    {Option::kCleanDescriptors, "clean_descriptors"},
};

Profile ProfileWith(const std::vector<Option>& options, bool basic = true) {
  ProfileChoice choice;
  choice.basic = basic;
  for (Option option : options) choice.options.push_back({{}, option, {}});
  return Profile(choice);
}

std::vector<TsvRow> Rows() {
  std::vector<TsvRow> rows = ReadStandardTable("sr_content_items.tsv");
  for (TsvRow& row : ReadStandardTable("content_supplement.tsv")) {
    rows.push_back(row);
  }
  return rows;
}

std::string Want(const TsvRow& row, const std::vector<Option>& options) {
  static const std::set<std::string> times = {"DATE", "TIME", "DATETIME"};
  static const std::set<std::string> references = {"UIDREF", "COMPOSITE",
                                                   "IMAGE", "WAVEFORM"};
  const std::string& type = row.at("value_type");
  std::string code = row.at("basic");
  for (Option option : options) {
    if (!kColumns.contains(option)) continue;
    const std::string& cell = row.at(kColumns.at(option));
    if (!cell.empty() && code != "C") code = cell;
  }
  if (code == "K")
    return row.at("meaning") == "Subject Age" ? "cap-age" : "keep";
  if (code == "C") return times.contains(type) ? "shift" : "clean";
  if (code == "X") return "remove";
  return references.contains(type) ? "uid" : "dummy";  // D, X/D
}

TEST(ContentRules, EveryRowUnderEveryOption) {
  std::vector<std::vector<Option>> choices = {{}};
  for (const auto& [option, column] : kColumns) choices.push_back({option});
  choices.push_back({Option::kRetainDeviceIdentity, Option::kCleanDescriptors});
  choices.push_back({Option::kCleanDescriptors, Option::kRetainDeviceIdentity});
  for (std::vector<Option> options : choices) {
    const std::string name =
        options.empty() ? "none" : kColumns.at(options.front());
    options.push_back(Option::kCleanStructuredContent);
    std::map<std::string, std::string> rules;
    for (const ContentRule& rule : ContentRules(ProfileWith(options))) {
      rules[std::string(rule.code) + " " + std::string(rule.scheme) + " " +
            std::string(rule.value_type)] = ActionName(rule.action);
    }
    EXPECT_EQ(rules.size(), Rows().size());
    for (const TsvRow& row : Rows()) {
      const std::string key = row.at("code_value") + " " + row.at("scheme") +
                              " " + row.at("value_type");
      EXPECT_EQ(rules[key], Want(row, options)) << name << " " << key;
    }
  }
}

TEST(ContentRules, AreInOrder) {
  const auto rules =
      ContentRules(ProfileWith({Option::kCleanStructuredContent}));
  for (std::size_t i = 1; i < rules.size(); ++i) {
    EXPECT_LT(std::pair(rules[i - 1].code, rules[i - 1].value_type),
              std::pair(rules[i].code, rules[i].value_type));
  }
}

TEST(ContentRules, AreOfTheirOptionAlone) {
  EXPECT_TRUE(ContentRules(ProfileWith({})).empty());
  EXPECT_TRUE(ContentRules(ProfileWith({Option::kCleanDescriptors})).empty());
}

TEST(ContentRules, TextOfNoKnownConceptGoesUnlessDescriptorsAreCleaned) {
  EXPECT_EQ(OtherContentText(ProfileWith({Option::kCleanStructuredContent})),
            Action::kDummy);
  EXPECT_EQ(OtherContentText(ProfileWith(
                {Option::kCleanStructuredContent, Option::kCleanDescriptors})),
            Action::kClean);
  EXPECT_EQ(OtherContentText(ProfileWith({}, /*basic=*/false)), Action::kKeep);
}

TEST(ContentRules, ExceptionsNameTheAttributeOfTheValue) {
  ProfileChoice choice;
  choice.options = {{{}, Option::kCleanStructuredContent, {}},
                    {{}, Option::kRetainFullDates, {}}};
  Selector date;
  date.attribute.tag = Tag(0x0040, 0xA121);
  choice.options[1].except = {date};
  std::map<std::string_view, Action> actions;
  for (const ContentRule& rule : ContentRules(Profile(choice))) {
    actions[rule.code] = rule.action;
  }
  EXPECT_EQ(actions["111060"], Action::kDummy);  // Study Date
  EXPECT_EQ(actions["111061"], Action::kKeep);   // Study Time
}

TEST(ContentRules, WithoutProfileWhatNoOptionNamesStays) {
  for (const ContentRule& rule : ContentRules(
           ProfileWith({Option::kCleanStructuredContent}, /*basic=*/false))) {
    EXPECT_EQ(rule.action,
              rule.code == "121033" ? Action::kCapAge : Action::kKeep)
        << rule.code;
  }
}

}  // namespace
}  // namespace dcmscrub
