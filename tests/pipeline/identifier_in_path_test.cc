#include "pipeline/identifier_in_path.h"

#include <gtest/gtest.h>

namespace dcmscrub {
namespace {

struct Case {
  std::string_view text;
  bool want;
};

void Expect(const PathIdentifiers& ids, std::initializer_list<Case> cases) {
  for (const Case& c : cases) {
    EXPECT_EQ(HoldsIdentifier(c.text, ids), c.want) << c.text;
  }
}

TEST(IdentifierInPath, FindsComponentsOfTheName) {
  PathIdentifiers ids;
  ids.patient_name = "Meier^Li^Anna=MEYER";
  Expect(ids, {{"MEIER", true},
               {"obermeierhof", true},  // five letters may be inside a word
               {"meyer_2", true},
               {"anna.dcm", true},
               {"Hosanna", false},  // four may not
               {"li.dcm", false},   // two are no name
               {"scan-1", false},
               {"", false}});
}

TEST(IdentifierInPath, ShortValuesMustStandAlone) {
  PathIdentifiers ids;
  ids.patient_id = "4711";
  ids.study_id = "1";
  Expect(ids, {{"4711.dcm", true},
               {"CT_4711_a", true},
               {"147110", false},
               {"x4711", false},
               {"1.dcm", true},
               {"1", true},
               {"IM_1.dcm", false}});
}

TEST(IdentifierInPath, FindsEveryKindOfIdentifier) {
  PathIdentifiers ids;
  ids.accession_number = "ACC998877";
  ids.birth_date = "19701224";
  ids.study_uid = "1.2.840.1.77";
  ids.series_uid = "1.2.840.1.88";
  ids.instance_uid = "1.2.840.1.99";
  Expect(ids, {{"acc998877", true},
               {"a19701224b", true},
               {"1.2.840.1.77", true},
               {"CT.1.2.840.1.88.1", true},
               {"1.2.840.1.99.dcm", true},
               {"1.2.840.1.66", false}});
}

TEST(IdentifierInPath, NoIdentifiersFindNothing) {
  Expect({}, {{"anything", false}, {"", false}});
}

}  // namespace
}  // namespace dcmscrub
