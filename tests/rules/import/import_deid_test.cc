#include "rules/import/import_deid.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/rules/import/imported.h"

namespace dcmscrub {
namespace {

TEST(ImportDeid, ReadsTheHeader) {
  EXPECT_EQ(Imported(ImportFormat::kDeid, R"(FORMAT dicom
%filter coin
LABEL x
%header
BLANK PatientSex
REMOVE endswith:Address
ADD PatientIdentityRemoved YES
ADD PatientComments "a 'b' value"
REPLACE PatientID var:suid
REPLACE StudyInstanceUID func:generate_uid
REPLACE StudyID func:mine
REPLACE A__StudyInstanceUID deid_func:dicom_uuid
JITTER contains:date var:jitter
REMOVE ALL func:is_name
REMOVE select:group:0019
BLANK select:VR:TM
BLANK except:Manufacturer|Rows
KEEP Modality
KEEP (0019,"ACME 1",10)
REMOVE contains:^Study.*(ID|Date)$
DROP x
)"),
            R"(# line 1, FORMAT dicom
# left: line 21, DROP x: no such action is known
# left: line 3, %filter coin, LABEL x: it has no criteria
keep Modality
keep (0019,"ACME 1",10)
# left: line 7, ADD PatientIdentityRemoved YES: no rule for PatientIdentityRemoved: the program itself writes it
set PatientComments = "a 'b' value"
replace PatientID with lookup "suid.csv" PatientID  # a table: Patient ID, value
uid StudyInstanceUID
# left: line 11, REPLACE StudyID func:mine: functions of one's own are not known
# left: line 12, REPLACE A__StudyInstanceUID deid_func:dicom_uuid: no attribute 'A'
shift *Date*, *date*  # by the patient's own number of days, from the key
remove *Address
# left: line 14, REMOVE ALL func:is_name: functions of one's own are not known
remove (0019,xxxx)
remove StudyArrivalDate, StudyCompletionDate, StudyComponentStatusID, StudyDate, StudyID, StudyInstanceUID, StudyPriorityID, StudyReadDate, StudyStatusID, StudyVerifiedDate
empty PatientSex
empty vr TM
empty all except *Manufacturer*, *Rows*
)");
}

TEST(ImportDeid, TakesCreatorsAsTheyAre) {
  EXPECT_EQ(Imported(ImportFormat::kDeid, R"(%header
KEEP (0033,"ACME: OBJECT (2) 1.0",1E)
KEEP 0033,"ACME: X",xx
KEEP (0033,ACME: PLAIN,01)
REMOVE (0033,101E)
KEEP 0033101E
REMOVE 00189999
KEEP (0018,1030)
)"),
            R"(keep (0033,"ACME: OBJECT (2) 1.0",1E)
keep (0033,"ACME: X",xx)
keep (0033,"ACME: PLAIN",01)
# left: line 6, KEEP 0033101E: private attributes go by their creator: (gggg,"CREATOR",ee)
keep ProtocolName
# line 5, REMOVE (0033,101E): removed by the profile
# line 7, REMOVE 00189999: removed by the profile
)");
}

TEST(ImportDeid, TakesGroupsOfFieldsAndValues) {
  EXPECT_EQ(Imported(ImportFormat::kDeid, R"(%fields persons
FIELD PatientID
FIELD endswith:PhysicianName
SPLIT PatientName
%values names
SPLIT PatientName splitval='^';minlength='4'
FIELD PatientID
%header
BLANK fields:persons
REMOVE fields:others
REMOVE values:names
REMOVE ALL values:names
REMOVE ALL contains:([0-9]{7})
%other
X y
)"),
            R"(# line 2, FIELD PatientID
# line 3, FIELD endswith:PhysicianName
# left: line 4, SPLIT PatientName: want FIELD and its name
# line 6, SPLIT PatientName splitval='^';minlength='4': its value is searched for in outputs where it is taken out
# line 7, FIELD PatientID: its value is searched for in outputs where it is taken out
# left: line 14, %other: no such section is known
# left: line 15, X y: not in %header
# left: line 10, REMOVE fields:others: no %fields has this name
# left: line 11, REMOVE values:names: outputs are searched for what is taken out of them (docs/residue.md); that goes by the rules about those attributes
# left: line 12, REMOVE ALL values:names: outputs are searched for what is taken out of them (docs/residue.md); that goes by the rules about those attributes
# left: line 13, REMOVE ALL contains:([0-9]{7}): no rule goes by the value of each attribute
empty PatientID, *PhysicianName
)");
}

TEST(ImportDeid, TakesFilters) {
  EXPECT_EQ(
      Imported(ImportFormat::kDeid, R"(%filter graylist
LABEL Dose page
  contains Modality CT
  + contains Manufacturer ACME || contains Manufacturer OTHER
  coordinates 0,0,512,200
%filter whitelist
LABEL plain
  equals Modality CT|MR
%filter blacklist
LABEL burned in
contains BurnedInAnnotation YES
+ notContains ImageType ORIGINAL
missing Modality
|| empty ImageType
LABEL unknown
contains NoSuchName x
LABEL pattern
contains PatientID (
)"),
      R"re(# left: line 2, %filter graylist, LABEL Dose page 0,0,512,200: regions cannot be masked by rules; to hold such objects back, take the # off the next line
# quarantine where Modality ~ "(?i:CT)" and (Manufacturer ~ "(?i:ACME)" or Manufacturer ~ "(?i:OTHER)")
tag "whitelist: plain" where Modality ~ "^(?i:CT|MR)$"
quarantine where BurnedInAnnotation ~ "(?i:YES)" and not (ImageType ~ "(?i:ORIGINAL)") or not (Modality present) or ImageType empty
# left: line 15, %filter blacklist, LABEL unknown: no attribute 'NoSuchName'
# left: line 17, %filter blacklist, LABEL pattern: bad regular expression: missing ): (?i:()
)re");
}

}  // namespace
}  // namespace dcmscrub
