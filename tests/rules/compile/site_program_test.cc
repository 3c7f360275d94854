#include "rules/compile/site_program.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "kernels/core/text.h"
#include "tests/rules/compile/rule_object.h"
#include "tests/rules/compile/site_sample.h"

namespace dcmscrub {
namespace {

TEST(SiteProgram, EqualConditionsShareABit) {
  const auto program = MakeProgram(
      "keep PatientName where Modality = \"MR\"\n"
      "keep PatientID where Modality = \"MR\"\n"
      "keep StudyID where not Modality = \"MR\"\n"
      "keep StudyDate where not Modality = \"MR\"\n"
      "keep StudyTime where Modality = \"CT\"\n"
      "keep Modality");
  const auto statements = program->statements();
  ASSERT_EQ(statements.size(), 6u);
  EXPECT_EQ(statements[0].condition, statements[1].condition);
  EXPECT_EQ(statements[2].condition, statements[3].condition);
  EXPECT_NE(statements[0].condition, statements[2].condition);
  EXPECT_NE(statements[0].condition, statements[4].condition);
  EXPECT_EQ(statements[5].condition, SiteStatement::kAlways);
}

TEST(SiteProgram, AStateIsOfNoOtherObject) {
  const auto program = MakeProgram(
      "tag \"magnet\" where Modality = \"MR\"\n"
      "keep PatientName where StudyID != \"1\" and PatientID present");
  const RuleObject full(Sample());
  const RuleObject bare(DicomBytes().Element(0x0020, 0x0010, "SH", "1"));
  SiteState state;
  program->Judge(full.view(), state);
  EXPECT_EQ(state.labels.size(), 1u);
  EXPECT_TRUE(state.Holds(program->statements()[1].condition));
  program->Judge(bare.view(), state);
  EXPECT_TRUE(state.labels.empty());
  EXPECT_FALSE(state.Holds(program->statements()[1].condition));
}

TEST(SiteProgram, TheFirstStatementOnTheWholeObjectDecides) {
  struct Case {
    const char* statements;
    SiteRules::Verdict verdict;
    std::size_t source;  // in the text, from 0
  };
  const Case cases[] = {
      {"skip where Modality = \"MR\"", SiteRules::Verdict::kSkip, 0},
      {"skip where Modality = \"CT\"", SiteRules::Verdict::kScrub, 0},
      {"keep PatientName, PatientID\nquarantine where Modality = \"MR\"",
       SiteRules::Verdict::kQuarantine, 1},
      {"quarantine where Modality = \"MR\"\nskip where Modality = \"MR\"",
       SiteRules::Verdict::kQuarantine, 0},
      {"quarantine where Modality = \"CT\"\nskip where Modality = \"MR\"",
       SiteRules::Verdict::kSkip, 1},
      {"tag \"a\" where Modality = \"MR\"\nskip where Modality = \"MR\"",
       SiteRules::Verdict::kSkip, 1},
  };
  const RuleObject object(Sample());
  for (const Case& c : cases) {
    const auto program = MakeProgram(c.statements);
    SiteState state;
    const auto judgement = program->Judge(object.view(), state);
    EXPECT_EQ(judgement.verdict, c.verdict) << c.statements;
    if (c.verdict == SiteRules::Verdict::kScrub) continue;
    EXPECT_EQ(program->source_index(judgement.statement), c.source)
        << c.statements;
  }
}

TEST(SiteProgram, LabelsAreThoseOfTheTagStatementsThatHold) {
  const auto program = MakeProgram(
      "tag \"ct\" where Modality = \"CT\"\n"
      "tag \"head\" where SeriesDescription contains \"Kopf\"\n"
      "tag \"mr\" where Modality = \"MR\"\n"
      "tag \"head\" where PatientName present");
  const RuleObject object(Sample());
  SiteState state;
  program->Judge(object.view(), state);
  ASSERT_EQ(state.labels.size(), 2u);
  EXPECT_EQ(program->Label(state.labels[0]), "head");
  EXPECT_EQ(program->Label(state.labels[1]), "mr");
}

// Numbers of a chain as source lines from 0, "~" before an exception.
std::string ChainText(const SiteProgram& program,
                      const std::vector<std::uint16_t>& chain) {
  std::string text;
  for (const std::uint16_t number : chain) {
    if (!text.empty()) text += ' ';
    if (program.statements()[number].past != 0) text += '~';
    text += std::to_string(program.source_index(number));
  }
  return text;
}

TEST(SiteProgram, ChainsHoldWhatMayMatchUpToTheFirstThatAlwaysDoes) {
  struct Case {
    const char* statements;
    Tag tag;
    const char* want;
  };
  constexpr Tag kName = tags::kPatientName;
  const Case cases[] = {
      {"keep PatientID", kName, ""},
      {"keep PatientName", kName, "0"},
      {"keep PatientID, PatientName", kName, "0"},
      {"keep (0010,0010)", kName, "0"},
      {"keep (0010,xxxx)", kName, "0"},
      {"keep (0010,x010)", kName, "0"},
      {"keep (0010,x011)", kName, ""},
      {"keep group 0010", kName, "0"},
      {"keep group 0012", kName, ""},
      {"keep Patient*", kName, "0"},
      {"keep *Name", kName, "0"},
      {"keep Patient????", kName, "0"},
      {"keep Patient???", kName, ""},
      {"keep vr PN", kName, "0"},
      {"keep vr LO, PN", kName, "0"},
      {"keep vr LO", kName, ""},
      {"keep group 0010 vr PN", kName, "0"},
      {"keep group 0010 vr LO", kName, ""},
      {"keep private", kName, ""},
      {"keep unknown", kName, ""},
      {"keep all", kName, "0"},
      {"keep all except PatientID", kName, "0"},
      {"keep all except PatientName", kName, ""},
      {"keep all except Patient*", kName, ""},
      {"keep all except vr PN\nremove all", kName, "~0 0 1"},
      {"keep all except /PatientName\nremove all", kName, "~0 0 1"},
      {"keep all except PatientID, /PatientName", kName, "~0 0"},
      // Cut where nothing behind can matter.
      {"keep PatientName\nremove group 0010", kName, "0"},
      {"keep PatientName where Modality = \"MR\"\nremove PatientName\n"
       "empty PatientName",
       kName, "0 1"},
      {"keep /PatientName\nremove PatientName\nempty all", kName, "0 1"},
      {"keep vr PN\nremove PatientName\nempty all", kName, "0 1"},
      {"keep all except PatientID\nremove all", kName, "0"},
      {"set PatientName = \"A\"\nremove PatientName\nempty all", kName, "0 1"},
      // Where PS3.6 leaves a choice of VR, the file makes it.
      {"keep vr SS", Tag(0x0028, 0x0106), "0"},
      {"keep vr US", Tag(0x0028, 0x0106), "0"},
      {"keep vr OB", tags::kPixelData, "0"},
      // Repeating groups.
      {"keep OverlayData", Tag(0x6002, 0x3000), "0"},
      {"keep (60xx,3000)", Tag(0x6002, 0x3000), "0"},
      {"keep Overlay*", Tag(0x6010, 0x3000), "0"},
      // What the program writes itself.
      {"keep all", Tag(0x0012, 0x0062), ""},
      {"remove all", tags::kSopInstanceUid, ""},
      {"uid all", tags::kSopInstanceUid, "0"},
  };
  for (const Case& c : cases) {
    const auto program = MakeProgram(c.statements);
    if (program == nullptr) continue;
    EXPECT_EQ(ChainText(*program, program->StatementsFor(c.tag)), c.want)
        << c.statements << " for " << TagText(c.tag);
  }
}

TEST(SiteProgram, ChainsOfPrivateAndUnknownAttributes) {
  constexpr std::uint16_t kAny = PrivateRule::kAny;
  struct Case {
    const char* statements;
    const char* creator;
    std::uint16_t group, element;
    const char* want;
    const char* unknown;
  };
  const Case cases[] = {
      {"keep private", "", kAny, kAny, "0", ""},
      {"keep unknown", "", kAny, kAny, "", "0"},
      {"keep all", "ACME", 0x29, 0x10, "0", "0"},
      {"keep all except private", "", kAny, kAny, "", "0"},
      {"keep all except unknown", "", kAny, kAny, "0", ""},
      {"keep group 0010, vr LO, Patient*", "", kAny, kAny, "", ""},
      {"keep group 0029", "", kAny, kAny, "0", ""},
      {"keep group 0029", "ACME", 0x29, 0x10, "0", ""},
      {"keep group 0029", "ACME", 0x31, 0x10, "", ""},
      {"keep (0029,\"ACME\",10)", "ACME", 0x29, 0x10, "0", ""},
      {"keep (0029,\"ACME\",10)", "ACME", 0x29, 0x11, "", ""},
      {"keep (0029,\"ACME\",10)", "ACME", 0x29, kAny, "0", ""},
      {"keep (0029,\"ACME\",10)", "OTHER", 0x29, 0x10, "", ""},
      {"keep (0029,\"ACME\",10)", "", kAny, kAny, "", ""},
      {"keep (0029,\"ACME\",xx)", "ACME", 0x29, 0x11, "0", ""},
      {"keep (0029,\"ACME\",xx)", "ACME", kAny, kAny, "0", ""},
      {"keep (xxxx,\"ACME\",xx)", "ACME", kAny, kAny, "0", ""},
      // Cut only where the family as a whole always matches.
      {"keep (0029,\"ACME\",10)\nremove private", "ACME", 0x29, 0x10, "0", ""},
      {"keep (0029,\"ACME\",10)\nremove private", "ACME", 0x29, kAny, "0 1",
       ""},
      {"keep all except (0029,\"ACME\",10)\nempty all", "ACME", 0x29, 0x10, "1",
       "0"},
      {"keep all except (0029,\"ACME\",10)\nempty all", "ACME", 0x29, kAny,
       "~0 0 1", "0"},
      {"keep all except (0029,\"ACME\",10)\nempty all", "", kAny, kAny, "0",
       "0"},
      {"keep private vr LO\nremove all", "", kAny, kAny, "0 1", "1"},
  };
  for (const Case& c : cases) {
    const auto program = MakeProgram(c.statements);
    if (program == nullptr) continue;
    EXPECT_EQ(ChainText(*program, program->StatementsForPrivate(
                                      c.creator, c.group, c.element)),
              c.want)
        << c.statements << " for " << c.creator;
    EXPECT_EQ(ChainText(*program, program->StatementsForUnknown()), c.unknown)
        << c.statements;
  }
}

TEST(SiteProgram, PrivateNamesAreThoseOfAllCreators) {
  const auto program = MakeProgram(
      "keep (0029,\"B\",10), (0029,\"A\",xx), (0029,\"B\",10)\n"
      "remove all except (xxxx,\"C\",xx)\n"
      "empty private, group 0031");
  const auto names = program->PrivateNames();
  ASSERT_EQ(names.size(), 3u);
  EXPECT_EQ(names[0], (SiteProgram::PrivateName{"A", 0x29, PrivateRule::kAny}));
  EXPECT_EQ(names[1], (SiteProgram::PrivateName{"B", 0x29, 0x10}));
  EXPECT_EQ(names[2], (SiteProgram::PrivateName{"C"}));
}

TEST(SiteProgram, SetsAreSortedByTag) {
  const auto program = MakeProgram(
      "set StudyID = \"1\" where Modality = \"MR\"\n"
      "keep PatientName\n"
      "set PatientComments = \"c\"\n"
      "set StudyID = \"2\"");
  const auto sets = program->sets();
  ASSERT_EQ(sets.size(), 3u);
  EXPECT_EQ(sets[0].tag, kPatientComments);
  EXPECT_EQ(sets[0].vr, Vr::kLT);
  EXPECT_EQ(sets[0].statement, 2);
  EXPECT_EQ(sets[1].tag, tags::kStudyId);
  EXPECT_EQ(sets[1].statement, 0);
  EXPECT_EQ(sets[2].statement, 3);
  // At the top level alone.
  const SiteStatement& set = program->statements()[0];
  EXPECT_TRUE(program->paths()[set.path].steps.empty());
  EXPECT_FALSE(program->paths()[set.path].gap_at_end);
}

TEST(SiteProgram, MistakesInWhatStatementsNameAreReported) {
  struct Case {
    const char* statement;
    const char* want;
  };
  const Case cases[] = {
      {"replace StudyID with lookup \"none.csv\" PatientID",
       "cannot read 'none.csv': no such file"},
      {"replace StudyID with lookup \"bad.csv\" PatientID",
       "'bad.csv' line 2 has 1 cell where the first row has 2"},
      {"replace StudyID with lookup \"keys.csv\" PatientID",
       "'keys.csv' has no second column"},
      {"replace StudyID with lookup \"bad.csv\" PatientID column \"No\"",
       "'bad.csv' line 1 names no column 'No'"},
      {"skip where PatientID in \"none.csv\"",
       "cannot read 'none.csv': no such file"},
  };
  const FilesByName files = {{"bad.csv", "a,1\nb\n"}, {"keys.csv", "a\nb\n"}};
  for (const Case& c : cases) {
    const ParseResult parsed = ParseStatements(c.statement, files);
    EXPECT_TRUE(parsed.ok()) << Render(parsed);
    std::vector<Diagnostic> diagnostics;
    EXPECT_EQ(SiteProgram::Make(parsed.file, ReadFrom(files), diagnostics),
              nullptr);
    ASSERT_EQ(diagnostics.size(), 1u) << c.statement;
    EXPECT_EQ(diagnostics[0].message, c.want);
    EXPECT_EQ(diagnostics[0].severity, Diagnostic::Severity::kError);
    EXPECT_EQ(diagnostics[0].span.line, 2u) << c.statement;
  }
}

TEST(SiteProgram, TablesThatMayNotBeMeantAreWarnedOf) {
  struct Case {
    const char* statement;
    const char* want;
  };
  const Case cases[] = {
      {"replace StudyID with lookup \"three.csv\" PatientID",
       "'three.csv' has 3 columns, and the second is taken; say which by its "
       "name: column \"NAME\""},
      {"replace StudyID with lookup \"three.csv\" PatientID column \"No\"", ""},
      {"skip where PatientID in \"three.csv\"", ""},
      {"replace StudyID with lookup \"value.csv\" PatientID", ""},
      {"replace PatientID with lookup \"value.csv\" this",
       "'value.csv' lines 2 and 3 have two keys and one value: two patients "
       "become one"},
      {"replace PatientID with lookup \"value.csv\" StudyID", ""},
      {"replace StudyID with lookup \"latin.csv\" PatientID",
       "'latin.csv' is no UTF-8 and is read as Latin-1; look whether its "
       "letters are right, or save it as UTF-8"},
  };
  const FilesByName files = {{"three.csv", "MRN,Sex,No\na,M,1\n"},
                             {"value.csv", "key,value,x\na,1,\nb,1,\n"},
                             {"latin.csv", "M\xFCller,1\n"}};
  for (const Case& c : cases) {
    const ParseResult parsed = ParseStatements(c.statement, files);
    EXPECT_TRUE(parsed.ok()) << Render(parsed);
    std::vector<Diagnostic> diagnostics;
    EXPECT_NE(SiteProgram::Make(parsed.file, ReadFrom(files), diagnostics),
              nullptr);
    ASSERT_EQ(diagnostics.size(), *c.want == '\0' ? 0u : 1u) << c.statement;
    if (diagnostics.empty()) continue;
    EXPECT_EQ(diagnostics[0].message, c.want);
    EXPECT_EQ(diagnostics[0].severity, Diagnostic::Severity::kWarning);
    EXPECT_EQ(diagnostics[0].span.line, 2u) << c.statement;
  }
}

TEST(SiteProgram, OutputsMayChangeWhereWhatWasReadMayHave) {
  struct Case {
    const char* statements;
    bool computes;
  };
  const Case cases[] = {
      {"keep PatientName\nremove all", false},
      {"uid StudyInstanceUID\nclean StudyDescription", false},
      {"truncate-date StudyDate to year", false},
      {"shift StudyDate", true},
      // Modality stays.
      {"keep PatientName where Modality = \"MR\"", false},
      {"keep PatientName where not (Modality = \"MR\")", false},
      {"keep PatientName where PatientID = \"1\"", true},
      {"keep PatientName where Modality = \"MR\" and PatientID = \"1\"", true},
      {"keep PatientName where ProcedureCodeSequence/Modality = \"MR\"", true},
      // What is not written has no output.
      {"skip where PatientID = \"1\"", false},
      {"tag \"x\" where PatientID = \"1\"", false},
      {"replace StudyID with \"1\"", false},
      {"set StudyID = \"1\"", false},
      {"replace StudyID with this", false},
      {"replace StudyID with Modality", false},
      {"replace StudyID with PatientID", true},
      {"replace PatientID with pseudonym \"P-\"", false},
      {"replace StudyInstanceUID with uid(this)", false},
      {"replace PatientID with pseudonym \"P-\" of Modality", false},
      {"replace PatientID with pseudonym \"P-\" of StudyID", true},
      {"replace PatientID with hash(this, 8)", true},
      {"replace StudyID with \"{Modality}-1\"", false},
      {"replace StudyID with \"{this}-1\"", true},
      {"replace StudyID with upper(this)", true},
      {"append StudyID with \"1\"", true},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(MakeProgram(c.statements)->computes([](Tag tag) {
      return tag == tags::kModality;
    }),
              c.computes)
        << c.statements;
  }
}

}  // namespace
}  // namespace dcmscrub
