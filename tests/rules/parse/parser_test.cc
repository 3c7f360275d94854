// Lines of the rule language and what they mean.
#include "rules/parse/parser.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "rules/language/option_names.h"
#include "rules/language/verb.h"
#include "rules/standard/standard.h"
#include "tests/rules/parse/parsed_text.h"

namespace dcmscrub {
namespace {

using Kind = AttributePattern::Kind;
using Verb = Statement::Verb;

// Of one statement that is right.
Statement One(const std::string& line) {
  const ParseResult result = Parse("dcmscrub 1\n" + line + "\n");
  EXPECT_EQ(Render(result), "") << line;
  if (result.file.statements.size() != 1) {
    ADD_FAILURE() << line;
    return {};
  }
  return result.file.statements[0];
}

Selector OneSelector(const std::string& text) {
  const Statement statement = One("remove " + text);
  EXPECT_EQ(statement.selectors.size(), 1U) << text;
  return statement.selectors.empty() ? Selector{} : statement.selectors[0];
}

Value OneValue(const std::string& text) {
  return One("replace PatientComments with " + text).value.value_or(Value{});
}

Condition OneCondition(const std::string& text) {
  return One("skip where " + text).where.value_or(Condition{});
}

TEST(Parser, ReadsTheExampleOfTheDesign) {
  const ParseResult result = Parse(R"(dcmscrub 1      # language version
profile basic                                # the standard's
option  clean-descriptors except SeriesDescription
option  retain-longitudinal-modified-dates
param   site                                 # given on the command line

keep    ManufacturerModelName
empty   PatientName
remove  (0018,xxxx) vr LO
remove  //ReferencedPatientSequence          # any depth;  a/b  is a fixed path
replace PatientID   with pseudonym "P-"
replace StudyID     with "{site}-{hash(StudyID, 8)}"
replace ClinicalTrialSubjectID with lookup "subjects.csv" PatientID else quarantine
shift   vr DA, DT, TM                        # keyed, one offset a patient
keep    (0029,"SIEMENS CSA HEADER",10)       # private: by creator
set     PatientComments = "teaching case"    # adds it
skip    where Modality = "SR"                # not written, counted
quarantine where BurnedInAnnotation = "YES" and not ImageType contains "DERIVED"
)",
                                   {{"site", "ZH"}});
  EXPECT_EQ(Render(result), "");
  EXPECT_TRUE(result.ok());
  ASSERT_EQ(result.file.statements.size(), 12U);
  EXPECT_EQ(result.file.options.size(), 2U);
  EXPECT_EQ(result.file.params.at("site"), "ZH");
  const Statement& study_id = result.file.statements[5];
  EXPECT_EQ(study_id.source_line,
            R"(replace StudyID     with "{site}-{hash(StudyID, 8)}")");
  ASSERT_EQ(study_id.value->kind, Value::Kind::kConcat);
  EXPECT_EQ(study_id.value->arguments[0].text, "ZH-");
  EXPECT_EQ(study_id.value->arguments[1].kind, Value::Kind::kHash);
  EXPECT_EQ(study_id.value->arguments[1].number, 8);
}

TEST(Parser, ReadsEveryVerb) {
  const struct {
    const char* line;
    Verb verb;
  } kCases[] = {
      {"keep Modality", Verb::kKeep},
      {"remove Modality", Verb::kRemove},
      {"empty Modality", Verb::kEmpty},
      {"dummy Modality", Verb::kDummy},
      {"uid StudyInstanceUID", Verb::kUid},
      {"shift StudyDate", Verb::kShift},
      {"clean StudyDescription", Verb::kClean},
      {"cap-age PatientAge", Verb::kCapAge},
      {"truncate-date StudyDate to month", Verb::kTruncateDate},
      {"replace StudyID with \"x\"", Verb::kReplace},
      {"append ImageComments with \"x\"", Verb::kAppend},
      {"set StudyID = \"x\"", Verb::kSet},
      {"label StudyID = \"x\"", Verb::kLabel},
      {"skip where Rows > 5", Verb::kSkip},
      {"quarantine where Rows > 5", Verb::kQuarantine},
      {"tag \"x\" where Rows > 5", Verb::kTag},
  };
  std::set<Verb> verbs;
  for (const auto& a_case : kCases) {
    EXPECT_EQ(One(a_case.line).verb, a_case.verb) << a_case.line;
    verbs.insert(a_case.verb);
  }
  EXPECT_EQ(verbs.size(), kVerbs.size());
}

// Rule files are older than the word.
TEST(Parser, AParameterMayBeCalledAge) {
  const Statement age = One("replace PatientAge with age");
  EXPECT_EQ(age.value->kind, Value::Kind::kAge);
  EXPECT_EQ(age.value->miss, Value::Miss::kEmpty);
  EXPECT_EQ(One("replace PatientAge with age else quarantine").value->miss,
            Value::Miss::kQuarantine);
  const ParseResult result =
      Parse("dcmscrub 1\nparam age \"045Y\"\nreplace PatientAge with age\n");
  EXPECT_EQ(Render(result), "");
  ASSERT_EQ(result.file.statements.size(), 1U);
  EXPECT_EQ(result.file.statements[0].value->kind, Value::Kind::kText);
  EXPECT_EQ(result.file.statements[0].value->text, "045Y");
}

TEST(Parser, ReadsEveryOption) {
  for (int i = 0; i < kOptionCount; ++i) {
    const auto option = static_cast<Option>(i);
    const ParseResult result =
        Parse("dcmscrub 1\noption " + std::string(OptionName(option)) + "\n");
    EXPECT_TRUE(result.ok()) << OptionName(option);
    ASSERT_EQ(result.file.options.size(), 1U) << OptionName(option);
    EXPECT_EQ(result.file.options[0].option, option);
  }
}

TEST(Parser, TellsWhatSelectorsMean) {
  const struct {
    const char* text;
    Kind kind;
    std::uint32_t tag, mask;
  } kCases[] = {
      {"PatientName", Kind::kTag, 0x00100010, 0xFFFFFFFF},
      {"(0010,0010)", Kind::kTag, 0x00100010, 0xFFFFFFFF},
      {"00100010", Kind::kTag, 0x00100010, 0xFFFFFFFF},
      {"(0018,xxxx)", Kind::kTag, 0x00180000, 0xFFFF0000},
      {"0010xxxx", Kind::kTag, 0x00100000, 0xFFFF0000},
      {"(0018,11XX)", Kind::kTag, 0x00181100, 0xFFFFFF00},
      {"OverlayData", Kind::kTag, 0x60003000, 0xFFE1FFFF},
      {"(60xx,3000)", Kind::kTag, 0x60003000, 0xFFE1FFFF},
      {"(50xx,xxxx)", Kind::kTag, 0x50000000, 0xFFE10000},
      {"group 0019", Kind::kTag, 0x00190000, 0xFFFF0000},
      {"(0019,xxxx)", Kind::kTag, 0x00190000, 0xFFFF0000},
      {"group 0018", Kind::kTag, 0x00180000, 0xFFFF0000},
      {"(0029,\"ACME\",10)", Kind::kCreator, 0x00290010, 0xFFFF00FF},
      {"(0029,\"ACME\",xx)", Kind::kCreator, 0x00290000, 0xFFFF0000},
      {"(xxxx,\"ACME\",xx)", Kind::kCreator, 0, 0},
  };
  for (const auto& a_case : kCases) {
    const Selector selector = OneSelector(a_case.text);
    EXPECT_EQ(selector.attribute.kind, a_case.kind) << a_case.text;
    EXPECT_EQ(selector.attribute.tag.value, a_case.tag) << a_case.text;
    EXPECT_EQ(selector.attribute.mask, a_case.mask) << a_case.text;
    EXPECT_TRUE(selector.gap_before && selector.steps.empty()) << a_case.text;
  }
  EXPECT_EQ(OneSelector("private").attribute.kind, Kind::kPrivate);
  EXPECT_EQ(OneSelector("unknown").attribute.kind, Kind::kUnknown);
  EXPECT_EQ(OneSelector("all").attribute.kind, Kind::kAll);
  EXPECT_EQ(OneSelector("*").attribute.kind, Kind::kKnown);
  EXPECT_EQ(OneSelector("*Date").attribute.text, "*Date");
  EXPECT_EQ(OneSelector("(0029,\"A \\\"B\\\"\",10)").attribute.text, "A \"B\"");
}

TEST(Parser, TellsPathsFromNames) {
  EXPECT_FALSE(OneSelector("/PatientName").gap_before);
  EXPECT_TRUE(OneSelector("//PatientName").gap_before);

  const Selector fixed =
      OneSelector("ReferencedStudySequence/ReferencedSOPInstanceUID");
  ASSERT_EQ(fixed.steps.size(), 1U);
  EXPECT_FALSE(fixed.steps[0].gap_before);
  EXPECT_FALSE(fixed.steps[0].item.has_value());
  EXPECT_FALSE(fixed.gap_before);

  const Selector item =
      OneSelector("//ReferencedStudySequence[2]//ReferencedSOPInstanceUID");
  ASSERT_EQ(item.steps.size(), 1U);
  EXPECT_TRUE(item.steps[0].gap_before);
  EXPECT_EQ(item.steps[0].item, 2U);
  EXPECT_TRUE(item.gap_before);

  const Selector any = OneSelector("*/CodeValue");
  EXPECT_EQ(any.steps[0].sequence.kind, Kind::kKnown);
}

TEST(Parser, EndsListsOfVrsWhereAnotherSelectorBegins) {
  const Statement statement =
      One("remove vr DA, DT, PatientID, (0018,xxxx) vr "
          "LO, SH, private");
  ASSERT_EQ(statement.selectors.size(), 4U);
  EXPECT_EQ(statement.selectors[0].attribute.kind, Kind::kKnown);
  EXPECT_EQ(statement.selectors[0].vrs, (std::vector<Vr>{Vr::kDA, Vr::kDT}));
  EXPECT_TRUE(statement.selectors[1].vrs.empty());
  EXPECT_EQ(statement.selectors[2].vrs, (std::vector<Vr>{Vr::kLO, Vr::kSH}));
  EXPECT_EQ(statement.selectors[3].attribute.kind, Kind::kPrivate);
}

TEST(Parser, LeavesExceptionsToTheEndOfTheList) {
  const Statement statement = One("remove all except Modality, vr UI, private");
  ASSERT_EQ(statement.selectors.size(), 1U);
  EXPECT_EQ(statement.selectors[0].except.size(), 3U);
}

TEST(Parser, ReadsValues) {
  EXPECT_EQ(OneValue("\"a \\\"b\\\" \\{c\\} \\\\ \\t\"").text,
            "a \"b\" {c} \\ \t");
  EXPECT_EQ(OneValue("\"a\" + \"b\" + 5").text, "ab5");
  EXPECT_EQ(OneValue("\"\"").kind, Value::Kind::kText);
  EXPECT_EQ(OneValue("this").kind, Value::Kind::kThis);
  EXPECT_EQ(OneValue("copy StudyID").attribute.attribute.tag,
            Tag(0x0020, 0x0010));
  EXPECT_EQ(OneValue("StudyID").kind, Value::Kind::kAttribute);
  EXPECT_EQ(OneValue("(0029,\"ACME\",10)").attribute.attribute.text, "ACME");

  const Value pseudonym = OneValue("pseudonym");
  EXPECT_EQ(pseudonym.text, "P-");
  EXPECT_EQ(pseudonym.arguments.at(0).kind, Value::Kind::kThis);
  EXPECT_EQ(OneValue("pseudonym \"X\" of StudyID").arguments.at(0).kind,
            Value::Kind::kAttribute);
  EXPECT_EQ(OneValue("pseudonym(StudyID, \"Y\")").text, "Y");

  const Value regex = OneValue(R"x(regex(this, "(\d{2})\"", "\1x"))x");
  EXPECT_EQ(regex.text, R"x((\d{2})")x");
  EXPECT_EQ(regex.rewrite, "\\1x");

  const Value substring = OneValue("upper(trim(substring(StudyID, 2, 3)))");
  EXPECT_EQ(substring.kind, Value::Kind::kUpper);
  const Value& inner = substring.arguments.at(0).arguments.at(0);
  EXPECT_EQ(inner.number, 2);
  EXPECT_EQ(inner.count, 3);
}

TEST(Parser, ReadsWhatHappensWhenATableLacksAValue) {
  const struct {
    const char* text;
    Value::Miss miss;
  } kCases[] = {
      {"lookup \"t.csv\" PatientID", Value::Miss::kQuarantine},
      {"lookup \"t.csv\" PatientID else quarantine", Value::Miss::kQuarantine},
      {"lookup \"t.csv\" PatientID else remove", Value::Miss::kRemove},
      {"lookup \"t.csv\" PatientID else empty", Value::Miss::kEmpty},
      {"lookup \"t.csv\" PatientID else keep", Value::Miss::kKeep},
      {"lookup \"t.csv\" PatientID else dummy", Value::Miss::kDummy},
      {"lookup \"t.csv\" this else \"none\"", Value::Miss::kText},
      {"lookup \"t.csv\" PatientID column \"No\"", Value::Miss::kQuarantine},
      {"lookup \"t.csv\" PatientID column \"No\" else keep",
       Value::Miss::kKeep},
  };
  for (const auto& a_case : kCases) {
    EXPECT_EQ(OneValue(a_case.text).miss, a_case.miss) << a_case.text;
  }
}

TEST(Parser, ReadsQuotesInsideBraces) {
  const Value value = OneValue(
      R"x("x {pseudonym(PatientID, \"Q-\")} {lookup \"t.csv\" this}")x");
  ASSERT_EQ(value.arguments.size(), 4U);
  EXPECT_EQ(value.arguments[1].text, "Q-");
  EXPECT_EQ(value.arguments[3].text, "t.csv");
}

TEST(Parser, BindsAndCloserThanOr) {
  const Condition condition =
      OneCondition("Modality = \"CT\" or Modality = \"MR\" and not Rows > 5");
  ASSERT_EQ(condition.kind, Condition::Kind::kOr);
  ASSERT_EQ(condition.parts.size(), 2U);
  ASSERT_EQ(condition.parts[1].kind, Condition::Kind::kAnd);
  EXPECT_EQ(condition.parts[1].parts[1].kind, Condition::Kind::kNot);

  const Condition grouped =
      OneCondition("(Modality = \"CT\" or (0008,0060) = \"MR\") and Rows > 5");
  ASSERT_EQ(grouped.kind, Condition::Kind::kAnd);
  EXPECT_EQ(grouped.parts[0].kind, Condition::Kind::kOr);
}

TEST(Parser, ReadsEveryComparison) {
  const struct {
    const char* text;
    Condition::Kind kind;
  } kCases[] = {
      {"Modality = \"CT\"", Condition::Kind::kEqual},
      {"Rows = 512", Condition::Kind::kEqual},
      {"Modality != \"CT\"", Condition::Kind::kNotEqual},
      {"StudyID contains \"x\"", Condition::Kind::kContains},
      {"StudyID starts \"x\"", Condition::Kind::kStarts},
      {"StudyID ends \"x\"", Condition::Kind::kEnds},
      {"StudyID ~ \"^x{2}$\"", Condition::Kind::kMatches},
      {"Rows < 5.5", Condition::Kind::kLess},
      {"Rows <= 5", Condition::Kind::kLessEqual},
      {"Rows > -5", Condition::Kind::kGreater},
      {"Rows >= 5", Condition::Kind::kGreaterEqual},
      {"StudyDate before \"20240101\"", Condition::Kind::kBefore},
      {"StudyDate after \"20240101\"", Condition::Kind::kAfter},
      {"StudyID present", Condition::Kind::kPresent},
      {"StudyID empty", Condition::Kind::kEmpty},
      {"StudyID in \"t.csv\"", Condition::Kind::kInTable},
      {"(0029,\"ACME\",10) = \"x\"", Condition::Kind::kEqual},
      {"ReferencedStudySequence[2]/ReferencedSOPInstanceUID present",
       Condition::Kind::kPresent},
  };
  for (const auto& a_case : kCases) {
    EXPECT_EQ(OneCondition(a_case.text).kind, a_case.kind) << a_case.text;
  }
}

// Every keyword of PS3.6 is one of the language.
TEST(Parser, KnowsEveryKeyword) {
  std::string text = "dcmscrub 1\n";
  std::size_t count = 0;
  for (const DictionaryRow& row : StandardDictionary()) {
    if (!AcceptsStatement(row.tag, Verb::kKeep)) continue;
    text += "keep " + std::string(StandardText(row.keyword)) + "\n";
    ++count;
  }
  const ParseResult result = Parse(text);
  EXPECT_EQ(Render(result), "");
  EXPECT_EQ(result.file.statements.size(), count);
  EXPECT_GT(count, 5000U);
}

}  // namespace
}  // namespace dcmscrub
