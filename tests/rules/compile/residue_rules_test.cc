// What policies say of the search for residue: which values are searched for
// under which option, which words count, what a site adds.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "kernels/match/tag_matcher.h"
#include "kernels/search/residue_patterns.h"
#include "kernels/text/letters.h"
#include "rules/compile/policy.h"
#include "rules/compile/vocabulary.h"
#include "rules/language/keywords.h"
#include "rules/language/residue_words.h"
#include "rules/parse/identifier_file.h"
#include "rules/standard/standard.h"
#include "tests/support/policy_text.h"

namespace dcmscrub {
namespace {

constexpr char kCt[] = "1.2.840.10008.5.1.4.1.1.2";

// Of the attributes with these keywords: name, text, date, uid or - each.
std::string Kinds(const Policy& policy,
                  const std::vector<std::string_view>& keywords) {
  static constexpr std::string_view kNames[] = {"-", "name", "text", "date",
                                                "uid"};
  const auto compiled = policy.Compile(kCt);
  std::string kinds;
  for (const std::string_view keyword : keywords) {
    const auto row = std::ranges::find_if(
        StandardDictionary(), [&](const DictionaryRow& entry) {
          return StandardText(entry.keyword) == keyword;
        });
    if (row == StandardDictionary().end()) return std::string(keyword);
    const Rule* const rule = FindRule(compiled->table(), row->tag);
    if (!kinds.empty()) kinds += ' ';
    kinds += kNames[static_cast<std::size_t>(rule->identifier)];
  }
  return kinds;
}

TEST(ResidueRules, TellWhatValuesIdentifyByUnderEachOption) {
  const struct {
    const char* rules;
    std::vector<std::string_view> keywords;
    const char* kinds;
  } kCases[] = {
      {"",
       {"PatientName", "ReferringPhysicianName", "OperatorsName", "PatientID",
        "AccessionNumber", "PatientAddress", "PatientTelephoneNumbers"},
       "name name name text text text text"},
      {"",
       {"InstitutionName", "InstitutionalDepartmentName", "StationName",
        "DeviceSerialNumber", "PatientBirthDate", "StudyInstanceUID",
        "SOPInstanceUID", "FrameOfReferenceUID"},
       "text text text text date uid uid uid"},
      {"",
       {"StudyDate", "ContentDate", "AcquisitionDateTime"},
       "date date date"},
      // Descriptors, times, numbers, what stays.
      {"",
       {"StudyDescription", "ProtocolName", "PatientComments", "StudyTime",
        "PatientBirthTime", "PatientAge", "PatientSize", "Modality",
        "SOPClassUID", "Manufacturer", "TextComments"},
       "- - - - - - - - - - -"},
      {"option retain-institution-identity\n",
       {"InstitutionName", "InstitutionAddress", "InstitutionalDepartmentName",
        "PatientAddress"},
       "- - - text"},
      {"option retain-device-identity\n",
       {"DeviceSerialNumber", "StationName", "InstitutionName"},
       "- - text"},
      {"option retain-uids\n",
       {"StudyInstanceUID", "SOPInstanceUID", "PatientID"},
       "- - text"},
      {"option retain-uids except StudyInstanceUID\n",
       {"StudyInstanceUID", "SOPInstanceUID"},
       "uid -"},
      {"option retain-longitudinal-full-dates\n",
       {"StudyDate", "PatientBirthDate"},
       "- date"},
      {"option retain-longitudinal-modified-dates\n",
       {"StudyDate", "PatientBirthDate"},
       "date date"},
      {"option retain-patient-characteristics\n",
       {"PatientAge", "PatientSex", "PatientName", "PatientID"},
       "- - name text"},
      {"option clean-descriptors\noption clean-structured-content\n"
       "option clean-graphics\n",
       {"StudyDescription", "PatientName", "ContentSequence", "TextValue"},
       "- name - -"},
      {"option retain-safe-private\n",
       {"PatientName", "PatientID"},
       "name text"},
      // What statements have go goes, whatever options keep.
      {"option retain-institution-identity\nremove InstitutionName\n",
       {"InstitutionName", "InstitutionAddress"},
       "text -"},
      {"option retain-uids\nuid StudyInstanceUID\n",
       {"StudyInstanceUID", "SOPInstanceUID"},
       "uid -"},
      {"option retain-institution-identity\nkeep InstitutionName\n",
       {"InstitutionName"},
       "-"},
      // What the table lacks names nobody.
      {"remove Modality, ManufacturerModelName\n",
       {"Modality", "ManufacturerModelName"},
       "- -"},
      {"profile none\nempty PatientName\nuid StudyInstanceUID\n",
       {"PatientName", "StudyInstanceUID", "StudyDescription"},
       "name uid -"},
  };
  for (const auto& a_case : kCases) {
    EXPECT_EQ(Kinds(*PolicyOf(a_case.rules), a_case.keywords), a_case.kinds)
        << a_case.rules;
  }
}

// A name is one wherever it stands, and a UID that is replaced one as well.
TEST(ResidueRules, MissNoNameAndNoUidOfTheProfile) {
  const auto policy = PolicyOf("");
  const auto compiled = policy->Compile(kCt);
  for (const Rule& rule : compiled->table().attributes.rules) {
    const bool goes =
        rule.unknown != Action::kKeep && rule.unknown != Action::kClean;
    const Profile::Row* const row = policy->profile().Find(rule.tag);
    if (!goes || row == nullptr || row->descriptor) continue;
    if (rule.vr == Vr::kPN) {
      EXPECT_EQ(rule.identifier, IdentifierKind::kName)
          << RuleTagText(rule.tag);
    }
    if (rule.vr == Vr::kUI && rule.unknown == Action::kUid) {
      EXPECT_EQ(rule.identifier, IdentifierKind::kUid) << RuleTagText(rule.tag);
    }
  }
}

TEST(ResidueRules, ListsAreFoldedAndAscending) {
  const auto words = ResidueCommonWords();
  EXPECT_TRUE(std::ranges::is_sorted(words));
  EXPECT_EQ(std::ranges::adjacent_find(words), words.end());
  for (const std::string_view word : words) {
    std::string folded;
    AppendFolded(word, folded);
    EXPECT_EQ(word, folded);
  }
  for (const std::string_view word :
       {"hospital", "anonymized", "anon", "universitat", "universitaet"}) {
    EXPECT_TRUE(std::ranges::binary_search(words, word)) << word;
  }
}

TEST(ResidueRules, WordsAreRunsOfLettersAndDigits) {
  const std::vector<std::string_view> kWords = {"ST", "Elsewhere", "4711"};
  EXPECT_EQ(WordsOf("ST. Elsewhere/4711 "), kWords);
  EXPECT_TRUE(WordsOf(" -/ ").empty());
  EXPECT_EQ(CountWordCharacters("A-1 b"), 3);
  std::vector<std::string> spellings;
  AppendSpellings("MÜLLER", spellings);
  EXPECT_EQ(spellings, (std::vector<std::string>{"muller", "mueller"}));
}

TEST(ResidueRules, TablesSayWhatCounts) {
  const auto plain = PolicyOf("");
  const auto compiled = plain->Compile(kCt);
  const RuleTable& basic = compiled->table();
  EXPECT_TRUE(basic.residue.searches);
  EXPECT_TRUE(plain->searches());
  EXPECT_EQ(basic.residue.words.shortest, 3);
  EXPECT_NE(basic.residue.words.common, nullptr);
  EXPECT_EQ(basic.residue.words.ignored.data(), ResidueCommonWords().data());
  EXPECT_EQ(basic.residue.sought, nullptr);

  const auto site = PolicyOf(
      "residue shortest 5\nresidue ignore \"Jäger\", \"QUAGMIRE\"\n"
      "residue allow ProtocolName, *Comments\n"
      "residue search \"ST ELSEWHERE\"\n");
  const auto table = site->Compile(kCt);
  const ResidueWords& words = table->table().residue.words;
  EXPECT_EQ(words.shortest, 5);
  EXPECT_TRUE(std::ranges::is_sorted(words.ignored));
  for (const std::string_view word :
       {"jager", "jaeger", "quagmire", "hospital"}) {
    EXPECT_TRUE(std::ranges::binary_search(words.ignored, word)) << word;
  }
  EXPECT_TRUE(FindRule(table->table(), Tag(0x0018, 0x1030))->may_hold_residue);
  EXPECT_TRUE(FindRule(table->table(), Tag(0x0020, 0x4000))->may_hold_residue);
  EXPECT_FALSE(FindRule(table->table(), Tag(0x0008, 0x1030))->may_hold_residue);
  ASSERT_NE(table->table().residue.sought, nullptr);
  std::vector<TextRange> found;
  EXPECT_TRUE(
      table->table().residue.sought->FindInText("seen at St.Elsewhere", found));
}

TEST(ResidueRules, OffEndsTheSearch) {
  const auto policy = PolicyOf("residue off\nresidue search \"ELSEWHERE\"\n");
  EXPECT_FALSE(policy->searches());
  EXPECT_FALSE(policy->Compile(kCt)->table().residue.searches);
  EXPECT_EQ(policy->Compile(kCt)->table().residue.sought, nullptr);
}

TEST(ResidueRules, KnowFixedTextOfRules) {
  const struct {
    const char* rule;
    bool constant;
  } kCases[] = {
      {"set PatientComments = \"case\"", true},
      {"param site \"WEST\"\nset PatientComments = \"case of {site}\"", true},
      {"replace StudyID with upper(\"a\") + \"b\"", true},
      {"replace StudyID with hash(\"a\", 8)", true},
      {"append StudyID with \"b\"", false},
      {"replace StudyID with this", false},
      {"replace StudyID with \"{Modality}\"", false},
      {"replace StudyID with hash(PatientID, 8)", false},
      {"replace StudyID with pseudonym \"P-\"", false},
      {"replace StudyID with lookup \"t.csv\" PatientID", false},
      {"truncate-date StudyDate to year", false},
      {"remove StudyID", false},
  };
  for (const auto& a_case : kCases) {
    const auto policy =
        PolicyOf(std::string(a_case.rule) + "\n", {{"t.csv", "1,2\n"}});
    const auto compiled = policy->Compile(kCt);
    ASSERT_FALSE(compiled->table().site.statements.empty()) << a_case.rule;
    EXPECT_EQ(compiled->table().site.statements.back().constant,
              a_case.constant)
        << a_case.rule;
  }
}

// "line: message" of each.
std::string MistakesOf(const std::string& list) {
  PolicySource source;
  source.identifiers = {"list.txt"};
  source.read = [&](const std::string&, std::string&) {
    return std::optional(list);
  };
  std::vector<Diagnostic> diagnostics;
  const auto policy = Policy::Make(source, diagnostics);
  EXPECT_EQ(policy == nullptr,
            std::ranges::any_of(diagnostics, [](const Diagnostic& one) {
              return one.severity == Diagnostic::Severity::kError;
            }));
  std::string text;
  for (const Diagnostic& one : diagnostics) text += one.message + "\n";
  return text;
}

TEST(IdentifierFiles, HoldTextsNamesDatesAndUids) {
  std::vector<IdentifierLine> lines;
  std::vector<IdentifierFileError> errors;
  ReadIdentifierFile(
      "\xEF\xBB\xBF# ours\r\n\r\n  4711 Elsewhere Street  # the old one\r\n"
      "name: Quagmire, Glenn\nName: Pewterschmidt^Lois\n"
      "date: 1961-03-12\ndate: 19610312\nuid: 1.2.3.4.5.6\n"
      "text: note: 4711#12\n12:30 o'clock",
      lines, errors);
  EXPECT_TRUE(errors.empty());
  const struct {
    int line;
    IdentifierKind kind;
    std::string value;
  } kWant[] = {
      {3, IdentifierKind::kText, "4711 Elsewhere Street"},
      {4, IdentifierKind::kName, "Quagmire^Glenn"},
      {5, IdentifierKind::kName, "Pewterschmidt^Lois"},
      {6, IdentifierKind::kDate, "19610312"},
      {7, IdentifierKind::kDate, "19610312"},
      {8, IdentifierKind::kUid, "1.2.3.4.5.6"},
      {9, IdentifierKind::kText, "note: 4711#12"},
      {10, IdentifierKind::kText, "12:30 o'clock"},
  };
  ASSERT_EQ(lines.size(), std::size(kWant));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    EXPECT_EQ(lines[i].line, kWant[i].line);
    EXPECT_EQ(lines[i].kind, kWant[i].kind) << kWant[i].value;
    EXPECT_EQ(lines[i].value, kWant[i].value);
  }
}

TEST(IdentifierFiles, SayWhichLineIsWrongAndNotWhatItSays) {
  const struct {
    std::string line;
    const char* says;
  } kCases[] = {
      {"QU1", "too short"},
      {"date: 12.3.1961", "no date"},
      {"date: 1961-02-30", "no date"},
      {"date:", "no date"},
      {"uid: 1.2.x", "no UID"},
      {"uid: 1.2.840.10008", "Standard's"},
      {"uid: 1.2.840.10008.5.1.4", "Standard's"},
      {"uid: 1.2.840", "Standard's"},
      {"uid: 2.25", "too many"},
      {"uid: 1.2.3", "nothing of this"},
      {"name: Q", "nothing of this"},
      {"name: ", "nothing of this"},
      {"Anonymous", "nothing of this"},
      {"person: Quagmire", "no such kind"},
      {"Quagm\xFCre", "not UTF-8"},
      {std::string(200, 'Q'), "too long"},
  };
  for (const auto& a_case : kCases) {
    const std::string text = MistakesOf("# one\n" + a_case.line + "\n");
    EXPECT_TRUE(text.starts_with("--identifiers list.txt line 2: ")) << text;
    EXPECT_NE(text.find(a_case.says), std::string::npos) << text;
    EXPECT_EQ(text.find("Qu"), std::string::npos) << text;
    EXPECT_EQ(std::ranges::count(text, '\n'), 1) << text;
  }
  for (const std::string& list :
       {std::string("Quag\0mire", 9), std::string("\xFF\xFEQ\0", 4),
        std::string("# one\n-----BEGIN PRIVATE KEY-----\nQuagmire\n")}) {
    EXPECT_TRUE(
        MistakesOf(list).starts_with("--identifiers list.txt line 1: this is "))
        << MistakesOf(list);
  }
  for (const char* const list : {"", "\n", "# nothing\n\n"}) {
    EXPECT_EQ(MistakesOf(list),
              "--identifiers list.txt: there is none in it\n");
  }
}

TEST(IdentifierFiles, AreSearchedForInEveryObject) {
  PolicySource source;
  source.identifiers = {"one", "two"};
  source.read = [&](const std::string& path, std::string&) {
    return std::optional<std::string>(
        path == "one" ? "name: Quagmire, Glenn\nuid: 1.2.3.4.5.6\n"
                      : "date: 1961-03-12\nElsewhere Street 12\n");
  };
  std::vector<Diagnostic> diagnostics;
  const auto policy = Policy::Make(source, diagnostics);
  ASSERT_NE(policy, nullptr);
  const auto compiled = policy->Compile(kCt);
  const ResiduePatterns* const sought = compiled->table().residue.sought;
  ASSERT_NE(sought, nullptr);
  for (const std::string_view text :
       {"dr quagmire", "GLENN QUAGMIRE", "1.2.3.4.5.6.7", "12-MAR-1961",
        "elsewhere street 12"}) {
    std::vector<TextRange> found;
    EXPECT_TRUE(sought->FindInText(text, found)) << text;
  }
  std::vector<TextRange> found;
  EXPECT_FALSE(sought->FindInText("T2 TSE HEAD 1.2.3.4.5.67", found));
}

TEST(ResidueRules, EachChangesTheFingerprint) {
  const auto of = [](const std::string& rules,
                     std::vector<std::string> lists = {}) {
    ParseInput input;
    input.name = "rules";
    input.text = "dcmscrub 1\n" + rules;
    PolicySource source;
    source.file = ParseRules(input).file;
    source.identifiers = lists;  // their content
    source.read = [](const std::string& path, std::string&) {
      return std::optional(path);
    };
    std::vector<Diagnostic> diagnostics;
    const auto policy = Policy::Make(source, diagnostics);
    EXPECT_NE(policy, nullptr) << rules;
    return policy == nullptr ? "" : policy->fingerprint();
  };
  const std::vector<std::string> fingerprints = {
      of(""),
      of("residue off\n"),
      of("residue shortest 2\n"),
      of("residue shortest 4\n"),
      of("residue ignore \"QUAGMIRE\"\n"),
      of("residue search \"QUAGMIRE\"\n"),
      of("residue ignore \"QUAGMIRE\", \"GLENN\"\n"),
      of("residue allow ProtocolName\n"),
      of("residue allow StudyDescription\n"),
      of("", {"Quagmire"}),
      of("", {"Pewterschmidt"}),
      of("", {"Quagmire", "Pewterschmidt"}),
  };
  for (std::size_t i = 0; i < fingerprints.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      EXPECT_NE(fingerprints[i], fingerprints[j]) << i << " " << j;
    }
  }
  EXPECT_EQ(of("residue allow ProtocolName\n"),
            of("residue allow (0018,1030)\n"));
}

TEST(ResidueRules, RefuseToSearchForCommonWords) {
  ParseInput input;
  input.name = "rules";
  input.text = "dcmscrub 1\nresidue search \"ELSEWHERE\", \"Anonymous\"\n";
  PolicySource source;
  source.file = ParseRules(input).file;
  std::vector<Diagnostic> diagnostics;
  EXPECT_EQ(Policy::Make(source, diagnostics), nullptr);
  ASSERT_EQ(diagnostics.size(), 1u);
  EXPECT_EQ(diagnostics[0].span.line, 2u);
  EXPECT_EQ(diagnostics[0].span.column, 29u);
}

}  // namespace
}  // namespace dcmscrub
