#include "rules/compile/policy.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <thread>
#include <vector>

#include "kernels/match/tag_matcher.h"
#include "rules/language/keywords.h"
#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

constexpr char kCt[] = "1.2.840.10008.5.1.4.1.1.2";
constexpr char kMr[] = "1.2.840.10008.5.1.4.1.1.4";
constexpr char kUs[] = "1.2.840.10008.5.1.4.1.1.6.1";
constexpr char kEnhancedCt[] = "1.2.840.10008.5.1.4.1.1.2.1";
constexpr char kEnhancedMr[] = "1.2.840.10008.5.1.4.1.1.4.1";
constexpr char kSegmentation[] = "1.2.840.10008.5.1.4.1.1.66.4";
constexpr char kRtStructureSet[] = "1.2.840.10008.5.1.4.1.1.481.3";
constexpr char kRtPlan[] = "1.2.840.10008.5.1.4.1.1.481.5";
constexpr char kGsps[] = "1.2.840.10008.5.1.4.1.1.11.1";
constexpr char kComprehensiveSr[] = "1.2.840.10008.5.1.4.1.1.88.33";
constexpr char kEncapsulatedPdf[] = "1.2.840.10008.5.1.4.1.1.104.1";
constexpr char kSlide[] = "1.2.840.10008.5.1.4.1.1.77.1.6";
constexpr char kEchoSr[] = "1.2.840.10008.5.1.4.1.1.88.72";
constexpr char kTomosynthesis[] = "1.2.840.10008.5.1.4.1.1.13.1.3";
constexpr char kPrivate[] = "1.2.3.4";

std::unique_ptr<const Policy> Basic() {
  return *Policy::FromProfileName("basic");
}

// What happens to the attribute at the end of `path`, or to the first
// sequence above it that goes as a whole.
Action Fate(const RuleTable& table, const std::vector<Tag>& path) {
  NodeId node = kTopNode;
  for (Tag tag : path) {
    const Action action = Match(table, tag, node).action;
    const bool entered = action == Action::kKeep || action == Action::kUid;
    if (!entered || tag == path.back()) return action;
    node = ChildNode(table, node, tag);
  }
  return Action::kKeep;
}

TEST(Policy, WellUnderstoodCases) {
  const Tag image(0x0008, 0x1140), instance(0x0008, 0x1155);
  const Tag source(0x0008, 0x2112), code(0x0008, 0x1032);
  const Tag series(0x0008, 0x1115), evidence(0x0040, 0xA375);
  const Tag serial(0x0018, 0x1000), content(0x0040, 0xA730);
  const Tag shared(0x5200, 0x9229), frames(0x5200, 0x9230);
  const Tag unknown_sequence(0x0018, 0x9506);
  const struct {
    const char* uid;
    std::vector<Tag> path;
    Action want;
  } cases[] = {
      // X/Z/U*: Type 3 in classic images, however the UIDs could be mapped.
      {kCt, {image}, Action::kRemove},
      {kCt, {source}, Action::kRemove},
      {kMr, {image}, Action::kRemove},
      // Where an object needs its references they survive, mapped.
      {kSegmentation, {series, Tag(0x0008, 0x114A), instance}, Action::kUid},
      {kSegmentation, {series, Tag(0x0020, 0x000E)}, Action::kUid},
      // Type 2 in the Derivation Image and Referenced Image macros.
      {kSegmentation, {frames, Tag(0x0008, 0x9124), source}, Action::kUid},
      {kEnhancedMr, {shared, image}, Action::kUid},
      {kGsps, {series, image, instance}, Action::kUid},
      {kGsps, {series, Tag(0x0020, 0x000E)}, Action::kUid},
      {kRtStructureSet,
       {Tag(0x3006, 0x0010), Tag(0x3006, 0x0012), Tag(0x3006, 0x0014),
        Tag(0x3006, 0x0016), instance},
       Action::kUid},
      {kRtPlan, {Tag(0x300C, 0x0060), instance}, Action::kUid},
      {kComprehensiveSr,
       {evidence, series, Tag(0x0008, 0x1199), instance},
       Action::kUid},
      // Patient and study.
      {kCt, {tags::kPatientName}, Action::kPatientName},
      {kCt, {tags::kPatientId}, Action::kPatientId},
      {kCt, {tags::kIssuerOfPatientId}, Action::kRemove},
      {kCt, {tags::kPatientBirthDate}, Action::kEmpty},
      {kCt, {Tag(0x0010, 0x0040)}, Action::kEmpty},
      {kCt, {Tag(0x0010, 0x1010)}, Action::kRemove},
      {kCt, {Tag(0x0008, 0x0090)}, Action::kEmpty},
      {kCt, {tags::kAccessionNumber}, Action::kEmpty},
      {kCt, {tags::kStudyDate}, Action::kEmpty},
      {kCt, {tags::kStudyInstanceUid}, Action::kUid},
      {kCt, {tags::kSopInstanceUid}, Action::kUid},
      {kCt, {Tag(0x0020, 0x0052)}, Action::kUid},
      {kCt, {tags::kSopClassUid}, Action::kKeep},
      {kCt, {Tag(0x0008, 0x1030)}, Action::kRemove},
      {kCt, {Tag(0x0008, 0x1120)}, Action::kRemove},
      // Group of patients: Type 1, a pseudonym as well.
      {kCt, {Tag(0x0010, 0x0027), tags::kPatientId}, Action::kPatientId},
      // By Type: 3, 1, 2.
      {kCt, {Tag(0x0008, 0x0012)}, Action::kRemove},
      {kRtPlan, {serial}, Action::kRemove},
      {kCt, {serial}, Action::kRemove},
      {kEnhancedMr, {serial}, Action::kDummy},
      {kEnhancedCt, {Tag(0x0008, 0x0023)}, Action::kDummy},
      {kCt, {Tag(0x0008, 0x0023)}, Action::kEmpty},
      {kEnhancedMr, {Tag(0x0008, 0x002A)}, Action::kDummy},
      {kRtStructureSet, {Tag(0x3006, 0x0002)}, Action::kDummy},
      {kRtStructureSet,
       {Tag(0x3006, 0x0020), Tag(0x3006, 0x0026)},
       Action::kEmpty},
      // D with no place in the IOD (E.1.1 note 13).
      {kCt, {Tag(0x0040, 0xA073)}, Action::kRemove},
      {kComprehensiveSr, {Tag(0x0040, 0xA073)}, Action::kDummy},
      {kCt, {content}, Action::kRemove},
      {kComprehensiveSr, {content}, Action::kDummy},
      {kCt, {Tag(0x0070, 0x0001)}, Action::kRemove},
      {kGsps, {Tag(0x0070, 0x0001)}, Action::kDummy},
      {kGsps, {Tag(0x0070, 0x0082)}, Action::kDummy},  // X, but Type 1
      {kEncapsulatedPdf, {tags::kEncapsulatedDocument}, Action::kDummy},
      {kEncapsulatedPdf, {Tag(0x0042, 0x0010)}, Action::kEmpty},
      // Content items outside a content tree.
      {kCt, {Tag(0x0040, 0xA124)}, Action::kUid},
      {kCt, {Tag(0x0040, 0xA123)}, Action::kRemove},
      // Two and more levels down.
      {kEnhancedMr,
       {frames, Tag(0x0020, 0x9111), Tag(0x0018, 0x9074)},
       Action::kDummy},
      {kEnhancedMr,
       {frames, Tag(0x0020, 0x9111), Tag(0x0020, 0x9158)},
       Action::kRemove},
      {kSlide, {Tag(0x0040, 0x0560), Tag(0x0040, 0x0551)}, Action::kDummy},
      {kSlide, {Tag(0x0040, 0x0560), Tag(0x0040, 0x0610)}, Action::kEmpty},
      {kSlide, {Tag(0x0040, 0x0560), Tag(0x0040, 0x0554)}, Action::kUid},
      // Codes: the version of a context group goes with D where a code stands.
      {kCt, {code, Tag(0x0008, 0x0106)}, Action::kDummy},
      {kCt, {code, Tag(0x0008, 0x0104)}, Action::kKeep},
      {kCt, {Tag(0x0008, 0x0106)}, Action::kRemove},
      // Never anywhere.
      {kCt, {Tag(0x0400, 0x0561)}, Action::kRemove},
      {kCt, {Tag(0x0088, 0x0200)}, Action::kRemove},
      {kUs, {Tag(0x6000, 0x3000)}, Action::kRemove},
      {kUs, {Tag(0x6002, 0x0010)}, Action::kRemove},
      {kCt, {Tag(0x5004, 0x3000)}, Action::kRemove},
      {kCt, {Tag(0x0009, 0x0010)}, Action::kRemove},
      {kCt, {Tag(0x0008, 0x0000)}, Action::kRemove},
      {kCt, {Tag(0xFFFC, 0xFFFC)}, Action::kRemove},
      {kCt, {Tag(0xFFFA, 0xFFFA)}, Action::kRemove},
      {kCt, {Tag(0x4FFE, 0x0001)}, Action::kRemove},
      {kCt, {Tag(0x0002, 0x0003)}, Action::kRemove},
      {kCt, {Tag(0x0004, 0x1511)}, Action::kRemove},
      {kCt, {Tag(0x0010, 0x9998)}, Action::kRemove},  // not in PS3.6
      {kCt, {tags::kPixelData}, Action::kKeep},
      // A sequence that the IOD does not have: Types cannot be told in it.
      {kCt, {unknown_sequence, serial}, Action::kDummy},
      {kCt, {unknown_sequence, image, instance}, Action::kUid},
      {kCt, {unknown_sequence, content}, Action::kDummy},
      {kCt, {unknown_sequence, Tag(0x0008, 0x0022)}, Action::kEmpty},
      // A SOP class that nobody knows: the last letter of the code.
      {kPrivate, {serial}, Action::kDummy},
      {kPrivate, {image, instance}, Action::kUid},
      {kPrivate, {Tag(0x0008, 0x0022)}, Action::kEmpty},
      {kPrivate, {Tag(0x0008, 0x0021)}, Action::kDummy},
      {kPrivate, {content}, Action::kDummy},
      {kPrivate, {tags::kPatientId}, Action::kPatientId},
      {kPrivate, {tags::kPatientName}, Action::kPatientName},
      {kPrivate, {Tag(0x0008, 0x1030)}, Action::kRemove},
      {kPrivate, {unknown_sequence, Tag(0x0008, 0x1030)}, Action::kRemove},
      {kPrivate, {Tag(0x0009, 0x0010)}, Action::kRemove},
  };
  const auto policy = Basic();
  for (const auto& c : cases) {
    const auto compiled = policy->Compile(c.uid);
    std::string path;
    for (Tag tag : c.path) path += RuleTagText(tag);
    EXPECT_EQ(ActionName(Fate(compiled->table(), c.path)), ActionName(c.want))
        << c.uid << " " << path;
  }
}

TEST(Policy, TablesFindEveryRuleAndNothingElse) {
  const auto policy = Basic();
  for (const char* uid : {kCt, kEnhancedMr, kPrivate}) {
    const auto compiled = policy->Compile(uid);
    const RuleTable& table = compiled->table();
    std::set<Tag> tags;
    for (std::size_t i = 0; i < table.attributes.rules.size(); ++i) {
      const Rule& rule = table.attributes.rules[i];
      EXPECT_EQ(rule.row, i);
      EXPECT_EQ(FindRule(table, rule.tag), &rule) << RuleTagText(rule.tag);
      tags.insert(rule.tag);
    }
    EXPECT_EQ(tags.size(), StandardDictionary().size());
    for (std::uint32_t value = 0; value < 0x02000000; value += 7) {
      const Tag tag(value * 128 + value % 128);
      const Rule* rule = FindRule(table, tag);
      EXPECT_EQ(rule != nullptr, tags.contains(CanonicalTag(tag)))
          << RuleTagText(tag);
    }
    EXPECT_EQ(FindRule(table, Tag(0x601E, 0x3000)),
              FindRule(table, Tag(0x6000, 0x3000)));

    std::set<std::pair<NodeId, Tag>> places;
    for (const PathRule& path : table.attributes.path_slots) {
      if (path.node == kUnknownNode) continue;
      EXPECT_EQ(FindPathRule(table, path.node, path.tag), &path);
      EXPECT_TRUE(places.insert({path.node, path.tag}).second);
    }
    for (const Rule& rule : table.attributes.rules) {
      for (NodeId node = 0; node < 400; ++node) {
        EXPECT_EQ(FindPathRule(table, node, rule.tag) != nullptr,
                  places.contains({node, rule.tag}));
      }
    }
  }
}

TEST(Policy, RulesCarryVrAndValueCountOfTheDictionary) {
  const auto compiled = Basic()->Compile(kCt);
  const RuleTable& table = compiled->table();
  const struct {
    Tag tag;
    Vr vr;
    int values;
  } cases[] = {
      {Tag(0x0010, 0x0010), Vr::kPN, 1},
      {Tag(0x0020, 0x0032), Vr::kDS, 3},  // 3
      {Tag(0x0008, 0x0008), Vr::kCS, 2},  // 2-n
      {Tag(0x3006, 0x0050), Vr::kDS, 3},  // 3-3n
      {Tag(0x0028, 0x0106), Vr::kUS, 1},  // US/SS
      {Tag(0x7FE0, 0x0010), Vr::kOW, 1},  // OB/OW
      {Tag(0x0008, 0x1140), Vr::kSQ, 1},
  };
  for (const auto& c : cases) {
    const Rule* rule = FindRule(table, c.tag);
    ASSERT_NE(rule, nullptr);
    EXPECT_EQ(rule->vr, c.vr) << RuleTagText(c.tag);
    EXPECT_EQ(rule->values, c.values) << RuleTagText(c.tag);
  }
}

TEST(Policy, VerdictsNameTheirDummies) {
  const Tag equipment(0x0018, 0x9506), content(0x0040, 0xA730);
  const struct {
    const char* uid;
    std::vector<Tag> path;
    Tag first;               // in the item
    std::string_view value;  // of an attribute
  } cases[] = {
      {kComprehensiveSr, {content}, Tag(0x0040, 0xA010), ""},
      {kComprehensiveSr, {Tag(0x0040, 0xA073)}, Tag(0x0040, 0xA027), ""},
      {kGsps, {Tag(0x0070, 0x0001)}, Tag(0x0070, 0x0002), ""},
      {kEchoSr, {Tag(0x0008, 0x0201)}, Tag(), "+0000"},
      {kTomosynthesis,
       {equipment, Tag(0x0008, 0x1072)},
       Tag(0x0008, 0x0080),
       ""},
      {kPrivate, {content}, Tag(0x0040, 0xA010), ""},
      {kPrivate, {equipment, content}, Tag(0x0040, 0xA010), ""},
  };
  const auto policy = Basic();
  for (const auto& c : cases) {
    const auto compiled = policy->Compile(c.uid);
    const RuleTable& table = compiled->table();
    NodeId node = kTopNode;
    for (std::size_t i = 0; i + 1 < c.path.size(); ++i) {
      node = ChildNode(table, node, c.path[i]);
    }
    const Verdict verdict = Match(table, c.path.back(), node);
    const std::string where = c.uid + RuleTagText(c.path.back());
    ASSERT_EQ(ActionName(verdict.action), "dummy") << where;
    ASSERT_NE(verdict.dummy, 0) << where;
    const Dummy& dummy = table.dummies.values[verdict.dummy];
    EXPECT_EQ(dummy.value, c.value) << where;
    ASSERT_EQ(dummy.item.empty(), c.first == Tag()) << where;
    if (dummy.item.empty()) continue;
    EXPECT_EQ(dummy.item[0].tag, c.first) << where;
  }
  // A constant of the VR will do.
  const auto compiled = policy->Compile(kEnhancedMr);
  const Verdict serial =
      Match(compiled->table(), Tag(0x0018, 0x1000), kTopNode);
  EXPECT_EQ(serial.action, Action::kDummy);
  EXPECT_EQ(serial.dummy, 0);
}

TEST(Policy, UnknownNamesAreRefusedWithWhatExists) {
  const auto policy = Policy::FromProfileName("advanced");
  ASSERT_FALSE(policy.ok());
  EXPECT_EQ(policy.status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(policy.status().message(),
            "no profile 'advanced'; there are: basic, none");
}

TEST(Policy, SaysWhatItDid) {
  const auto policy = Basic();
  const auto compiled = policy->Compile(kCt);
  const RuleTable& table = compiled->table();
  EXPECT_TRUE(table.attributes.sop_class_known);
  EXPECT_EQ(table.marks.method, policy->method());
  EXPECT_TRUE(policy->method().starts_with("dcmscrub "));
  EXPECT_TRUE(policy->method().ends_with(" PS3.15 2026d Basic " +
                                         policy->fingerprint().substr(0, 8)));
  EXPECT_LE(policy->method().size(), 64u);
  EXPECT_EQ(table.marks.temporal_information, "REMOVED");
  ASSERT_EQ(table.marks.method_codes.size(), 1u);
  EXPECT_EQ(table.marks.method_codes[0].value, "113100");
  EXPECT_EQ(table.marks.method_codes[0].meaning,
            "Basic Application Confidentiality Profile");
}

TEST(Policy, FingerprintIsStable) {
  const std::string fingerprint = Basic()->fingerprint();
  EXPECT_EQ(fingerprint, Basic()->fingerprint());
  EXPECT_EQ(fingerprint.size(), 16u);
  EXPECT_EQ(fingerprint.find_first_not_of("0123456789abcdef"),
            std::string::npos);
}

TEST(Policy, TablesOutliveThePolicy) {
  auto policy = Basic();
  const auto compiled = policy->Compile(kCt);
  policy.reset();
  EXPECT_EQ(Match(compiled->table(), tags::kPatientName, kTopNode).action,
            Action::kPatientName);
}

TEST(PolicyCache, GivesOneTableForEachIod) {
  const auto policy = Basic();
  PolicyCache cache(policy.get());
  const RuleTable* ct = cache.TableFor(kCt);
  EXPECT_EQ(cache.TableFor(kCt), ct);
  EXPECT_NE(cache.TableFor(kMr), ct);
  EXPECT_TRUE(ct->attributes.sop_class_known);
  const RuleTable* unknown = cache.TableFor(kPrivate);
  EXPECT_FALSE(unknown->attributes.sop_class_known);
  EXPECT_EQ(cache.TableFor(""), unknown);
  EXPECT_EQ(cache.TableFor("1.2.3.4.5"), unknown);
}

TEST(PolicyCache, ThreadsAgree) {
  const auto policy = Basic();
  PolicyCache cache(policy.get());
  std::vector<std::vector<const RuleTable*>> seen(4);
  std::vector<std::thread> threads;
  for (auto& tables : seen) {
    threads.emplace_back([&cache, &tables] {
      for (const SopClassRow& row : StandardSopClasses()) {
        tables.push_back(cache.TableFor(StandardText(row.uid)));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& tables : seen) EXPECT_EQ(tables, seen.front());
}

}  // namespace
}  // namespace dcmscrub
