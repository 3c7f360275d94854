#include "pipeline/inputs/layout.h"

#include <gtest/gtest.h>

namespace dcmscrub {
namespace {

std::string Path(std::string_view layout, const LayoutNames& names) {
  const auto parsed = Layout::Parse(layout);
  EXPECT_TRUE(parsed.ok()) << parsed.status();
  std::string path;
  if (parsed.ok()) parsed->Append(names, path);
  return path;
}

TEST(Layout, FillsFields) {
  const LayoutNames names{"P-1", "2.25.1", "2.25.2", "2.25.3", "CT"};
  EXPECT_EQ(Path("{patient}/{study}/{series}/{instance}.dcm", names),
            "P-1/2.25.1/2.25.2/2.25.3.dcm");
  EXPECT_EQ(Path("all/{modality}_{instance}", names), "all/CT_2.25.3");
}

TEST(Layout, HasNamesForWhatIsMissing) {
  EXPECT_EQ(Path("{patient}/{study}/{series}/{modality}/{instance}", {}),
            "unknown-patient/unknown-study/unknown-series/OT/"
            "unknown-instance");
}

TEST(Layout, NoValueLeavesItsPlace) {
  const struct {
    std::string_view value;
    std::string_view want;
  } cases[] = {{"..", "_."},
               {".", "_"},
               {"a/b", "a_b"},
               {"../../x", "_._.._x"},
               {"a\\b", "a_b"},
               {"\xC3\xA9", "__"},
               {std::string_view("a\0b", 3), "a_b"}};
  for (const auto& [value, want] : cases) {
    LayoutNames names;
    names.instance = value;
    EXPECT_EQ(Path("{instance}", names), want);
  }
  const std::string longer(200, 'x');
  LayoutNames names;
  names.instance = longer;
  EXPECT_EQ(Path("{instance}", names).size(), 64u);
}

TEST(Layout, ModalityIsACodeOrOther) {
  for (const std::string_view bad :
       {"", "ct", "C T", "C/T", "ABCDEFGHIJKLMNOPQ", ".."}) {
    LayoutNames names;
    names.modality = bad;
    EXPECT_EQ(Path("{modality}{instance}", names), "OTunknown-instance");
  }
}

TEST(Layout, RefusesWhatItCannotMean) {
  for (const std::string_view bad :
       {"", "{patient}", "{instance", "instance}", "{name}/{instance}",
        "/{instance}", "../{instance}", "a/../{instance}", "./{instance}",
        "a//{instance}", "{instance}/", "{instance}\n", "{}{instance}",
        "{{instance}}"}) {
    EXPECT_FALSE(Layout::Parse(bad).ok()) << bad;
  }
}

TEST(Layout, MirrorIsAWordOfItsOwn) {
  ASSERT_TRUE(Layout::Parse("mirror").ok());
  EXPECT_TRUE(Layout::Parse("mirror")->mirror());
  EXPECT_FALSE(Layout::Parse("{instance}")->mirror());
}

}  // namespace
}  // namespace dcmscrub
