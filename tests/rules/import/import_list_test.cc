#include "rules/import/import_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/rules/import/imported.h"

namespace dcmscrub {
namespace {

TEST(ImportTagList, ReadsTagsInEveryForm) {
  EXPECT_EQ(Imported(ImportFormat::kTagList, R"(# my tags
(0010,0010) Patient's Name
0010,0020
00100030 # born
PatientSex, sex
"0008,0080"
[0008,0090] x

(0018,xxxx)
60003000
(0010,0010)
(0029,1010) ours
0018,9999
PatientAdress
0008,0018
hello world!
PatientID, PatientName (0010,1010)  StudyID
(0008,0060) Modality
0008,1030; 0008,103E 00204000 and (0018,1030) # not (0040,0254)
["OtherPatientIDs", "PatientComments"]
0x00101020
Occupation PatientWeigth
)"),
            R"(# my tags
remove PatientName  # Patient's Name
remove PatientID
remove PatientBirthDate  # born
remove PatientSex  # sex
remove InstitutionName
remove ReferringPhysicianName  # x
remove (0018,xxxx)
remove (60xx,3000)
# line 11, (0010,0010): named above already
# line 12, (0029,1010) ours: removed by the profile, as it is not in PS3.6
# line 13, 0018,9999: removed by the profile, as it is not in PS3.6
# left: line 14, PatientAdress: no attribute 'PatientAdress'; did you mean PatientAddress?
# left: line 15, 0008,0018: SOPInstanceUID takes 'keep' and 'uid' alone
# left: line 16, hello world!: no attribute 'hello'
# line 17, PatientID: named above already
# line 17, PatientName: named above already
remove PatientAge
remove StudyID
remove Modality
remove StudyDescription
remove SeriesDescription
remove ImageComments
remove ProtocolName
remove OtherPatientIDs
remove PatientComments
remove PatientSize
remove Occupation
# left: line 22, PatientWeigth: no attribute 'PatientWeigth'; did you mean PatientWeight?
)");
}

TEST(ImportTagList, CountsEachTagOfALine) {
  const auto result = ImportRules(ImportFormat::kTagList, "x",
                                  "(0010,0010) (0010,0020) PatientSex x\n"
                                  "PatientAge PatientAdress\n");
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result->translated, 4U);
  EXPECT_EQ(result->left, 1U);
}

}  // namespace
}  // namespace dcmscrub
