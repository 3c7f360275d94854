// What a scrubber knows of the values of the object before: it takes out of
// each object what a new one would.
#include <gtest/gtest.h>

#include <string_view>
#include <vector>

#include "tests/kernels/scrub/ct_file.h"
#include "tests/support/policy_text.h"
#include "tests/support/scrubbed_file.h"

namespace dcmscrub {
namespace {

struct Values {
  std::string_view set = "";
  std::string_view study = "20200103";
  std::string_view acquired = "20200103101500";
  std::string_view accession = "ACC-30882";
  std::string_view name = "UNTOLD^BRUNO";
  std::string_view id = "ZX4711815";
  std::string_view birth = "19830104";
};

// All of them stand in a text besides, and those of `others`.
DicomBytes FileOf(const Values& v, std::string_view others) {
  std::string text = "of ";
  for (const std::string_view value :
       {v.study, v.acquired.substr(0, 8), v.accession, v.name, v.id, v.birth}) {
    text.append(value).append(" and ");
  }
  text.append(others);
  DicomBytes elements;
  if (!v.set.empty()) elements.Element(0x0008, 0x0005, "CS", v.set);
  return CtFile(elements.Element(0x0008, 0x0020, "DA", v.study)
                    .Element(0x0008, 0x002A, "DT", v.acquired)
                    .Element(0x0008, 0x0050, "SH", v.accession)
                    .Element(0x0010, 0x0010, "PN", v.name)
                    .Element(0x0010, 0x0020, "LO", v.id)
                    .Element(0x0010, 0x0030, "DA", v.birth)
                    .Element(0x0054, 0x1101, "LT", text));
}

TEST(RepeatedValues, AreTakenOutAsByANewScrubber) {
  constexpr std::string_view kLatin1 = "ISO_IR 100", kLatin2 = "ISO_IR 101";
  const std::vector<Values> kObjects = {
      {},
      {},
      {.acquired = "20200103101503"},
      {.acquired = "20200104101503"},
      {.acquired = "20200103\\20200104"},
      {.acquired = "20200103\\20200105"},
      {.acquired = ""},
      {.study = "20200202"},
      {.study = ""},
      {.accession = "ACC-30883"},
      {.accession = ""},
      {.name = "UNTOLD^BRUNHILDE"},
      {.name = ""},
      {.id = "ZX4711816"},
      {.birth = "4.1.1983"},
      {.birth = "5.1.1983"},
      {.study = "", .accession = "", .name = "", .id = "", .birth = ""},
      {.set = kLatin1, .name = "T\xE5RNGREN^BRUNO"},
      {.set = kLatin2, .name = "T\xE5RNGREN^BRUNO"},
      {.set = kLatin1, .name = "T\xE5RNGREN^BRUNO"},
      {.set = kLatin1},
      {},
  };
  for (const char* const rules :
       {"", "option retain-longitudinal-full-dates\n"}) {
    FileScrubber one(PolicyOf(rules));
    std::string_view before = "none";
    for (const Values& values : kObjects) {
      const DicomBytes file = FileOf(values, before);
      FileScrubber fresh(PolicyOf(rules));
      EXPECT_EQ(DumpDataSet(one.Scrub(file).bytes, true),
                DumpDataSet(fresh.Scrub(file).bytes, true))
          << rules << &values - kObjects.data();
      before = values.accession;
    }
  }
}

}  // namespace
}  // namespace dcmscrub
