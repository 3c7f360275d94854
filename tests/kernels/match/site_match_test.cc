#include "kernels/match/site_match.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "tests/support/dicom_bytes.h"

namespace dcmscrub {
namespace {

constexpr Tag kA{0x0008, 0x1140};
constexpr Tag kB{0x0008, 0x1115};
constexpr Tag kLeaf{0x0008, 0x1155};

// Leaf at the top is written last, so that elements need no order: A[1..2] of
// B[1] of leaf, and A of leaf.
class PathTest : public testing::Test {
 protected:
  PathTest() {
    const DicomBytes leaf = DicomBytes().Element(0x0008, 0x1155, "UI", "1.2");
    const DicomBytes b =
        DicomBytes().Sequence(0x0008, 0x1115, {leaf, leaf, leaf});
    const DicomBytes a = DicomBytes().Sequence(0x0008, 0x1140, {b, leaf});
    stream_ = DicomBytes().Raw(leaf).Raw(a);
    index_.Begin(kExplicitLittle, 0, stream_.size(), {});
    EXPECT_EQ(index_.Extend({0, 0, stream_}), ElementIndex::Status::kDone);
    for (std::uint32_t i = 0; i < index_.elements().size(); ++i) {
      if (index_.elements()[i].tag == kLeaf) leaves_.push_back(i);
    }
  }

  // Which of the five leaves the pattern holds for: top, A[1]/B[1..3], A[2].
  std::string Matches(std::vector<PathStep> steps, bool gap_at_end) {
    const PathPattern pattern{steps, gap_at_end};
    std::string marks;
    for (const std::uint32_t leaf : leaves_) {
      marks += MatchPath(pattern, index_.elements(), leaf) ? 'x' : '.';
    }
    return marks;
  }

  DicomBytes stream_;
  ElementIndex index_;
  std::vector<std::uint32_t> leaves_;
};

PathStep Step(Tag tag, bool gap_before = false,
              std::uint32_t item = PathStep::kAnyItem) {
  return {tag, 0xFFFFFFFF, item, gap_before};
}

TEST_F(PathTest, StepsLeadFromTheTopToTheElement) {
  PathStep any;
  any.mask = 0;
  const struct {
    std::string_view path;
    std::vector<PathStep> steps;
    bool gap_at_end;
    std::string_view want;
  } kCases[] = {
      {"/leaf", {}, false, "x...."},
      {"//leaf", {}, true, "xxxxx"},
      {"A/leaf", {Step(kA)}, false, "....x"},
      {"A//leaf", {Step(kA)}, true, ".xxxx"},
      {"A/B/leaf", {Step(kA), Step(kB)}, false, ".xxx."},
      {"A[1]/B/leaf", {Step(kA, false, 0), Step(kB)}, false, ".xxx."},
      {"A[2]/B/leaf", {Step(kA, false, 1), Step(kB)}, false, "....."},
      {"A/B[3]/leaf", {Step(kA), Step(kB, false, 2)}, false, "...x."},
      {"//B/leaf", {Step(kB, true)}, false, ".xxx."},
      {"//B[2]//leaf", {Step(kB, true, 1)}, true, "..x.."},
      {"B/leaf", {Step(kB)}, false, "....."},
      {"//A/leaf", {Step(kA, true)}, false, "....x"},
      {"A//B/leaf", {Step(kA), Step(kB, true)}, false, ".xxx."},
      {"A//A/leaf", {Step(kA), Step(kA, true)}, false, "....."},
      {"*/leaf", {any}, false, "....x"},
      {"*/*/leaf", {any, any}, false, ".xxx."},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(Matches(c.steps, c.gap_at_end), c.want) << c.path;
  }
}

TEST_F(PathTest, TheFirstStatementThatHoldsDecides) {
  const PathStep in_a[] = {Step(kA)};
  const PathPattern paths[] = {{}, {in_a, true}};
  std::array<SiteStatement, 4> statements;
  statements[0].condition = 3;
  statements[1].path = 1;
  statements[1].vrs = std::uint64_t{1} << static_cast<int>(Vr::kUI);
  statements[2].vrs = std::uint64_t{1} << static_cast<int>(Vr::kLO);
  constexpr std::uint16_t kEnd = SiteTable::kEndOfChain;
  const std::uint16_t chains[] = {kEnd, 0, 1, 2, 3, kEnd, 2, kEnd};
  RuleTable table;
  table.site.statements = statements;
  table.site.chains = chains;
  table.site.paths = paths;
  SiteState state;
  state.conditions = {0};
  const auto match = [&](std::uint32_t chain, std::uint32_t leaf) {
    return MatchChain(table, chain, index_.elements(), leaves_[leaf], state);
  };
  EXPECT_EQ(match(0, 0), kEnd);
  EXPECT_EQ(match(1, 0), 3);
  EXPECT_EQ(match(1, 2), 1);
  EXPECT_EQ(match(6, 2), kEnd);
  state.conditions = {1u << 3};
  EXPECT_EQ(match(1, 2), 0);
}

}  // namespace
}  // namespace dcmscrub
