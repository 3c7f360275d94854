#include "rules/profile/dummies.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <set>
#include <string>
#include <vector>

#include "kernels/core/bytes.h"
#include "rules/language/keywords.h"
#include "rules/profile/profile.h"
#include "rules/standard/iod.h"
#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

const DummyElement* FindElement(std::span<const DummyElement> item, Tag tag) {
  for (const DummyElement& element : item) {
    if (element.level == 0 && element.tag == tag) return &element;
  }
  return nullptr;
}

// The elements of the item of the sequence at `at`, one level up.
std::vector<DummyElement> Inner(std::span<const DummyElement> item,
                                std::size_t at) {
  std::vector<DummyElement> inner;
  const int level = item[at].level;
  for (std::size_t i = at + 1; i < item.size() && item[i].level > level; ++i) {
    inner.push_back(item[i]);
    inner.back().level = static_cast<std::uint8_t>(item[i].level - level - 1);
  }
  return inner;
}

// That `item` has what the IOD asks for at `node`, all the way down. What is
// there is the choice of the item's author: Type 1 attributes of content items
// belong to one value type each, so those are told by hand below.
void CheckItem(const Iod& iod, NodeId node, std::span<const DummyElement> item,
               const std::string& where) {
  for (const IodEntry& entry : iod.entries(node)) {
    if (entry.place.type != AttributeType::k1 &&
        entry.place.type != AttributeType::k2) {
      continue;
    }
    const DummyElement* element = FindElement(item, entry.tag);
    ASSERT_NE(element, nullptr) << where << " lacks " << RuleTagText(entry.tag);
    if (element->vr != Vr::kSQ && entry.place.type == AttributeType::k1) {
      EXPECT_FALSE(element->value.empty()) << where << RuleTagText(entry.tag);
    }
  }
  for (std::size_t i = 0; i < item.size(); ++i) {
    if (item[i].level != 0) continue;
    const IodEntry* entry = iod.Find(node, item[i].tag);
    EXPECT_NE(entry, nullptr) << where << " has " << RuleTagText(item[i].tag);
    if (entry == nullptr || item[i].vr != Vr::kSQ) continue;
    // A sequence always comes with an item.
    const std::vector<DummyElement> inner = Inner(item, i);
    EXPECT_FALSE(inner.empty()) << where << RuleTagText(item[i].tag);
    if (entry->child == kUnknownNode) continue;
    CheckItem(iod, entry->child, inner, where + ">" + RuleTagText(item[i].tag));
  }
}

bool IsContentTree(Tag tag) { return tag == Tag(0x0040, 0xA730); }

// Every sequence of an IOD that the Basic profile turns into a dummy, at
// places that are not removed with what is around them.
std::vector<IodEntry> DummiedSequences(const Iod& iod, const Profile& profile) {
  std::vector<IodEntry> dummied;
  std::set<NodeId> seen = {kTopNode};
  std::vector<NodeId> open = {kTopNode};
  while (!open.empty()) {
    const NodeId node = open.back();
    open.pop_back();
    for (const IodEntry& entry : iod.entries(node)) {
      if (FindDictionaryRow(entry.tag)->vr != Vr::kSQ) continue;
      const Action action = ResolveAction(profile.CodeFor(entry.tag),
                                          entry.place, entry.tag, Vr::kSQ);
      if (action == Action::kDummy) dummied.push_back(entry);
      const bool entered = action == Action::kKeep || action == Action::kUid;
      if (!entered || entry.child == kUnknownNode) continue;
      if (seen.insert(entry.child).second) open.push_back(entry.child);
    }
  }
  return dummied;
}

TEST(Dummies, ItemsMeetTheTypesOfEveryPlaceThatAsksForThem) {
  const Profile profile = Profile::Basic();
  int checked = 0;
  for (std::uint16_t i = 0; i < StandardCiods().size(); ++i) {
    const Iod iod(i);
    for (const IodEntry& entry : DummiedSequences(iod, profile)) {
      const std::string where =
          std::string(StandardText(StandardCiods()[i].name)) + " " +
          RuleTagText(entry.tag);
      const std::uint16_t dummy = DummyFor(entry.tag);
      ASSERT_NE(dummy, 0) << where;
      ASSERT_FALSE(StandardDummies()[dummy].item.empty()) << where;
      if (entry.child == kUnknownNode || IsContentTree(entry.tag)) continue;
      CheckItem(iod, entry.child, StandardDummies()[dummy].item, where);
      ++checked;
    }
  }
  EXPECT_GT(checked, 30);
}

TEST(Dummies, SequencesAreDummiedAtUnknownPlacesOnlyWithAnItem) {
  const Profile profile = Profile::Basic();
  for (const Profile::Row& row : profile.rows()) {
    const DictionaryRow* entry = FindDictionaryRow(row.tag);
    if (entry->vr != Vr::kSQ ||
        ResolveAction(row.code, {AttributeType::kUnknown, false}, row.tag,
                      entry->vr) != Action::kDummy) {
      continue;
    }
    EXPECT_NE(DummyFor(row.tag), 0) << RuleTagText(row.tag);
  }
}

TEST(Dummies, ElementsAreInOrderWithTheVrOfTheDictionary) {
  EXPECT_TRUE(StandardDummies()[0].item.empty());
  EXPECT_TRUE(StandardDummies()[0].value.empty());
  for (const Dummy& dummy : StandardDummies()) {
    Tag last[4];
    int level = 0;
    for (const DummyElement& element : dummy.item) {
      ASSERT_LE(element.level, level + 1);
      if (element.level > level) last[element.level] = Tag();
      level = element.level;
      EXPECT_LT(last[level], element.tag) << RuleTagText(element.tag);
      last[level] = element.tag;
      EXPECT_EQ(element.vr, FindDictionaryRow(element.tag)->vr)
          << RuleTagText(element.tag);
      const VrTraits& traits = Traits(element.vr);
      if (traits.text && traits.max_length != 0) {
        EXPECT_LE(element.value.size(), traits.max_length)
            << RuleTagText(element.tag);
      }
    }
  }
}

TEST(Dummies, ContentTreeIsATextItem) {
  const std::span<const DummyElement> item =
      StandardDummies()[DummyFor(Tag(0x0040, 0xA730))].item;
  for (const auto& [tag, value] :
       std::initializer_list<std::pair<Tag, std::string_view>>{
           {Tag(0x0040, 0xA010), "CONTAINS"},
           {Tag(0x0040, 0xA040), "TEXT"},
           {Tag(0x0040, 0xA160), "Removed by de-identification"}}) {
    const DummyElement* element = FindElement(item, tag);
    ASSERT_NE(element, nullptr) << RuleTagText(tag);
    EXPECT_EQ(element->value, value);
  }
}

std::string_view DocumentOf(std::string_view mime_type) {
  for (const DummyDocument& document : StandardDocuments()) {
    if (document.mime_type == mime_type) return AsText(document.bytes);
  }
  return {};
}

TEST(Dummies, PdfOffsetsPointAtWhatTheyName) {
  const std::string pdf(DocumentOf("application/pdf"));
  ASSERT_TRUE(pdf.starts_with("%PDF-"));
  const std::size_t start = pdf.find("startxref\n") + 10;
  const std::size_t table = std::strtoul(pdf.c_str() + start, nullptr, 10);
  ASSERT_EQ(pdf.substr(table, 9), "xref\n0 4\n");
  for (std::size_t i = 1; i < 4; ++i) {
    const std::size_t entry = table + 9 + 20 * i;  // 20 bytes each
    ASSERT_EQ(pdf.substr(entry + 10, 10), " 00000 n \n");
    const std::size_t at = std::strtoul(pdf.c_str() + entry, nullptr, 10);
    EXPECT_EQ(pdf.substr(at, 7), std::to_string(i) + " 0 obj");
  }
}

TEST(Dummies, StlHasTheTrianglesItCounts) {
  const std::string_view stl = DocumentOf("model/stl");
  ASSERT_GE(stl.size(), 84u);
  const std::uint32_t triangles =
      Load<std::uint32_t>(AsBytes(stl).data() + 80, ByteOrder::kLittle);
  EXPECT_GE(triangles, 1u);
  EXPECT_EQ(stl.size(), 84 + 50 * triangles);
  EXPECT_FALSE(stl.starts_with("solid"));  // would be taken for text
}

TEST(Dummies, EveryEncapsulatedTypeHasADocument) {
  for (const char* type : {"application/pdf", "text/xml", "text/XML",
                           "model/stl", "model/obj", "model/mtl"}) {
    EXPECT_FALSE(DocumentOf(type).empty()) << type;
  }
}

}  // namespace
}  // namespace dcmscrub
