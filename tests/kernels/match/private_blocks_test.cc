// Private blocks, wherever in their level creators and attributes stand, and
// what it costs to find them: steps are counted, as time tells little.
#include "kernels/match/private_blocks.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "kernels/match/verdict_finder.h"
#include "kernels/parse/object_facts.h"
#include "rules/compile/policy.h"
#include "tests/support/dicom_bytes.h"
#include "tests/support/policy_text.h"

namespace dcmscrub {
namespace {

class Indexed {
 public:
  explicit Indexed(DicomBytes bytes) : bytes_(std::move(bytes)) {
    index_.Begin(kExplicitLittle, 0, bytes_.size(), {});
    EXPECT_EQ(index_.Extend({0, 0, bytes_}), ElementIndex::Status::kDone);
    facts_ = CollectFacts(index_, bytes_);
  }

  const ElementIndex& index() const { return index_; }
  const ObjectFacts& facts() const { return facts_; }
  Bytes memory() const { return bytes_; }

 private:
  DicomBytes bytes_;
  ElementIndex index_;
  ObjectFacts facts_;
};

TEST(PrivateBlocks, FindsCreatorsAndAttributesOfEachLevel) {
  const DicomBytes item = DicomBytes()
                              .Element(0x0009, 0x0010, "LO", "INNER")
                              .Element(0x0009, 0x1001, "LO", "b");
  const Indexed object(DicomBytes()
                           .Element(0x0009, 0x1002, "LO", "a")
                           .Element(0x0009, 0x1101, "LO", "a")
                           .Element(0x0009, 0x0010, "LO", "OUTER")
                           .Element(0x0009, 0x0010, "LO", "AGAIN")
                           .Element(0x0009, 0x1001, "LO", "a")
                           .Sequence(0x0040, 0xA730, {item}));
  PrivateBlocks blocks;
  blocks.Begin(object.index().elements());
  const std::uint32_t key = BlockKey(Tag(0x0009, 0x1001));
  EXPECT_EQ(key, BlockKey(Tag(0x0009, 0x0010)));
  EXPECT_EQ(blocks.CreatorOf(kNoElement, key), 2u);
  const auto attributes = blocks.AttributesOf(kNoElement, key);
  ASSERT_EQ(attributes.size(), 2u);
  EXPECT_EQ(attributes[0].element, 0u);
  EXPECT_EQ(attributes[1].element, 4u);
  EXPECT_EQ(blocks.CreatorOf(6, key), 7u);
  EXPECT_EQ(blocks.AttributesOf(6, key).size(), 1u);
  EXPECT_EQ(blocks.CreatorOf(kNoElement, BlockKey(Tag(0x0009, 0x1101))),
            kNoElement);
}

// Each block has a creator and an attribute.
DicomBytes Blocks(std::uint32_t count, bool ordered) {
  DicomBytes bytes;
  for (std::uint32_t n = 0; n < count; ++n) {
    const std::uint32_t i = ordered ? n : count - 1 - n;
    const auto group = static_cast<std::uint16_t>(0x0009 + i / 200 * 2);
    const auto block = static_cast<std::uint16_t>(0x10 + i % 200);
    bytes.Element(group, block, "LO", "ACME");
    if (!ordered) {
      bytes.Element(group, static_cast<std::uint16_t>(block << 8 | 1), "LO",
                    "a");
    }
    if (ordered && i % 200 == 199) {
      for (std::uint16_t b = 0x10; b < 0x10 + 200; ++b) {
        bytes.Element(group, static_cast<std::uint16_t>(b << 8 | 1), "LO", "a");
      }
    }
  }
  return bytes;
}

// (0008,0300): that many blocks are safe.
DicomBytes Characteristics(std::size_t count) {
  return DicomBytes().Sequence(
      0x0008, 0x0300,
      std::vector<DicomBytes>(count,
                              DicomBytes()
                                  .Numbers(0x0008, 0x0301, "US", {9})
                                  .Element(0x0008, 0x0302, "LO", "ACME")
                                  .Element(0x0008, 0x0303, "CS", "SAFE")));
}

void ExpectLinear(const DicomBytes& bytes, const std::string& rules) {
  const Indexed object(bytes);
  TextCodec codec;
  const ObjectView view(object.index(), object.memory(), object.facts(), codec);
  const auto policy = PolicyOf(rules);
  PolicyCache tables(policy.get());
  VerdictFinder verdicts;
  verdicts.Begin(view, *tables.TableFor(kCtImageStorage), SiteState());
  const auto count =
      static_cast<std::uint32_t>(object.index().elements().size());
  for (std::uint32_t i = 0; i < count; ++i) {
    if (object.index().elements()[i].tag.is_private()) verdicts.Find(i);
  }
  EXPECT_LT(view.steps(), 10u * count);
}

TEST(PrivateBlocks, CostNoMoreThanThereAre) {
  for (const std::string rules :
       {"option retain-safe-private\n", "keep (0009,\"ACME\",01)\n",
        "trust private-characteristics\n"}) {
    SCOPED_TRACE(rules);
    for (const bool ordered : {false, true}) {
      ExpectLinear(Blocks(10'000, ordered), rules);
    }
    ExpectLinear(Characteristics(10'000).Raw(Blocks(10'000, true)), rules);
  }
}

}  // namespace
}  // namespace dcmscrub
