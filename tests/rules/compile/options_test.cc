// What options come to in whole policies: which are refused, which rule wins,
// and what an output then says about itself.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "kernels/match/tag_matcher.h"
#include "rules/compile/policy.h"
#include "rules/compile/site_program.h"
#include "rules/language/keywords.h"
#include "rules/language/option_names.h"
#include "rules/standard/standard.h"
#include "tests/support/policy_text.h"

namespace dcmscrub {
namespace {

constexpr char kCt[] = "1.2.840.10008.5.1.4.1.1.2";
constexpr char kTemporal[] = "option retain-longitudinal-modified-dates\n";

// "line: message", one a line; "" when there is nothing to say.
std::string Messages(const std::string& rules,
                     const std::map<std::string, std::string>& files = {},
                     const std::vector<Option>& options = {}) {
  ParseInput input;
  input.text = "dcmscrub 1\n" + rules;
  const ParseResult parsed = ParseRules(input);
  EXPECT_TRUE(parsed.ok()) << Render(parsed);
  PolicySource source;
  source.file = parsed.file;
  source.options = options;
  source.read = [&files](const std::string& path, std::string& error) {
    const auto file = files.find(path);
    if (file != files.end()) return std::optional(file->second);
    error = "no such file";
    return std::optional<std::string>();
  };
  std::vector<Diagnostic> diagnostics;
  const auto policy = Policy::Make(source, diagnostics);
  std::string text;
  bool errors = false;
  for (const Diagnostic& one : diagnostics) {
    text += std::to_string(one.span.line) + ": " + one.message + "\n";
    errors |= one.severity == Diagnostic::Severity::kError;
  }
  EXPECT_EQ(policy == nullptr, errors);
  return text;
}

std::string ActionAt(const Policy& policy, Tag tag, NodeId node = kTopNode) {
  const auto compiled = policy.Compile(kCt);
  return std::string(ActionName(Match(compiled->table(), tag, node).action));
}

std::string CodesOf(const Policy& policy) {
  const auto compiled = policy.Compile(kCt);
  std::string text;
  for (const MarkTable::Code& code : compiled->table().marks.method_codes) {
    text += std::string(code.value) + " ";
  }
  return text;
}

std::string TemporalOf(const Policy& policy) {
  return std::string(policy.Compile(kCt)->table().marks.temporal_information);
}

TEST(Options, ExcludeEachOtherWhereTheyContradict) {
  EXPECT_EQ(Messages("option retain-longitudinal-full-dates\n"
                     "option retain-longitudinal-modified-dates\n"),
            "3: options retain-longitudinal-full-dates and "
            "retain-longitudinal-modified-dates exclude each other\n");
  EXPECT_EQ(Messages("option retain-longitudinal-full-dates\n", {},
                     {Option::kRetainModifiedDates}),
            "0: options retain-longitudinal-full-dates and "
            "retain-longitudinal-modified-dates exclude each other\n");
  EXPECT_EQ(Messages("option retain-uids\n", {}, {Option::kRetainUids}), "");
}

TEST(Options, ReportAllMistakesOfAllFiles) {
  EXPECT_EQ(Messages("option retain-safe-private\n"
                     "safe-private \"missing.tsv\"\n"
                     "safe-private \"wrong.tsv\"\n"
                     "encrypt \"empty.pem\"\n"
                     "encrypt \"missing.pem\"\n"
                     "option retain-uids except /DeviceUID\n",
                     {{"wrong.tsv", "private_creator\ttag\nX\t(0018,xx10)\n"},
                      {"empty.pem", ""}}),
            "7: an exception to an option holds wherever the attribute stands; "
            "leave out the path\n"
            "3: cannot read 'missing.tsv': no such file\n"
            "4: 'wrong.tsv' line 2 has no private tag as (0019,xx0C)\n"
            "5: 'empty.pem': no certificate in PEM form\n"
            "6: cannot read 'missing.pem': no such file\n");
}

TEST(Options, WarnOfLinesWithoutEffect) {
  EXPECT_EQ(Messages("safe-private \"list.tsv\"\n"),
            "2: safe-private has no effect without option "
            "retain-safe-private\n");
  EXPECT_EQ(Messages("trust private-characteristics\n"),
            "0: trust private-characteristics has no effect without option "
            "retain-safe-private\n");
  EXPECT_EQ(Messages("vocabulary \"words.txt\"\n"),
            "2: vocabulary has no effect where nothing is cleaned: neither "
            "option clean-descriptors nor a clean statement is used\n");
  for (const std::string cleans :
       {"option clean-descriptors\n",
        "option retain-safe-private\nsafe-private tcia\n"}) {
    EXPECT_EQ(Messages(cleans + "vocabulary \"words.txt\"\n",
                       {{"words.txt", "pixie\n"}}),
              "")
        << cleans;
  }
}

TEST(Options, WarnOfRangesThatAnybodyCanGuess) {
  const std::string moves = "option retain-longitudinal-modified-dates\n";
  const std::string wide =
      ", which anybody can guess; a range is 100 days wide at least, as "
      "30..3650\n";
  const struct {
    std::string rules;
    std::string want;
  } kCases[] = {
      {moves + "date-shift-range 1..1\n", "3: all dates move by 1 day" + wide},
      {moves + "date-shift-range 30..128\n",
       "3: dates move by one of 99 numbers of days" + wide},
      {"date-shift-range 7..13\n",
       "2: dates move by one of 7 numbers of days" + wide},
      {moves + "date-shift-range 30..129\n", ""},
      {moves + "date-shift-range 1..1\nday-zero 20000101\n", ""},
      {moves, ""},
      {"", ""},
  };
  for (const auto& c : kCases) EXPECT_EQ(Messages(c.rules), c.want) << c.rules;
  ParseInput input;
  input.text = "dcmscrub 1\n" + moves;
  PolicySource source;
  source.file = ParseRules(input).file;
  source.date_shift = DateShiftRange{1, 1};
  std::vector<Diagnostic> diagnostics;
  EXPECT_NE(Policy::Make(source, diagnostics), nullptr);
  ASSERT_EQ(diagnostics.size(), 1u);
  EXPECT_EQ(diagnostics[0].span.line, 0u);
  EXPECT_EQ(diagnostics[0].severity, Diagnostic::Severity::kWarning);
}

TEST(Options, ExceptionsFallBackToTheProfile) {
  const Tag series(0x0008, 0x103E), study(0x0008, 0x1030);
  const Tag device(0x0018, 0x1002), instance = tags::kSopInstanceUid;
  const auto policy = PolicyOf(
      "option clean-descriptors except SeriesDescription\n"
      "option retain-uids except Device*, (0020,xxxx)\n"
      "option retain-uids except FrameOfReferenceUID\n");
  EXPECT_EQ(ActionAt(*policy, series), "remove");
  EXPECT_EQ(ActionAt(*policy, study), "clean");
  EXPECT_EQ(ActionAt(*policy, device), "uid");
  EXPECT_EQ(ActionAt(*policy, instance), "keep");
  EXPECT_EQ(ActionAt(*policy, tags::kStudyInstanceUid), "uid");
  EXPECT_EQ(CodesOf(*policy), "113100 113105 113110 ");
}

TEST(Options, AnOptionThatIsWhollyExceptedIsNotClaimed) {
  EXPECT_EQ(CodesOf(*PolicyOf("option clean-descriptors except all\n"
                              "option clean-graphics\n"
                              "option retain-safe-private except private\n")),
            "113100 113103 ");
}

TEST(Options, EachClaimsItsCode) {
  for (const DeidCodeRow& row : StandardDeidCodes()) {
    if (row.option < 0) continue;
    const std::string name(OptionName(static_cast<Option>(row.option)));
    const std::string code(StandardText(row.value));
    EXPECT_EQ(CodesOf(*PolicyOf("option " + name + "\n")),
              code < "113100" ? "" : "113100 " + code + " ")
        << name;
  }
}

TEST(Options, SayWhatBecameOfDates) {
  EXPECT_EQ(TemporalOf(*PolicyOf("")), "REMOVED");
  EXPECT_EQ(TemporalOf(*PolicyOf("option retain-device-identity\n")),
            "REMOVED");
  EXPECT_EQ(TemporalOf(*PolicyOf("option retain-longitudinal-full-dates\n")),
            "UNMODIFIED");
  EXPECT_EQ(TemporalOf(*PolicyOf(kTemporal)), "MODIFIED");
  EXPECT_EQ(TemporalOf(*PolicyOf("shift StudyDate\n")), "MODIFIED");
  EXPECT_EQ(TemporalOf(*PolicyOf("truncate-date StudyDate to year\n")),
            "MODIFIED");
  EXPECT_EQ(TemporalOf(*PolicyOf(std::string(kTemporal) + "keep StudyDate\n")),
            "UNMODIFIED");
  EXPECT_EQ(TemporalOf(*PolicyOf("keep PatientBirthDate\n")), "REMOVED");
  EXPECT_EQ(TemporalOf(*PolicyOf("set DeviceID = StudyDate\n")), "UNMODIFIED");
}

TEST(Options, AreNamedInTheMethodInValuesOfTheirVr) {
  const auto policy = PolicyOf(
      "option retain-safe-private\noption retain-uids\n"
      "option retain-device-identity\noption retain-institution-identity\n"
      "option retain-patient-characteristics\n"
      "option retain-longitudinal-modified-dates\n"
      "option clean-descriptors\noption clean-structured-content\n"
      "option clean-graphics\nset PatientComments = \"teaching case\"\n");
  std::string rest = policy->method();
  std::vector<std::string> values;
  for (std::size_t cut = 0; cut != std::string::npos;) {
    cut = rest.find('\\');
    values.push_back(rest.substr(0, cut));
    EXPECT_LE(values.back().size(), 64u) << values.back();
    if (cut != std::string::npos) rest.erase(0, cut + 1);
  }
  EXPECT_TRUE(values[0].ends_with(" PS3.15 2026d Basic, site rules " +
                                  policy->fingerprint().substr(0, 8)))
      << values[0];
  const std::vector<std::string> want = {
      "with retain-safe-private, retain-uids, retain-device-identity",
      "with retain-institution-identity, retain-patient-characteristics",
      "with retain-longitudinal-modified-dates, clean-descriptors",
      "with clean-structured-content, clean-graphics"};
  values.erase(values.begin());
  EXPECT_EQ(values, want);
  EXPECT_EQ(policy->Compile(kCt)->table().marks.method, policy->method());
}

TEST(Options, ShiftingSealsOutputsAndNothingElseDoes) {
  const auto sealed = [](const std::string& rules) {
    return PolicyOf(rules)->Compile(kCt)->table().marks.sealed;
  };
  EXPECT_FALSE(sealed(""));
  EXPECT_FALSE(
      sealed("option retain-longitudinal-full-dates\n"
             "option clean-descriptors\nkeep StudyDate\n"));
  EXPECT_TRUE(sealed(kTemporal));
  EXPECT_TRUE(sealed("shift StudyDate\n"));
  EXPECT_TRUE(sealed("replace StudyID with \"{this}-x\"\n"));
  EXPECT_TRUE(sealed("replace PatientAge with age\n"));
  EXPECT_FALSE(sealed("profile none\nreplace PatientAge with age\n"));
  EXPECT_TRUE(
      sealed("profile none\nempty PatientBirthDate\n"
             "replace PatientAge with age\n"));
  const auto compiled = PolicyOf(kTemporal)->Compile(kCt);
  EXPECT_TRUE(compiled->table().dates.moves);
  EXPECT_FALSE(PolicyOf("")->Compile(kCt)->table().dates.moves);
}

TEST(Options, CleaningHasAVocabulary) {
  EXPECT_EQ(PolicyOf("")->Compile(kCt)->table().vocabulary, nullptr);
  for (const char* rules :
       {"option clean-descriptors\n", "clean StudyDescription\n",
        "option retain-device-identity\n"}) {
    EXPECT_NE(PolicyOf(rules)->Compile(kCt)->table().vocabulary, nullptr)
        << rules;
  }
}

TEST(Options, NamesOfPeopleAndPlacesMayNotStayInCleanedText) {
  const auto identifying = [](const Policy& policy, Tag tag) {
    const auto compiled = policy.Compile(kCt);
    return FindRule(compiled->table(), tag)->identifier !=
           IdentifierKind::kNone;
  };
  const auto policy = PolicyOf("option clean-descriptors\n");
  for (Tag tag :
       {tags::kPatientName, tags::kPatientId, Tag(0x0008, 0x0080),
        Tag(0x0008, 0x0090), Tag(0x0008, 0x1010), Tag(0x0010, 0x1040)}) {
    EXPECT_TRUE(identifying(*policy, tag)) << RuleTagText(tag);
  }
  // Descriptors, numbers, what stays anyway, other free text.
  for (Tag tag :
       {Tag(0x0008, 0x103E), Tag(0x0010, 0x1020), tags::kModality,
        Tag(0x0008, 0x0070), Tag(0x4000, 0x4000), Tag(0x0018, 0x1030)}) {
    EXPECT_FALSE(identifying(*policy, tag)) << RuleTagText(tag);
  }
  const auto kept = PolicyOf("option retain-institution-identity\n");
  EXPECT_FALSE(identifying(*kept, Tag(0x0008, 0x0080)));
  const auto none = PolicyOf("profile none\nclean StudyDescription\n");
  EXPECT_TRUE(identifying(*none, tags::kPatientName));
}

TEST(Options, ProfileNoneKeepsAllAndClaimsNothing) {
  const auto policy = PolicyOf("profile none\nempty PatientName\n");
  const auto compiled = policy->Compile(kCt);
  const RuleTable& table = compiled->table();
  EXPECT_TRUE(table.keeps_unlisted);
  EXPECT_EQ(table.marks.method, "");
  EXPECT_TRUE(table.marks.method_codes.empty());
  for (const Rule& rule : table.attributes.rules) {
    ASSERT_EQ(rule.at_top, Action::kKeep) << RuleTagText(rule.tag);
    ASSERT_EQ(rule.unknown, Action::kKeep) << RuleTagText(rule.tag);
  }
  EXPECT_FALSE(PolicyOf("")->Compile(kCt)->table().keeps_unlisted);
}

TEST(Options, EverythingThatChangesOutputsChangesTheFingerprint) {
  const std::map<std::string, std::string> files = {
      {"a.tsv", "private_creator\ttag\nACME\t(0019,xx10)\n"},
      {"b.tsv", "private_creator\ttag\nACME\t(0019,xx11)\n"},
      {"one.csv", "1,2\n"},
      {"two.csv", "1,3\n"},
      {"words.txt", "pixie\n"}};
  const std::vector<std::string> rules = {
      "",
      "profile none\n",
      "option clean-descriptors\n",
      "option clean-descriptors except SeriesDescription\n",
      "option clean-descriptors\nvocabulary \"words.txt\"\n",
      "option clean-structured-content\n",
      "option retain-safe-private\n",
      "option retain-safe-private except (xxxx,\"ELSCINT1\",xx)\n",
      "option retain-safe-private\nsafe-private \"a.tsv\"\n",
      "option retain-safe-private\nsafe-private \"b.tsv\"\n",
      "option retain-safe-private\ntrust private-characteristics\n",
      kTemporal,
      std::string(kTemporal) + "date-shift-range 30..40\n",
      "keep StudyDate\n",
      "keep SeriesDate\n",
      "param site \"a\"\nreplace StudyID with site\n",
      "param site \"b\"\nreplace StudyID with site\n",
      "replace PatientID with lookup \"one.csv\" PatientID\n",
      "replace PatientID with lookup \"two.csv\" PatientID\n",
      "uid-root 1.2.3\n",
  };
  std::map<std::string, std::string> seen;
  for (const std::string& text : rules) {
    const std::string fingerprint = PolicyOf(text, files)->fingerprint();
    EXPECT_EQ(fingerprint, PolicyOf(text, files)->fingerprint()) << text;
    EXPECT_EQ(fingerprint.size(), 16u);
    const auto [known, is_new] = seen.emplace(fingerprint, text);
    EXPECT_TRUE(is_new) << text << " is as\n" << known->second;
  }
}

// A site may do more than the profile, and whatever it likes where the profile
// has nothing to say; where it does less, nobody may claim the profile.
TEST(Claims, FallWithStatementsThatLeaveMore) {
  const struct {
    const char* rules;
    const char* codes;
  } cases[] = {
      {"keep StudyDate\n", ""},
      {"keep StudyDate where Modality = \"CT\"\n", ""},
      {"keep /StudyDate\n", ""},
      {"shift vr DA\n", ""},
      {"clean StudyDescription\n", ""},
      {"replace PatientID with this\n", ""},
      {"replace PatientID with upper(AccessionNumber)\n", ""},
      {"replace PatientID with \"{StudyDate}\"\n", ""},
      {"append StudyID with \"x\"\n", ""},
      {"replace PatientID with lookup \"t.csv\" PatientID else keep\n", ""},
      {"keep (0029,\"ACME\",10)\n", ""},
      {"keep private\n", ""},
      {"set PatientComments = \"{PatientName}\"\n", ""},
      {"replace Manufacturer with PatientID\n", ""},
      {"set DeviceID = trim(StudyDate)\n", ""},
      {"set DeviceID = (0029,\"ACME\",10)\n", ""},
      {"set DeviceID = hash(PatientID, 8)\n", "113100 "},
      // Its items are gone through, as under its own X/Z/U*.
      {"keep SourceImageSequence\n", "113100 "},
      {"set DeviceID = StudyInstanceUID\noption retain-uids\n",
       "113100 113110 "},
      {"set DeviceID = StudyDate\n"
       "option retain-longitudinal-modified-dates\n",
       ""},
      {"set PatientComments = \"teaching case\"\n", "113100 "},
      {"replace PatientID with pseudonym \"X-\"\n", "113100 "},
      {"replace PatientID with \"{hash(this, 8)}-{Modality}\"\n", "113100 "},
      {"replace PatientID with lookup \"t.csv\" PatientID\n", "113100 "},
      {"replace PatientAge with age\n", ""},
      {"set PatientComments = \"{age}\"\n", ""},
      {"option retain-patient-characteristics\n"
       "replace PatientAge with age\n",
       "113100 113108 "},
      {"replace PatientAge with hash(age, 4)\n", "113100 "},
      {"remove StudyDate\n", "113100 "},
      {"uid //ReferencedImageSequence\n", "113100 "},
      {"keep ManufacturerModelName\n", "113100 "},
      {"keep unknown\n", "113100 "},
      {"remove private\n", "113100 "},
      {"skip where Modality = \"SR\"\n", "113100 "},
      // With options: what they keep may be kept, what they clean may not.
      {"option retain-uids\nkeep StudyInstanceUID\n", "113100 113110 "},
      {"option clean-descriptors\nkeep SeriesDescription\n", ""},
      {"option clean-descriptors\nclean SeriesDescription\n", "113100 113105 "},
      {"option clean-descriptors\noption retain-uids\n"
       "keep SeriesDescription\n",
       "113110 "},
      {"option retain-longitudinal-modified-dates\nshift StudyDate\n",
       "113100 113107 "},
      {"option retain-longitudinal-modified-dates\nkeep StudyDate\n", ""},
      {"option retain-safe-private\nkeep (0029,\"ACME\",10)\n",
       "113100 113111 "},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(CodesOf(*PolicyOf(c.rules, {{"t.csv", "1,2\n"}})), c.codes)
        << c.rules;
  }
}

TEST(SitePrograms, ReachTheirAttributesThroughChains) {
  const auto policy = PolicyOf(
      "option retain-safe-private\n"
      "empty StudyDate where Modality = \"CT\"\n"
      "empty SeriesDate where Modality = \"CT\"\n"
      "keep (0029,\"ACME\",10)\n"
      "remove (0019,\"SIEMENS MR HEADER\",0C)\n"
      "remove private where Modality = \"CT\"\n"
      "set PatientComments = \"x\"\n");
  const auto compiled = policy->Compile(kCt);
  const RuleTable& table = compiled->table();
  const std::uint32_t chain = FindRule(table, tags::kStudyDate)->chain;
  ASSERT_NE(chain, 0u);
  EXPECT_EQ(table.site.chains[chain], 0);
  EXPECT_EQ(table.site.chains[chain + 1], SiteTable::kEndOfChain);
  EXPECT_NE(FindRule(table, Tag(0x0008, 0x0021))->chain, chain);
  EXPECT_EQ(FindRule(table, tags::kModality)->chain, 0u);
  EXPECT_NE(table.site.private_chain, 0u);
  EXPECT_EQ(table.site.sets.size(), 1u);
  EXPECT_TRUE(table.site.program == policy->site());
  int named = 0;
  for (const PrivateRule& rule : table.privates.slots) {
    if (rule.creator == PrivateRule::kAny) continue;
    EXPECT_NE(rule.chain, 0u);  // "private" means them all
    const std::string_view creator = table.privates.creators[rule.creator];
    if (creator == "ACME") {
      EXPECT_EQ(rule.action, Action::kRemove);
      EXPECT_EQ(rule.group, 0x0029);
      EXPECT_EQ(rule.element, 0x10);
      ++named;
    }
    if (creator == "SIEMENS MR HEADER" && rule.element == 0x0C) {
      EXPECT_EQ(rule.action, Action::kKeep);
      EXPECT_NE(rule.chain, table.site.private_chain);
      ++named;
    }
  }
  EXPECT_EQ(named, 2);
}

// Basic has no chains, contents or private rows to be looked through.
TEST(SitePrograms, CostNothingWhereThereIsNone) {
  const auto compiled = PolicyOf("")->Compile(kCt);
  const RuleTable& table = compiled->table();
  EXPECT_TRUE(table.privates.creators.empty());
  EXPECT_TRUE(table.privates.slots.empty());
  EXPECT_TRUE(table.content.rules.empty());
  EXPECT_TRUE(table.site.statements.empty());
  EXPECT_EQ(table.site.program, nullptr);
  EXPECT_EQ(table.recipients, nullptr);
  EXPECT_EQ(table.site.private_chain, 0u);
  EXPECT_EQ(table.site.unknown_chain, 0u);
  for (const Rule& rule : table.attributes.rules) ASSERT_EQ(rule.chain, 0u);
}

}  // namespace
}  // namespace dcmscrub
