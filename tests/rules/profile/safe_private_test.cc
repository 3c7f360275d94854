#include "rules/profile/safe_private.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "kernels/match/tag_matcher.h"
#include "rules/compile/policy.h"
#include "tests/support/policy_text.h"
#include "tests/support/tsv.h"

namespace dcmscrub {
namespace {

struct Read {
  std::vector<SafePrivate> rows;
  std::string messages;
};

Read ReadList(const std::string& text) {
  Read read;
  std::vector<Diagnostic> diagnostics;
  ReadSafePrivate(text, "list", {}, read.rows, diagnostics);
  for (const Diagnostic& one : diagnostics) read.messages += one.message + "\n";
  return read;
}

// "SIEMENS MR HEADER(0019,xx0C)" → what is done with it.
using Slots = std::map<std::string, std::string>;

Slots SlotsOf(const Policy& policy) {
  const auto compiled = policy.Compile("");
  const RuleTable& table = compiled->table();
  Slots slots;
  for (const PrivateRule& rule : table.privates.slots) {
    if (rule.creator == PrivateRule::kAny) continue;
    char text[16];
    std::snprintf(text, sizeof text, "(%04X,xx%02X)", rule.group, rule.element);
    slots[std::string(table.privates.creators[rule.creator]) + text] =
        ActionName(rule.action);
  }
  return slots;
}

TEST(SafePrivate, EveryRowOfTheStandardHasASlot) {
  const auto slots = SlotsOf(*PolicyOf("option retain-safe-private\n"));
  int rows = 0;
  std::map<std::string, int> distinct;
  for (const TsvRow& row : ReadStandardTable("safe_private.tsv")) {
    ++rows;
    const std::string name = row.at("private_creator") + row.at("tag");
    ++distinct[name];
    ASSERT_TRUE(slots.contains(name)) << name;
    EXPECT_EQ(slots.at(name), row.at("vr") == "UI" ? "uid" : "keep") << name;
  }
  EXPECT_EQ(rows, 479);
  EXPECT_EQ(slots.size(), distinct.size());
}

TEST(SafePrivate, UidsDatesAndAgesAreTreatedAsEverywhere) {
  const std::map<std::string, std::string> files = {
      {"list",
       "private_creator\ttag\tvr\nACME\t(0019,xx01)\tUI\n"
       "ACME\t(0019,xx02)\tDA\nACME\t(0019,xx03)\tAS\n"}};
  const std::string list =
      "option retain-safe-private\nsafe-private \"list\"\n";
  const struct {
    const char* option;
    const char* uid;
    const char* date;
  } cases[] = {
      {"", "uid", "remove"},
      {"option retain-uids\n", "keep", "remove"},
      {"option retain-longitudinal-full-dates\n", "uid", "keep"},
      {"option retain-longitudinal-modified-dates\n", "uid", "shift"},
  };
  for (const auto& c : cases) {
    auto slots = SlotsOf(*PolicyOf(list + c.option, files));
    EXPECT_EQ(slots["ACME(0019,xx01)"], c.uid) << c.option;
    EXPECT_EQ(slots["ACME(0019,xx02)"], c.date) << c.option;
    EXPECT_EQ(slots["ACME(0019,xx03)"], "cap-age") << c.option;
  }
}

TEST(SafePrivate, ExceptionsNameCreatorsAndGroups) {
  const auto slots = SlotsOf(
      *PolicyOf("option retain-safe-private except (xxxx,\"ELSCINT1\",xx), "
                "(0019,\"SIEMENS MR HEADER\",0C), group 0043\n"));
  for (const auto& [name, action] : slots) {
    EXPECT_FALSE(name.starts_with("ELSCINT1")) << name;
    EXPECT_EQ(name.find("(0043,"), std::string::npos) << name;
  }
  EXPECT_FALSE(slots.contains("SIEMENS MR HEADER(0019,xx0C)"));
  EXPECT_TRUE(slots.contains("SIEMENS MR HEADER(0019,xx0D)"));
}

// What the policy does with an element that the archive's curators let pass and
// the Standard does not have.
std::string WantOfCurated(const std::string& vr,
                          const std::string& disposition) {
  if (disposition == "new UID" || vr == "UI") return "uid";
  if (vr == "DA" || vr == "DT" || vr == "TM") return "remove";
  return vr == "SQ" ? "keep" : "clean";
}

TEST(SafePrivate, TheListOfTheArchiveComesBesideTheStandards) {
  const std::string rules = "option retain-safe-private\n";
  const Slots standard = SlotsOf(*PolicyOf(rules));
  const Slots all = SlotsOf(*PolicyOf(rules + "safe-private tcia\n"));
  for (const auto& [name, action] : standard) {
    EXPECT_EQ(all.at(name), action) << name;
  }
  std::size_t added = 0;
  std::vector<std::string> left_out;
  for (const TsvRow& row : ReadStandardTable("tcia_private.tsv")) {
    const std::string name = row.at("private_creator") + row.at("tag");
    if (standard.contains(name)) continue;
    if (!all.contains(name)) {
      left_out.push_back(name);
      continue;
    }
    ++added;
    EXPECT_EQ(all.at(name), WantOfCurated(row.at("vr"), row.at("disposition")))
        << name;
  }
  EXPECT_EQ(added, 2049u);
  EXPECT_EQ(all.size(), standard.size() + added);
  // Dates and UIDs under VRs of neither.
  EXPECT_EQ(left_out, (std::vector<std::string>{
                          "GEMS_GENIE_1(0013,xx23)", "GEMS_IDEN_01(0009,xx27)",
                          "GEMS_IDEN_01(0009,xxE9)", "GEMS_STDY_01(0023,xx70)",
                          "Philips MR Imaging DD 003(2005,xx00)"}));
}

TEST(SafePrivate, AListOfTheSiteComesBeforeTheArchives) {
  const std::map<std::string, std::string> files = {
      {"list",
       "private_creator\ttag\tvr\nSIEMENS MR HEADER\t(0051,xx0F)\tLO\n"}};
  const std::string file = "safe-private \"list\"\n";
  const std::string tcia = "safe-private tcia\n";
  for (const std::string& lines : {file + tcia, tcia + file}) {
    const Slots slots =
        SlotsOf(*PolicyOf("option retain-safe-private\n" + lines, files));
    EXPECT_EQ(slots.at("SIEMENS MR HEADER(0051,xx0F)"), "keep") << lines;
    EXPECT_EQ(slots.at("SIEMENS MR HEADER(0051,xx0B)"), "clean") << lines;
  }
}

TEST(SafePrivate, ListsOfSitesHaveTheFormOfTheStandards) {
  const Read read = ReadList(
      "# ours\nmeaning\ttag\tprivate_creator\tvr\r\n\n"
      "b value\t(0019,xx0C)\tACME MR \tIS\r\n"
      "else\t(0021,XXFF)\tACME MR\tOW/OB\n"
      "short\t(0021,xx01)\tACME MR");
  EXPECT_EQ(read.messages, "");
  ASSERT_EQ(read.rows.size(), 3u);
  EXPECT_EQ(read.rows[0].creator, "ACME MR");
  EXPECT_EQ(read.rows[0].group, 0x0019);
  EXPECT_EQ(read.rows[0].element, 0x0C);
  EXPECT_EQ(read.rows[0].vr, Vr::kIS);
  EXPECT_EQ(read.rows[1].element, 0xFF);
  EXPECT_EQ(read.rows[1].vr, Vr::kOW);
  EXPECT_EQ(read.rows[2].vr, Vr::kNone);
}

TEST(SafePrivate, WrongRowsAreNamedByLine) {
  const std::string header = "private_creator\ttag\tvr\n";
  const struct {
    std::string text;
    const char* want;
  } cases[] = {
      {"", "'list' line 1 has no line of column names\n"},
      {"creator\ttag\nX\t(0019,xx10)\n",
       "'list' line 1 has to name columns private_creator and tag\n"},
      {header + "\t(0019,xx10)\tLO\n",
       "'list' line 2 has no private creator\n"},
      {header + "A\t(0019,xx10)\tLO\nA\t(0019,1010)\tLO\n",
       "'list' line 3 has no private tag as (0019,xx0C)\n"},
      {header + "A\t(0018,xx10)\tLO\n",
       "'list' line 2 has no private tag as (0019,xx0C)\n"},
      {header + "A\t(0007,xx10)\tLO\n",
       "'list' line 2 has no private tag as (0019,xx0C)\n"},
      {header + "A\t(FFFF,xx10)\tLO\n",
       "'list' line 2 has no private tag as (0019,xx0C)\n"},
      {header + "A\t(0019,xx1G)\tLO\n",
       "'list' line 2 has no private tag as (0019,xx0C)\n"},
      {header + "A\n", "'list' line 2 has no private tag as (0019,xx0C)\n"},
      {header + "A\t(0019,xx10)\tXX\n",
       "'list' line 2 has a VR that PS3.5 does not know\n"},
      {header + "A\t(0019,xx10)\tLONG\n",
       "'list' line 2 has a VR that PS3.5 does not know\n"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(ReadList(c.text).messages, c.want) << c.text;
  }
}

}  // namespace
}  // namespace dcmscrub
