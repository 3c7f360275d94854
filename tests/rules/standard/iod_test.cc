#include "rules/standard/iod.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "rules/language/keywords.h"
#include "rules/profile/profile.h"
#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

constexpr char kCt[] = "1.2.840.10008.5.1.4.1.1.2";
constexpr char kEnhancedMr[] = "1.2.840.10008.5.1.4.1.1.4.1";
constexpr char kComprehensiveSr[] = "1.2.840.10008.5.1.4.1.1.88.33";

Iod IodFor(const char* uid) { return Iod(FindSopClass(uid)->ciod); }

// The node at the end of a path of sequences, and kUnknownNode off the tree.
NodeId NodeAt(const Iod& iod, const std::vector<Tag>& path) {
  NodeId node = kTopNode;
  for (Tag tag : path) {
    const IodEntry* entry = iod.Find(node, tag);
    if (entry == nullptr || entry->child == kUnknownNode) return kUnknownNode;
    node = entry->child;
  }
  return node;
}

TEST(Iod, EveryIodIsATreeOfKnownAttributes) {
  std::size_t largest = 0;
  for (std::uint16_t i = 0; i < StandardCiods().size(); ++i) {
    const Iod iod(i);
    const std::string name(StandardText(StandardCiods()[i].name));
    largest = std::max<std::size_t>(largest, iod.node_count());
    const IodEntry* previous = nullptr;
    for (const IodEntry& entry : iod.entries()) {
      EXPECT_NE(FindDictionaryRow(entry.tag), nullptr)
          << name << " " << RuleTagText(entry.tag);
      EXPECT_LT(entry.node, iod.node_count());
      if (entry.child != kUnknownNode) {
        EXPECT_LT(entry.child, iod.node_count()) << name;
        EXPECT_NE(entry.child, kTopNode) << name;
      }
      if (previous != nullptr && previous->node == entry.node) {
        EXPECT_LT(previous->tag, entry.tag) << name;
      }
      previous = &entry;
    }
  }
  // Node numbers have 16 bits.
  EXPECT_GT(largest, 200u);
  EXPECT_LT(largest, 2000u);
}

TEST(Iod, StrictestTypeOfAllModulesWins) {
  // General Equipment: 3; Enhanced General Equipment: 1.
  const Tag serial(0x0018, 0x1000);
  const Iod ct = IodFor(kCt), mr = IodFor(kEnhancedMr);
  EXPECT_EQ(ct.Find(kTopNode, serial)->place.type, AttributeType::k3);
  EXPECT_EQ(mr.Find(kTopNode, serial)->place.type, AttributeType::k1);
  EXPECT_TRUE(mr.Find(kTopNode, serial)->place.required);
}

TEST(Iod, ModulesThatMayBeMissingRequireNothing) {
  // Clinical Trial Subject, usage U.
  const Iod ct = IodFor(kCt);
  const IodEntry* sponsor = ct.Find(kTopNode, Tag(0x0012, 0x0010));
  ASSERT_NE(sponsor, nullptr);
  EXPECT_EQ(sponsor->place.type, AttributeType::k1);
  EXPECT_FALSE(sponsor->place.required);
}

TEST(Iod, SharedAndPerFrameGroupsAreOneNode) {
  const Iod iod = IodFor(kEnhancedMr);
  const NodeId shared = NodeAt(iod, {Tag(0x5200, 0x9229)});
  EXPECT_NE(shared, kUnknownNode);
  EXPECT_EQ(shared, NodeAt(iod, {Tag(0x5200, 0x9230)}));
  // Frame Content Macro.
  EXPECT_NE(NodeAt(iod, {Tag(0x5200, 0x9230), Tag(0x0020, 0x9111)}),
            kUnknownNode);
  // Plane Position Macro.
  const NodeId plane = NodeAt(iod, {Tag(0x5200, 0x9229), Tag(0x0020, 0x9113)});
  ASSERT_NE(plane, kUnknownNode);
  EXPECT_NE(iod.Find(plane, Tag(0x0020, 0x0032)), nullptr);
  EXPECT_EQ(NodeAt(IodFor(kCt), {Tag(0x5200, 0x9229)}), kUnknownNode);
}

TEST(Iod, ContentItemsLeadBackToThemselves) {
  const Iod iod = IodFor(kComprehensiveSr);
  const Tag content(0x0040, 0xA730);
  const NodeId items = NodeAt(iod, {content});
  ASSERT_NE(items, kUnknownNode);
  EXPECT_EQ(NodeAt(iod, {content, content}), items);
  EXPECT_EQ(NodeAt(iod, {content, content, content}), items);
}

TEST(Iod, CodeSequencesHaveTheAttributesOfACode) {
  const Tag meaning(0x0008, 0x0104);
  const Tag version(0x0008, 0x0106);
  const Tag equivalent(0x0008, 0x0121);
  const struct {
    const char* uid;
    std::vector<Tag> path;
  } cases[] = {
      {kCt, {Tag(0x0008, 0x1032)}},                       // by its keyword
      {kCt, {Tag(0x0008, 0x1032), equivalent}},           // within itself
      {kCt, {Tag(0x0008, 0x2218)}},                       // by another name
      {kCt, {Tag(0x0008, 0x2218), Tag(0x0008, 0x2220)}},  // with more inside
      {kEnhancedMr,
       {Tag(0x5200, 0x9229), Tag(0x0020, 0x9071),
        Tag(0x0008, 0x2218)}},  // below groups
  };
  for (const auto& c : cases) {
    const Iod iod = IodFor(c.uid);
    const NodeId node = NodeAt(iod, c.path);
    ASSERT_NE(node, kUnknownNode) << RuleTagText(c.path.back());
    ASSERT_NE(iod.Find(node, meaning), nullptr) << RuleTagText(c.path.back());
    EXPECT_EQ(iod.Find(node, meaning)->place.type, AttributeType::k1);
    ASSERT_NE(iod.Find(node, version), nullptr);
    EXPECT_EQ(iod.Find(node, version)->place.type, AttributeType::k1C);
    ASSERT_NE(iod.Find(node, equivalent), nullptr);
    EXPECT_NE(iod.Find(node, equivalent)->child, kUnknownNode);
  }
}

TEST(Iod, SequencesOfAnythingLeadNowhere) {
  // Modified Attributes Sequence may hold every attribute there is.
  EXPECT_EQ(NodeAt(IodFor(kCt), {Tag(0x0400, 0x0561), Tag(0x0400, 0x0550)}),
            kUnknownNode);
  EXPECT_NE(NodeAt(IodFor(kCt), {Tag(0x0400, 0x0561)}), kUnknownNode);
}

}  // namespace
}  // namespace dcmscrub
