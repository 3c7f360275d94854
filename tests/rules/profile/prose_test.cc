#include "rules/profile/prose.h"

#include <gtest/gtest.h>

#include <string_view>

#include "rules/language/keywords.h"

namespace dcmscrub {
namespace {

bool IsProseOf(const Profile& profile, std::string_view keyword) {
  const DictionaryRow* const row = FindKeyword(keyword);
  if (row == nullptr) {
    ADD_FAILURE() << keyword;
    return false;
  }
  return IsProse(*row, profile.Find(row->tag));
}

TEST(Prose, IsWhatPeopleDescribeAndName) {
  const Profile profile = Profile::Basic();
  for (const std::string_view keyword :
       {"CodeMeaning", "SeriesDescription", "ProtocolName", "PatientName",
        "DerivationDescription", "SegmentLabel", "WindowCenterWidthExplanation",
        "ImageComments", "OperatorsName", "ReasonForTheRequestedProcedure",
        "AcquisitionComments"}) {
    EXPECT_TRUE(IsProseOf(profile, keyword)) << keyword;
  }
}

TEST(Prose, IsNoCodeNorIdNorVersion) {
  const Profile profile = Profile::Basic();
  for (const std::string_view keyword : {"ManufacturerModelName",
                                         "SequenceName",
                                         "CodeValue",
                                         "CodingSchemeDesignator",
                                         "CodingSchemeVersion",
                                         "CodingSchemeUID",
                                         "CodingSchemeRegistry",
                                         "LongCodeValue",
                                         "ContextIdentifier",
                                         "PatientID",
                                         "AccessionNumber",
                                         "StudyID",
                                         "SoftwareVersions",
                                         "DeviceSerialNumber",
                                         "BodyPartExamined",
                                         "ImageType",
                                         "PatientAge",
                                         "StationAETitle",
                                         "StudyDate",
                                         "SliceThickness",
                                         "Manufacturer",
                                         "ConvolutionKernel"}) {
    EXPECT_FALSE(IsProseOf(profile, keyword)) << keyword;
  }
}

// Whatever the profile: what a text is does not depend on what becomes of it.
TEST(Prose, IsTheSameUnderEveryOption) {
  const Profile basic = Profile::Basic();
  for (int i = 0; i < kOptionCount; ++i) {
    ProfileChoice choice;
    choice.options = {{{}, static_cast<Option>(i), {}}};
    const Profile other(choice);
    for (const DictionaryRow& row : StandardDictionary()) {
      EXPECT_EQ(IsProse(row, basic.Find(row.tag)),
                IsProse(row, other.Find(row.tag)))
          << StandardText(row.keyword);
    }
  }
}

}  // namespace
}  // namespace dcmscrub
