#include "kernels/parse/object_facts.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/dicom_bytes.h"
#include "tests/support/window_reader.h"

namespace dcmscrub {
namespace {

class ObjectFactsTest : public testing::Test {
 protected:
  ObjectFacts Collect(const DicomBytes& in) {
    in_ = in;
    EXPECT_TRUE(reader_.Read(in_, 0, in_.encoding(), {}, kWholeWindow));
    return CollectFacts(reader_.index(), reader_.memory());
  }

  DicomBytes in_;
  WindowReader reader_;
};

TEST_F(ObjectFactsTest, AreTopLevelValuesWithoutPadding) {
  const DicomBytes other =
      DicomBytes().Element(0x0010, 0x0020, "LO", "another");
  const ObjectFacts facts =
      Collect(DicomBytes()
                  .Element(0x0008, 0x0005, "CS", "ISO_IR 192")
                  .Element(0x0008, 0x0016, "UI", kCtImageStorage)
                  .Element(0x0008, 0x0018, "UI", "1.2.3")
                  .Element(0x0008, 0x0060, "CS", "CT ")
                  .Sequence(0x0008, 0x1140, {other})
                  .Element(0x0010, 0x0010, "PN", " DOE^J ")
                  .Element(0x0010, 0x0020, "LO", "123")
                  .Element(0x0010, 0x0021, "LO", "HOSPITAL1")
                  .Element(0x0020, 0x000D, "UI", "1.2.3.1")
                  .Element(0x0020, 0x000E, "UI", "1.2.3.2")
                  .Numbers(0x0028, 0x0103, "US", {1})
                  .Element(0x0042, 0x0012, "LO", "application/pdf"));
  EXPECT_EQ(facts.character_set, "ISO_IR 192");
  EXPECT_EQ(facts.sop_class_uid, kCtImageStorage);
  EXPECT_EQ(facts.sop_instance_uid, "1.2.3");
  EXPECT_EQ(facts.modality, "CT");
  EXPECT_EQ(facts.patient_name, "DOE^J");
  EXPECT_EQ(facts.patient_id, "123");
  EXPECT_EQ(facts.issuer_of_patient_id, "HOSPITAL1");
  EXPECT_EQ(facts.study_instance_uid, "1.2.3.1");
  EXPECT_EQ(facts.series_instance_uid, "1.2.3.2");
  EXPECT_EQ(facts.pixel_representation, 1);
  EXPECT_EQ(facts.mime_type, "application/pdf");
}

TEST_F(ObjectFactsTest, ComeFromTheFirstCopy) {
  const ObjectFacts facts = Collect(DicomBytes()
                                        .Element(0x0010, 0x0020, "LO", "one")
                                        .Element(0x0010, 0x0020, "LO", "two"));
  EXPECT_EQ(facts.patient_id, "one");
}

TEST_F(ObjectFactsTest, FollowTheByteOrder) {
  EXPECT_EQ(Collect(DicomBytes(kExplicitBig).Numbers(0x0028, 0x0103, "US", {1}))
                .pixel_representation,
            1);
}

TEST_F(ObjectFactsTest, AreEmptyWhereNothingStands) {
  const ObjectFacts facts =
      Collect(DicomBytes()
                  .Element(0x0010, 0x0020, "LO", "")
                  .Element(0x0028, 0x0103, "US", "long value"));
  EXPECT_EQ(facts.patient_id, "");
  EXPECT_EQ(facts.sop_class_uid, "");
  EXPECT_EQ(facts.pixel_representation, 0);
}

struct MetaCase {
  const char* fact;
  std::string_view meta, data_set, want;
  bool incomplete, mismatched;
};

TEST(CompleteFacts, TakesTheInstanceFromTheFileMetaOnlyWhereItIsMissing) {
  const MetaCase cases[] = {
      {"both agree", "1.2.3", "1.2.3", "1.2.3", false, false},
      {"both disagree", "1.2.4", "1.2.3", "1.2.3", false, true},
      {"file meta alone", "1.2.4", "", "1.2.4", true, false},
      {"data set alone", "", "1.2.3", "1.2.3", true, false},
      {"neither", "", "", "", true, false},
  };
  for (const MetaCase& c : cases) {
    FilePrefix prefix;
    prefix.sop_class_uid = ShortText(kCtImageStorage);
    prefix.sop_instance_uid = ShortText(c.meta);
    ObjectFacts facts;
    facts.sop_class_uid = kCtImageStorage;
    facts.sop_instance_uid = c.data_set;
    const WarningSet warnings = CompleteFacts(prefix, facts);
    EXPECT_EQ(facts.sop_instance_uid, c.want) << c.fact;
    EXPECT_EQ(warnings.Has(Warning::kMetaIncomplete), c.incomplete) << c.fact;
    EXPECT_EQ(warnings.Has(Warning::kMismatchedInstanceUid), c.mismatched)
        << c.fact;
  }
}

TEST(CompleteFacts, TakesTheClassFromTheFileMetaWhereItIsMissing) {
  FilePrefix prefix;
  prefix.sop_class_uid = ShortText(kCtImageStorage);
  ObjectFacts facts;
  CompleteFacts(prefix, facts);
  EXPECT_EQ(facts.sop_class_uid, kCtImageStorage);
}

}  // namespace
}  // namespace dcmscrub
