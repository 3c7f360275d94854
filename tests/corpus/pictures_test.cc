// Every real file gives pictures or a reason, and none brings anything down.
#include <set>

#include "pipeline/pictures/contact_sheet.h"
#include "pipeline/pictures/modality.h"
#include "tests/corpus/corpus_run.h"

namespace dcmscrub {
namespace {

constexpr std::size_t kAll = 10'000;

ContactSheet SheetOf(const std::vector<std::string>& paths) {
  ContactSheetMaker maker;
  for (const std::string& path : paths) maker.Add({path, {}, {}});
  SheetLimits limits;
  limits.series = kAll;
  return maker.Make(RealFileSystem(), limits);
}

void ExpectPicturesOrReasons(const ContactSheet& sheet, std::size_t files) {
  EXPECT_EQ(sheet.series.size(), files);
  for (const SheetSeries& series : sheet.series) {
    EXPECT_TRUE(series.modality == "?" ||
                !KnownModality(series.modality).empty());
    for (const SheetPicture& picture : series.pictures) {
      EXPECT_NE(picture.jpeg.empty(), picture.reason.empty());
      EXPECT_EQ(picture.jpeg.empty(), picture.width == 0);
    }
  }
}

class PicturesTest : public CorpusRunTest {};

TEST_F(PicturesTest, OfOriginals) {
  std::vector<std::string> paths;
  for (const CorpusFile& file : CorpusFiles()) {
    paths.push_back(CorpusPath(file.path));
  }
  ExpectPicturesOrReasons(SheetOf(paths), paths.size());
}

TEST_F(PicturesTest, OfOutputs) {
  std::vector<std::string> paths;
  for (const std::string& path : Run().Written()) {
    paths.push_back(Run().outcomes().at(path).output);
  }
  ASSERT_FALSE(paths.empty());
  const ContactSheet sheet = SheetOf(paths);
  ExpectPicturesOrReasons(sheet, paths.size());
  std::size_t pictures = 0;
  for (const SheetSeries& series : sheet.series) {
    pictures += series.pictures.size();
  }
  EXPECT_LT(sheet.without_picture * 10, pictures);
}

// What codecs make of good files of each transfer syntax we claim.
TEST_F(PicturesTest, OfEachCompression) {
  const std::string folder = "by_transfer_syntax/";
  std::set<std::string> seen;
  for (const CorpusFile& file : CorpusFiles()) {
    if (!file.path.starts_with(folder)) continue;
    const ContactSheet sheet = SheetOf({CorpusPath(file.path)});
    for (const SheetSeries& series : sheet.series) {
      for (const SheetPicture& picture : series.pictures) {
        if (picture.jpeg.empty()) continue;
        seen.insert(file.path.substr(
            folder.size(), file.path.find('/', folder.size()) - folder.size()));
      }
    }
  }
  for (const char* syntax :
       {"deflated", "explicit_vr_be", "explicit_vr_le", "implicit_vr_le",
        "jpeg2000_91", "jpeg2000_lossless_90", "jpeg_baseline_50",
        "jpeg_extended_51", "jpeg_lossless_57", "jpeg_lossless_sv1_70",
        "jpeg_ls_lossless_80", "jpeg_ls_near_81", "rle_5"}) {
    EXPECT_TRUE(seen.contains(syntax)) << syntax;
  }
}

}  // namespace
}  // namespace dcmscrub
