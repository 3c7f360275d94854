#include "rules/standard/action.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/tsv.h"

namespace dcmscrub {
namespace {

constexpr Tag kAnyTag{0x0008, 0x1010};

constexpr AttributeType kTypes[] = {
    AttributeType::k1,      AttributeType::k1C, AttributeType::k2,
    AttributeType::k2C,     AttributeType::k3,  AttributeType::kAbsent,
    AttributeType::kUnknown};

std::string Letters(ActionCode code, bool required, Tag tag, Vr vr) {
  std::string text;
  for (AttributeType type : kTypes) {
    const bool here = required && type == AttributeType::k1;
    text += ActionName(ResolveAction(code, {type, here}, tag, vr));
    text += ' ';
  }
  return text;
}

TEST(Action, EveryCodeOfTheStandardIsKnownByItsName) {
  int count = 0;
  for (const TsvRow& row : ReadStandardTable("action_codes.tsv")) {
    const ActionCode code = ParseActionCode(row.at("code"));
    EXPECT_NE(code, ActionCode::kNone) << row.at("code");
    EXPECT_EQ(ActionCodeName(code), row.at("code"));
    ++count;
  }
  EXPECT_EQ(count, kActionCodeCount - 1);
  EXPECT_EQ(ParseActionCode("X/Z/"), ActionCode::kNone);
  EXPECT_EQ(ParseActionCode(""), ActionCode::kNone);
}

TEST(Action, CodesResolveByType) {
  const struct {
    ActionCode code;
    const char* want;  // 1 1C 2 2C 3 absent unknown
  } cases[] = {
      {ActionCode::kNone, "keep keep keep keep keep keep keep "},
      {ActionCode::kK, "keep keep keep keep keep keep keep "},
      {ActionCode::kU, "uid uid uid uid uid uid uid "},
      {ActionCode::kD, "dummy dummy dummy dummy dummy remove dummy "},
      {ActionCode::kZ, "dummy dummy empty empty empty remove empty "},
      {ActionCode::kX, "dummy remove empty empty remove remove remove "},
      {ActionCode::kZD, "dummy dummy empty empty empty remove dummy "},
      {ActionCode::kXZ, "dummy dummy empty empty remove remove empty "},
      {ActionCode::kXD, "dummy dummy empty empty remove remove dummy "},
      {ActionCode::kXZD, "dummy dummy empty empty remove remove dummy "},
      {ActionCode::kXZU, "uid uid uid uid remove remove uid "},
      {ActionCode::kC, "clean clean clean clean clean clean clean "},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(Letters(c.code, true, kAnyTag, Vr::kLO), c.want)
        << ActionCodeName(c.code);
  }
}

TEST(Action, RemoveStaysRemoveWhereTheModuleMayBeMissing) {
  EXPECT_EQ(Letters(ActionCode::kX, false, kAnyTag, Vr::kLO),
            "remove remove empty empty remove remove remove ");
}

TEST(Action, OverlaysCurvesAndSignaturesGetNoDummy) {
  for (Tag tag :
       {Tag(0x6000, 0x3000), Tag(0x601E, 0x3000), Tag(0x5004, 0x3000),
        Tag(0x0400, 0x0120), Tag(0x4FFE, 0x0001), Tag(0xFFFA, 0xFFFA)}) {
    EXPECT_EQ(
        ResolveAction(ActionCode::kX, {AttributeType::k1, true}, tag, Vr::kOW),
        Action::kRemove);
  }
}

TEST(Action, PatientIdentifiersBecomePseudonymsAndNothingElseDoes) {
  const Place type2{AttributeType::k2, false};
  const Place type1{AttributeType::k1, true};
  const Place absent{AttributeType::kAbsent, false};
  const Place unknown{AttributeType::kUnknown, false};
  for (Place place : {type1, type2, unknown}) {
    EXPECT_EQ(ResolveAction(ActionCode::kZD, place, tags::kPatientId, Vr::kLO),
              Action::kPatientId);
    EXPECT_EQ(ResolveAction(ActionCode::kZ, place, tags::kPatientName, Vr::kPN),
              Action::kPatientName);
  }
  EXPECT_EQ(ResolveAction(ActionCode::kZD, absent, tags::kPatientId, Vr::kLO),
            Action::kRemove);
  EXPECT_EQ(ResolveAction(ActionCode::kX, type2, tags::kPatientId, Vr::kLO),
            Action::kPatientId);
  EXPECT_EQ(
      ResolveAction(ActionCode::kZ, type2, tags::kIssuerOfPatientId, Vr::kLO),
      Action::kEmpty);
}

TEST(Action, DummyOfAUidIsANewUid) {
  EXPECT_EQ(ResolveAction(ActionCode::kD, {AttributeType::k1, true},
                          Tag(0x006A, 0x0003), Vr::kUI),
            Action::kUid);
}

TEST(Action, ReferencedStudiesThatMustStayAreMapped) {
  EXPECT_EQ(Letters(ActionCode::kXZ, true, Tag(0x0008, 0x1110), Vr::kSQ),
            "uid uid empty empty remove remove empty ");
}

TEST(Action, CleaningGoesByVr) {
  const struct {
    Vr vr;
    const char* want;
  } cases[] = {
      {Vr::kDA, "shift"},   {Vr::kDT, "shift"}, {Vr::kTM, "shift"},
      {Vr::kAS, "cap-age"}, {Vr::kAE, "clean"}, {Vr::kCS, "clean"},
      {Vr::kLO, "clean"},   {Vr::kLT, "clean"}, {Vr::kPN, "clean"},
      {Vr::kSH, "clean"},   {Vr::kST, "clean"}, {Vr::kUC, "clean"},
      {Vr::kUR, "clean"},   {Vr::kUT, "clean"}, {Vr::kSQ, "keep"},
  };
  for (const auto& c : cases) {
    std::string want;
    for (std::size_t i = 0; i < std::size(kTypes); ++i) {
      want += std::string(c.want) + " ";
    }
    EXPECT_EQ(Letters(ActionCode::kC, true, kAnyTag, c.vr), want)
        << VrName(c.vr);
  }
  EXPECT_EQ(Letters(ActionCode::kC, true, kAnyTag, Vr::kOB),
            "dummy dummy empty empty remove remove remove ");
}

TEST(Action, ContentItemsAreCleanedOneByOne) {
  for (Tag tag : {Tag(0x0040, 0x0555), Tag(0x0040, 0x0610), Tag(0x0040, 0xA730),
                  Tag(0x0040, 0xB020)}) {
    EXPECT_EQ(
        ResolveAction(ActionCode::kC, {AttributeType::k2, false}, tag, Vr::kSQ),
        Action::kClean);
  }
}

TEST(Action, NoOneCleansOverlaysAndCurves) {
  const Place required{AttributeType::k1, true};
  EXPECT_EQ(
      ResolveAction(ActionCode::kC, required, Tag(0x6000, 0x3000), Vr::kOW),
      Action::kRemove);
  EXPECT_EQ(
      ResolveAction(ActionCode::kC, required, Tag(0x6000, 0x4000), Vr::kLT),
      Action::kRemove);
  EXPECT_EQ(
      ResolveAction(ActionCode::kC, required, Tag(0x5000, 0x3000), Vr::kOW),
      Action::kRemove);
}

// PS3.15 E.3.6: it is in both date options, but is no date.
TEST(Action, ZonesStayWhereDatesAreMoved) {
  EXPECT_EQ(ResolveAction(ActionCode::kC, {AttributeType::k3, false},
                          Tag(0x0008, 0x0201), Vr::kSH),
            Action::kKeep);
}

TEST(Action, NobodyKeepsAnAgeAboveNinety) {
  EXPECT_EQ(ResolveAction(ActionCode::kK, {AttributeType::k3, false},
                          Tag(0x0010, 0x1010), Vr::kAS),
            Action::kCapAge);
  EXPECT_EQ(ResolveAction(ActionCode::kNone, {AttributeType::k3, false},
                          Tag(0x0010, 0x1010), Vr::kAS),
            Action::kKeep);
}

}  // namespace
}  // namespace dcmscrub
