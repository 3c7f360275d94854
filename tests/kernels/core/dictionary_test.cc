#include "kernels/core/dictionary.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "kernels/core/text.h"
#include "tests/support/allocation_count.h"
#include "tests/support/tsv.h"

namespace dcmscrub {
namespace {

// What dictionary.h says of a cell of PS3.6.
std::pair<Vr, bool> Expected(const std::string& cell) {
  if (cell.empty()) return {Vr::kNone, false};
  const bool choice = cell.find('/') != std::string::npos;
  const std::string code = cell == "OB/OW" ? "OW" : cell.substr(0, 2);
  return {ParseVr(code[0], code[1]), choice};
}

void ExpectEntry(Tag tag, const std::string& cell) {
  const auto [vr, choice] = Expected(cell);
  EXPECT_EQ(VrName(DictionaryVr(tag)), VrName(vr)) << TagText(tag);
  EXPECT_EQ(DictionaryVrIsAmbiguous(tag), choice) << TagText(tag);
}

// The digits of "(60XX,3000)" with each X replaced by the next of `filling`.
Tag Fill(const std::string& pattern, const std::string& filling) {
  std::string digits;
  std::size_t used = 0;
  for (char c : pattern) {
    if (c == 'X') {
      digits += filling[used++];
    } else if (std::isxdigit(static_cast<unsigned char>(c)) != 0) {
      digits += c;
    }
  }
  return Tag(static_cast<std::uint32_t>(std::stoul(digits, nullptr, 16)));
}

struct Tables {
  std::map<Tag, std::string> exact;             // tag → cell
  std::map<std::string, std::string> repeated;  // pattern → cell
};

const Tables& Standard() {
  static const Tables kTables = [] {
    Tables tables;
    for (const TsvRow& row : ReadStandardTable("data_dictionary.tsv")) {
      const std::string& tag = row.at("tag");
      if (tag.find('X') == std::string::npos) {
        tables.exact[Fill(tag, "")] = row.at("vr");
      } else {
        tables.repeated[tag] = row.at("vr");
      }
    }
    return tables;
  }();
  return kTables;
}

TEST(Dictionary, AgreesWithEveryRowOfTheStandard) {
  ASSERT_GT(Standard().exact.size(), 5000u);
  for (const auto& [tag, cell] : Standard().exact) ExpectEntry(tag, cell);
}

TEST(Dictionary, AgreesWithEveryRepeatingRow) {
  ASSERT_GT(Standard().repeated.size(), 80u);
  for (const auto& [pattern, cell] : Standard().repeated) {
    // Even, for the digits of a group, and within 5000-501E and 6000-601E.
    for (const char* filling : {"0002", "0446", "1022", "1E88", "16FE"}) {
      const Tag tag = Fill(pattern, filling);
      if (Standard().exact.contains(tag)) continue;
      if (tag.is_group_length()) continue;
      ExpectEntry(tag, cell);
    }
  }
}

TEST(Dictionary, KnowsNoOtherTag) {
  // Neighbours of every row, and a walk over everything.
  std::set<Tag> asked;
  for (const auto& [tag, cell] : Standard().exact) {
    for (std::uint32_t step : {1u, 0x10000u, 0x20000u, 0x100u}) {
      asked.insert(Tag(tag.value + step));
      asked.insert(Tag(tag.value - step));
    }
  }
  for (std::uint64_t value = 0; value < 1ull << 32; value += 65521 * 3) {
    asked.insert(Tag(static_cast<std::uint32_t>(value)));
  }
  const auto is_repeated = [](Tag tag) {
    const std::uint32_t v = tag.value;
    if (tag.is_curve() || tag.is_overlay()) return true;
    return v >> 8 == 0x002031 || v >> 16 == 0x1000 || v >> 16 == 0x1010 ||
           v >> 24 == 0x7F || v >> 8 == 0x002804 || v >> 8 == 0x002808;
  };
  int unknown = 0;
  for (Tag tag : asked) {
    if (tag.is_private() || tag.is_group_length()) continue;
    if (Standard().exact.contains(tag) || is_repeated(tag)) continue;
    ++unknown;
    EXPECT_EQ(DictionaryVr(tag), Vr::kNone) << TagText(tag);
    EXPECT_FALSE(DictionaryVrIsAmbiguous(tag)) << TagText(tag);
  }
  EXPECT_GT(unknown, 10000);
}

TEST(Dictionary, TellsByRuleWhatNoTableLists) {
  const struct {
    Tag tag;
    Vr vr;
  } kCases[] = {
      {Tag(0x0009, 0x0010), Vr::kLO}, {Tag(0x0009, 0x00FF), Vr::kLO},
      {Tag(0x0009, 0x000F), Vr::kUN}, {Tag(0x0009, 0x0100), Vr::kUN},
      {Tag(0x0029, 0x1010), Vr::kUN}, {Tag(0x6001, 0x3000), Vr::kUN},
      {Tag(0x0009, 0x0000), Vr::kUL}, {Tag(0x0008, 0x0000), Vr::kUL},
      {Tag(0x7FE0, 0x0000), Vr::kUL}, {Tag(0x6002, 0x0000), Vr::kUL},
      {Tag(0x0000, 0x0000), Vr::kUL},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(DictionaryVr(c.tag), c.vr) << TagText(c.tag);
    EXPECT_FALSE(DictionaryVrIsAmbiguous(c.tag)) << TagText(c.tag);
  }
}

TEST(Dictionary, RepeatingGroupsEndWithTheirRange) {
  EXPECT_EQ(DictionaryVr(Tag(0x6000, 0x3000)), Vr::kOW);
  EXPECT_EQ(DictionaryVr(Tag(0x601E, 0x3000)), Vr::kOW);
  EXPECT_EQ(DictionaryVr(Tag(0x6020, 0x3000)), Vr::kNone);
  EXPECT_EQ(DictionaryVr(Tag(0x501E, 0x0005)), Vr::kUS);
  EXPECT_EQ(DictionaryVr(Tag(0x5020, 0x0005)), Vr::kNone);
}

TEST(Dictionary, AnExactRowGoesBeforeARepeatingOne) {
  EXPECT_EQ(DictionaryVr(Tag(0x0028, 0x0400)), Vr::kLO);  // not 04X0: US
  EXPECT_EQ(DictionaryVr(Tag(0x0028, 0x0410)), Vr::kUS);
  EXPECT_EQ(DictionaryVr(Tag(0x7FE0, 0x0010)), Vr::kOW);
  EXPECT_EQ(DictionaryVr(Tag(0x7FE0, 0x0001)), Vr::kOV);
}

TEST(Dictionary, AllocatesNothing) {
  const AllocationCount count;
  unsigned sum = 0;
  for (std::uint32_t value = 0; value < 0x00400000; value += 7) {
    sum += static_cast<unsigned>(DictionaryVr(Tag(value)));
  }
  const std::uint64_t allocations = count.value();
  EXPECT_EQ(allocations, 0u);
  EXPECT_GT(sum, 0u);
}

TEST(Dictionary, NamesNoTagThatItDoesNotKnow) {
  for (const Tag known : {tags::kPatientName, tags::kItem, Tag(0x6002, 0x3000),
                          Tag(0x0002, 0x0010)}) {
    EXPECT_EQ(KnownTag(known), known);
  }
  for (const Tag unknown : {Tag(0x4F44, 0x5E45), Tag(0x5A55, 0x5E5A),
                            Tag(0x0009, 0x0010), Tag(0x4F44, 0x0000)}) {
    EXPECT_EQ(KnownTag(unknown), Tag());
  }
}

}  // namespace
}  // namespace dcmscrub
