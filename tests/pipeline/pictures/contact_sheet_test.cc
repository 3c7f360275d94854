#include "pipeline/pictures/contact_sheet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/faulty_file_system.h"
#include "tests/support/image_object.h"

namespace dcmscrub {
namespace {

using ::testing::ElementsAre;

constexpr std::string_view kRle = "1.2.840.10008.1.2.5";
constexpr std::string_view kHtj2k = "1.2.840.10008.1.2.4.201";
constexpr std::string_view kSecondaryCapture = "1.2.840.10008.5.1.4.1.1.7";

void GreyPixels(DicomBytes& to) {
  to.Element(0x7FE0, 0x0010, "OB", std::string(64, '\x40'));
}
void ManyGreyPixels(DicomBytes& to) {
  to.Element(0x7FE0, 0x0010, "OB", std::string(64 * 9, '\x40'));
}
void Noise(DicomBytes& to) { to.Encapsulated({std::string(200, '\x5A')}); }

class ContactSheetTest : public ::testing::Test {
 protected:
  // An image with one value in all its pixels.
  void Add(const std::string& path, ImageObject object,
           std::string_view study = "1.1", std::string_view series = "1.1.1",
           bool known = false) {
    if (!object.pixels) object.pixels = GreyPixels;
    AddBare(path, object, study, series, known);
  }
  void AddBare(const std::string& path, const ImageObject& object,
               std::string_view study, std::string_view series, bool known) {
    files_.AddFile(path, ImageFile(object));
    SheetObject added{path, study, series};
    if (known) {
      added.modality = object.modality;
      added.sop_class = object.sop_class;
    }
    maker_.Add(added);
  }
  ContactSheet Make(SheetLimits limits = {}) {
    limits.threads = 2;
    return maker_.Make(files_, limits);
  }
  static std::vector<std::string> Alts(const SheetSeries& series) {
    std::vector<std::string> alts;
    for (const SheetPicture& picture : series.pictures) {
      alts.push_back(picture.alt);
    }
    return alts;
  }
  static std::vector<std::string> Names(const ContactSheet& sheet) {
    std::vector<std::string> names;
    for (const SheetSeries& series : sheet.series) {
      names.push_back(series.series);
    }
    return names;
  }

  FaultyFileSystem files_;
  ContactSheetMaker maker_;
};

TEST_F(ContactSheetTest, ShowsFirstMiddleAndLastByInstanceNumber) {
  // Files come in another order than instances: 4, 3, 2, 1, 5. What is shown
  // is told by its width.
  for (const char* instance : {"4", "3", "2", "1", "5"}) {
    const int number = instance[0] - '0';
    Add(std::string("/") + instance,
        {.instance = instance, .rows = 8, .columns = number});
  }
  const ContactSheet sheet = Make();
  ASSERT_EQ(sheet.series.size(), 1U);
  const SheetSeries& series = sheet.series[0];
  EXPECT_EQ(series.objects, 5U);
  EXPECT_EQ(series.modality, "CT");
  EXPECT_THAT(Alts(series), ElementsAre("CT, image 1 of 5", "CT, image 3 of 5",
                                        "CT, image 5 of 5"));
  EXPECT_EQ(series.pictures[0].width, 1);
  EXPECT_EQ(series.pictures[1].width, 3);
  EXPECT_EQ(series.pictures[2].width, 5);
  for (const SheetPicture& picture : series.pictures) {
    EXPECT_TRUE(picture.jpeg.starts_with("\xFF\xD8"));
    EXPECT_EQ(picture.reason, "");
  }
}

TEST_F(ContactSheetTest, GoesByFilesWhereAnInstanceNumberIsMissing) {
  Add("/a", {.instance = "3", .columns = 3});
  Add("/b", {.instance = "", .columns = 2});
  Add("/c", {.instance = "1", .columns = 1});
  const ContactSheet sheet = Make();
  EXPECT_EQ(sheet.series[0].pictures.front().width, 3);
  EXPECT_EQ(sheet.series[0].pictures.back().width, 1);
}

TEST_F(ContactSheetTest, ShowsFirstMiddleAndLastFrame) {
  Add("/a", {.modality = "US", .frames = "9", .pixels = ManyGreyPixels});
  EXPECT_THAT(Alts(Make().series[0]),
              ElementsAre("US, image 1 of 1, frame 1 of 9",
                          "US, image 1 of 1, frame 5 of 9",
                          "US, image 1 of 1, frame 9 of 9"));
}

TEST_F(ContactSheetTest, NumbersImagesOfALongSeries) {
  files_.AddFile("/a", ImageFile({.pixels = GreyPixels}));
  for (int i = 0; i < 1001; ++i) maker_.Add({"/a", "1.1", "1.1.1"});
  // Not all of them are kept: the middle is one near to it.
  EXPECT_THAT(Alts(Make().series[0]),
              ElementsAre("CT, image 1 of 1001", "CT, image 497 of 1001",
                          "CT, image 1001 of 1001"));
}

TEST_F(ContactSheetTest, KeepsStudiesTogether) {
  Add("/a", {}, "1.2", "1.2.1");
  Add("/b", {}, "1.1", "1.1.1");
  Add("/c", {}, "1.2", "1.2.2");
  Add("/d", {}, "1.1", "1.1.1");
  const ContactSheet sheet = Make();
  EXPECT_THAT(Names(sheet), ElementsAre("1.2.1", "1.2.2", "1.1.1"));
  EXPECT_EQ(sheet.series[2].objects, 2U);
}

TEST_F(ContactSheetTest, SaysWhereToLookClosely) {
  const struct {
    const char* what;
    ImageObject object;
    LookClosely want;
  } kCases[] = {
      {"CT", {}, LookClosely::kNo},
      {"ultrasound", {.modality = "US"}, LookClosely::kUsual},
      {"a capture of CT",
       {.sop_class = kSecondaryCapture},
       LookClosely::kUsual},
      {"annotated", {.burned_in = true}, LookClosely::kSaid},
      {"annotated ultrasound",
       {.modality = "US", .burned_in = true},
       LookClosely::kSaid},
  };
  int number = 0;
  for (const auto& c : kCases) {
    const std::string name = std::to_string(++number);
    Add("/" + name, c.object, name, name);
  }
  const ContactSheet sheet = Make();
  ASSERT_EQ(sheet.series.size(), std::size(kCases));
  for (std::size_t i = 0; i < sheet.series.size(); ++i) {
    EXPECT_EQ(sheet.series[i].look_closely, kCases[i].want) << kCases[i].what;
  }
}

TEST_F(ContactSheetTest, LeavesOutWhatHoldsNoPixelsFirstAndTextLast) {
  AddBare("/sr", {.modality = "SR"}, "1", "sr", true);
  Add("/ct", {}, "1", "ct", true);
  Add("/us", {.modality = "US"}, "1", "us", true);
  SheetLimits limits;
  limits.series = 2;
  ContactSheet sheet = Make(limits);
  EXPECT_THAT(Names(sheet), ElementsAre("ct", "us"));
  EXPECT_EQ(sheet.left_out, 1U);
  limits.series = 1;
  sheet = Make(limits);
  EXPECT_THAT(Names(sheet), ElementsAre("us"));
  EXPECT_EQ(sheet.left_out, 2U);
}

TEST_F(ContactSheetTest, KeepsThePageSmall) {
  Add("/ct", {}, "1", "ct", true);
  Add("/us", {.modality = "US"}, "1", "us", true);
  SheetLimits limits;
  ContactSheet sheet = Make(limits);
  ASSERT_EQ(sheet.series.size(), 2U);
  limits.page_bytes = (sheet.series[1].pictures[0].jpeg.size() + 2) / 3 * 4;
  sheet = Make(limits);
  EXPECT_THAT(Names(sheet), ElementsAre("us"));
  EXPECT_EQ(sheet.left_out, 1U);
}

TEST_F(ContactSheetTest, ListsObjectsWithoutPixels) {
  AddBare("/sr", {.modality = "SR"}, "1", "1", false);
  const ContactSheet sheet = Make();
  ASSERT_EQ(sheet.series.size(), 1U);
  EXPECT_EQ(sheet.series[0].modality, "SR");
  EXPECT_TRUE(sheet.series[0].pictures.empty());
  EXPECT_EQ(sheet.without_picture, 0U);
}

TEST_F(ContactSheetTest, SaysWhyThereIsNoPicture) {
  Add("/a", {.transfer_syntax = kRle, .pixels = Noise}, "1", "1");
  Add("/b", {.transfer_syntax = kHtj2k, .pixels = Noise}, "1", "2");
  Add("/c",
      {.transfer_syntax = kRle,
       .rows = 65535,
       .columns = 65535,
       .pixels = Noise},
      "1", "3");
  Add("/d", {.rows = 9}, "1", "4");
  Add("/e", {.rows = 0}, "1", "5");
  files_.AddFile("/f", AsBytes("NOBODY"));
  maker_.Add({"/f", "1", "6"});
  maker_.Add({"/gone", "1", "7"});
  const ContactSheet sheet = Make();
  std::vector<std::string> reasons;
  for (const SheetSeries& series : sheet.series) {
    ASSERT_EQ(series.pictures.size(), 1U);
    EXPECT_EQ(series.pictures[0].jpeg, "");
    reasons.push_back(series.pictures[0].reason);
  }
  EXPECT_THAT(reasons,
              ElementsAre("cannot be decoded: RLE", "cannot be decoded: HTJ2K",
                          "too large to be shown", "pixel data end too early",
                          "pixels of a kind that cannot be shown",
                          "cannot be read", "cannot be read"));
  EXPECT_EQ(sheet.without_picture, reasons.size());
}

TEST_F(ContactSheetTest, SaysNothingThatMayBeAName) {
  Add("/a", {.modality = "NORA"});
  const ContactSheet sheet = Make();
  EXPECT_EQ(sheet.series[0].modality, "?");
  EXPECT_THAT(Alts(sheet.series[0]), ElementsAre("?, image 1 of 1"));
}

TEST_F(ContactSheetTest, LeavesTheRestOutWhenStopped) {
  Add("/a", {});
  const std::atomic<int> stop = 1;
  SheetLimits limits;
  limits.stop = &stop;
  const ContactSheet sheet = Make(limits);
  EXPECT_TRUE(sheet.series.empty());
  EXPECT_EQ(sheet.left_out, 1U);
}

}  // namespace
}  // namespace dcmscrub
