#include "rules/parse/parser.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "rules/check/check.h"
#include "rules/language/option_names.h"
#include "rules/language/value.h"
#include "rules/language/verb.h"
#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

using Kind = AttributePattern::Kind;
using Verb = Statement::Verb;

// Files by name, as a rule file would find them.
using Files = std::map<std::string, std::string>;

ParseResult Parse(const std::string& text,
                  const std::map<std::string, std::string>& params = {},
                  const Files& files = {}) {
  ParseInput input;
  input.name = "rules";
  input.text = text;
  input.params = params;
  input.read = [&files](const std::string& path,
                        std::string& error) -> std::optional<std::string> {
    const auto found = files.find(path);
    if (found != files.end()) return found->second;
    error = "no such file";
    return std::nullopt;
  };
  return ParseRules(input);
}

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

TEST(Parser, PutsParametersInto) {
  const ParseResult result = Parse(
      "dcmscrub 1\n"
      "param site \"ZH\"\nparam rows \"5\"\nparam day \"20240131\"\n"
      "include \"{site}.rules\"\n"
      "set InstitutionName = \"at {site}\"\n"
      "set StationName = site\n"
      "skip where InstitutionName = site and Rows > rows and StudyDate after "
      "day\n"
      "tag \"{site}\" where Modality present\n",
      {{"site", "BE"}}, {{"BE.rules", "keep Modality\n"}});
  EXPECT_EQ(Render(result), "");
  ASSERT_EQ(result.file.statements.size(), 5U);
  EXPECT_EQ(result.file.statements[1].value->text, "at BE");
  EXPECT_EQ(result.file.statements[2].value->text, "BE");
  EXPECT_EQ(result.file.statements[3].where->parts[0].text, "BE");
  EXPECT_EQ(result.file.statements[3].where->parts[1].number, 5);
  EXPECT_EQ(result.file.statements[4].label, "BE");
}

TEST(Parser, RefusesValuesForParametersThatAreNone) {
  const ParseResult result =
      Parse("dcmscrub 1\nparam site \"x\"\nset InstitutionName = site\n",
            {{"sites", "y"}});
  EXPECT_EQ(Render(result),
            "rules: error: no line says 'param sites'; did you mean site?\n");
}

TEST(Parser, FindsFilesBesideTheFileThatNamesThem) {
  ParseInput input;
  input.name = "a/b/main.rules";
  input.text =
      "dcmscrub 1\ninclude \"../c/more.rules\"\nvocabulary \"w.txt\"\n"
      "encrypt \"/k/cert.pem\"\n";
  std::vector<std::string> asked;
  input.read = [&asked](const std::string& path, std::string&) {
    asked.push_back(path);
    return std::optional<std::string>("safe-private \"p.tsv\"\n");
  };
  const ParseResult result = ParseRules(input);
  EXPECT_EQ(Render(result), "");
  EXPECT_EQ(asked, std::vector<std::string>{"a/b/../c/more.rules"});
  EXPECT_EQ(result.file.safe_private.at(0).path, "a/b/../c/p.tsv");
  EXPECT_EQ(result.file.vocabulary.at(0).path, "a/b/w.txt");
  EXPECT_EQ(result.file.encrypt.at(0).path, "/k/cert.pem");
}

TEST(Parser, BoundsHowDeepFilesIncludeEachOther) {
  Files files;
  for (int i = 0; i < 40; ++i) {
    files["f" + std::to_string(i)] =
        "include \"f" + std::to_string(i + 1) + "\"\n";
  }
  files["f40"] = "keep Modality\n";
  const ParseResult result = Parse("dcmscrub 1\ninclude \"f0\"\n", {}, files);
  EXPECT_FALSE(result.ok());
  EXPECT_NE(Render(result).find("deep"), std::string::npos);
}

// Links of folders can make any path one of the same file.
TEST(Parser, BoundsTheNumberOfFiles) {
  ParseInput input;
  input.name = "rules";
  input.text = "dcmscrub 1\ninclude \"a/rules\"\ninclude \"b/rules\"\n";
  input.read = [&input](const std::string&, std::string&) {
    return std::optional<std::string>(input.text.substr(11));
  };
  const ParseResult result = ParseRules(input);
  EXPECT_FALSE(result.ok());
  EXPECT_EQ(result.file.files.size(), 200U);
}

TEST(Parser, ReadsLinesOfAnySystem) {
  const ParseResult result = Parse(
      "\xEF\xBB\xBF"
      "dcmscrub 1\r\n\r\n  # a comment with \"\r\nkeep Modality # \"x\"\r\n");
  EXPECT_EQ(Render(result), "");
  EXPECT_EQ(result.file.statements.at(0).source_line, "keep Modality");
  EXPECT_EQ(result.file.statements.at(0).span.line, 4U);
}

TEST(Parser, SaysOnceThatBytesAreNoText) {
  const ParseResult result =
      Parse(std::string("dcmscrub 1\nkeep\0Modality\nfoo\n", 29));
  EXPECT_EQ(Render(result), "rules: error: this is no text file\n");
}

TEST(Parser, ShowsNothingOfAKey) {
  std::string key(32, 'k');
  EXPECT_EQ(Parse("dcmscrub 1\n" + key).diagnostics.size(), 1U);
  key[7] = '\xFE';
  EXPECT_EQ(Render(Parse(key)), "rules: error: this is no text file\n");
}

TEST(Parser, ShowsNoControlCharacters) {
  const ParseResult result = Parse("dcmscrub 1\nkeep \x1B[31mModality\n");
  EXPECT_FALSE(result.ok());
  EXPECT_EQ(Render(result).find('\x1B'), std::string::npos);
}

TEST(Parser, GoesOnAfterEveryMistake) {
  const ParseResult result = Parse(
      "dcmscrub 1\nfoo\nkeep Modality\nkeep \"\nremove PatientID\n"
      "set Modality = \"x\n");
  EXPECT_EQ(result.diagnostics.size(), 3U);
  EXPECT_EQ(result.file.statements.size(), 2U);
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

TEST(Parser, BoundsTheNumberOfRules) {
  std::string text = "dcmscrub 1\n";
  for (int i = 0; i < 20'002; ++i) text += "keep Modality\n";
  const ParseResult result = Parse(text);
  EXPECT_EQ(result.diagnostics.size(), 2U);
  EXPECT_EQ(result.file.statements.size(), 20'000U);
}

// Wrong rule files and what is said of them: tests/golden/rules/NAME.rules and
// NAME.txt. DCMSCRUB_UPDATE_GOLDEN=1 writes the latter anew.
class Messages {
 public:
  static std::filesystem::path Folder() {
    return std::filesystem::path(DCMSCRUB_SOURCE_DIR) / "tests/golden/rules";
  }

  static std::optional<std::string> Read(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return std::nullopt;
    return std::string{std::istreambuf_iterator<char>(in), {}};
  }

  static std::string Of(const std::filesystem::path& path) {
    ParseInput input;
    input.name = path.filename();
    input.text = Read(path).value_or("");
    input.read = [](const std::string& name,
                    std::string& error) -> std::optional<std::string> {
      error = "no such file";
      return Read(Folder() / name);
    };
    const ParseResult result = ParseRules(input);
    if (!result.ok()) return Render(result);
    return Render(result) + Render(result, Check(result.file));
  }
};

// Blocks of the manual that begin with ```rules.
TEST(Parser, ReadsEveryExampleOfTheManual) {
  const std::string manual =
      Messages::Read(std::filesystem::path(DCMSCRUB_SOURCE_DIR) /
                     "docs/rules.md")
          .value_or("");
  const std::string open = "```rules\n", close = "```\n";
  std::size_t examples = 0;
  for (std::size_t at = 0; (at = manual.find(open, at)) != std::string::npos;) {
    at += open.size();
    const std::size_t end = manual.find(close, at);
    const std::string example = manual.substr(at, end - at);
    std::map<std::string, std::string> params;
    if (example.find("param   case") != std::string::npos) params["case"] = "1";
    EXPECT_EQ(Render(Parse(example, params, {{"common.rules", "\n"}})), "");
    at = end;
    ++examples;
  }
  EXPECT_GE(examples, 8U);
}

TEST(Parser, TellsOfEveryVerbAndValueInTheManual) {
  const std::string manual =
      Messages::Read(std::filesystem::path(DCMSCRUB_SOURCE_DIR) /
                     "docs/rules.md")
          .value_or("");
  const auto tells = [&](std::string_view name) {
    const std::string code = std::string("`").append(name);
    return manual.find(code + " ") != std::string::npos ||
           manual.find(code + "(") != std::string::npos ||
           manual.find(code + "`") != std::string::npos;
  };
  for (const VerbTraits& verb : kVerbs)
    EXPECT_TRUE(tells(verb.name)) << verb.name;
  for (const ValueTraits& value : kValues) {
    EXPECT_TRUE(value.name.empty() || tells(value.name)) << value.name;
  }
}

// What others call a verb is none of ours.
TEST(Parser, SuggestsAVerbForEverySynonym) {
  std::set<std::string_view> names;
  for (const VerbTraits& verb : kVerbs) names.insert(verb.name);
  for (const VerbTraits& verb : kVerbs) {
    for (std::string_view rest = verb.synonyms; !rest.empty();) {
      const std::size_t end = std::min(rest.find(' '), rest.size());
      const std::string word(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
      EXPECT_FALSE(names.contains(word)) << word;
      const ParseResult result = Parse("dcmscrub 1\n" + word + " Modality\n");
      ASSERT_EQ(result.diagnostics.size(), 1U) << word;
      EXPECT_EQ(result.diagnostics[0].suggestion, verb.name) << word;
    }
  }
}

TEST(Parser, SaysWhatIsWrongWithEveryWrongFile) {
  std::set<std::string> said;
  for (const auto& entry :
       std::filesystem::directory_iterator(Messages::Folder())) {
    if (entry.path().extension() != ".rules") continue;
    const std::string is = Messages::Of(entry.path());
    EXPECT_NE(is, "") << entry.path();
    EXPECT_TRUE(said.insert(is).second) << entry.path();
    const std::filesystem::path golden =
        std::filesystem::path(entry.path()).replace_extension(".txt");
    if (std::getenv("DCMSCRUB_UPDATE_GOLDEN") != nullptr) {
      std::ofstream(golden, std::ios::binary) << is;
      continue;
    }
    EXPECT_EQ(is, Messages::Read(golden).value_or("no such file")) << golden;
  }
  EXPECT_GE(said.size(), 100U);
}

}  // namespace
}  // namespace dcmscrub
