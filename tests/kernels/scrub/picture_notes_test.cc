// What is said of pictures that nobody looks at: those of a slide's label, and
// those that went with private attributes.
#include <gtest/gtest.h>

#include <string>

#include "tests/support/dicom_bytes.h"
#include "tests/support/policy_text.h"
#include "tests/support/scrubbed_file.h"

namespace dcmscrub {
namespace {

constexpr std::string_view kSecondaryCapture = "1.2.840.10008.5.1.4.1.1.7";
constexpr std::string_view kRawData = "1.2.840.10008.5.1.4.1.1.66";
constexpr std::string_view kWholeSlide = "1.2.840.10008.5.1.4.1.1.77.1.6";
constexpr std::string_view kMaker = "1.2.3.4.5";

// `rest` stands behind the SOP class and instance.
DicomBytes File(std::string_view sop_class, const DicomBytes& rest) {
  return DicomBytes()
      .Preamble()
      .FileMeta(transfer_syntax::kExplicitVrLittleEndian, sop_class, "1.2.3")
      .Element(0x0008, 0x0016, "UI", sop_class)
      .Element(0x0008, 0x0018, "UI", "1.2.3")
      .Raw(rest);
}

DicomBytes Rows() { return DicomBytes().Numbers(0x0028, 0x0010, "US", {4}); }

DicomBytes Private() {
  const DicomBytes item =
      DicomBytes()
          .Element(0x7E01, 0x0010, "LO", "HOLOGIC, Inc.")
          .Element(0x7E01, 0x1012, "OB", std::string(64, 'p'));
  return DicomBytes()
      .Element(0x7E01, 0x0010, "LO", "HOLOGIC, Inc.")
      .Element(0x7E01, 0x1010, "OB", "idx0")
      .Sequence(0x7E01, 0x1011, {item});
}

DicomBytes Pixels() {
  return DicomBytes().Element(0x7FE0, 0x0010, "OW", std::string(32, 'p'));
}

TEST(PictureNotes, TellOfPixelsThatWentWithPrivateAttributes) {
  const struct {
    const char* fact;
    const char* rules;
    DicomBytes file;
    bool gone;
  } kCases[] = {
      {"an image", "", File(kSecondaryCapture, Rows().Raw(Private())), true},
      {"raw data", "", File(kRawData, Private()), true},
      {"a maker's class", "", File(kMaker, Private()), true},
      {"no picture at all", "", File(kSecondaryCapture, Private()), false},
      {"pixels of its own", "",
       File(kSecondaryCapture, Rows().Raw(Private()).Raw(Pixels())), false},
      {"no bytes", "",
       File(kSecondaryCapture,
            Rows()
                .Element(0x7E01, 0x0010, "LO", "HOLOGIC, Inc.")
                .Element(0x7E01, 0x1013, "LO", "text")),
       false},
      {"kept by a rule", "keep (7E01,\"HOLOGIC, Inc.\",xx)\n",
       File(kSecondaryCapture, Rows().Raw(Private())), false},
      {"the largest is kept",
       "remove (7E01,\"HOLOGIC, Inc.\",10)\nkeep (7E01,\"HOLOGIC, Inc.\",xx)\n",
       File(kSecondaryCapture, Rows().Raw(Private())), false},
      {"another is kept", "keep (7E01,\"HOLOGIC, Inc.\",10)\n",
       File(kSecondaryCapture, Rows().Raw(Private())), true},
  };
  for (const auto& [fact, rules, file, gone] : kCases) {
    FileScrubber scrubber(PolicyOf(rules));
    const ScrubbedFile out = scrubber.Scrub(file);
    ASSERT_FALSE(out.fault) << fact;
    EXPECT_EQ(out.warnings.Has(Warning::kPrivatePixelsGone), gone) << fact;
  }
}

TEST(PictureNotes, ARuleDecidesAboutPrivatePixels) {
  FileScrubber skips(PolicyOf("skip where PixelData private\n"));
  FileScrubber keeps(PolicyOf("keep private where PixelData private\n"));
  FileScrubber quarantines(
      PolicyOf("quarantine where PixelData private and Modality = \"OT\"\n"));
  const DicomBytes file =
      File(kSecondaryCapture, DicomBytes()
                                  .Element(0x0008, 0x0060, "CS", "OT")
                                  .Raw(Rows())
                                  .Raw(Private()));
  EXPECT_EQ(skips.Scrub(file).fault.error, Error::kSkippedByRule);
  EXPECT_EQ(quarantines.Scrub(file).fault.error, Error::kQuarantinedByRule);
  const ScrubbedFile kept = keeps.Scrub(file);
  EXPECT_FALSE(kept.warnings.Has(Warning::kPrivatePixelsGone));
  EXPECT_NE(AsText(kept.bytes).find(std::string(64, 'p')), std::string::npos);

  const DicomBytes other =
      File(kSecondaryCapture, Rows().Raw(Private()).Raw(Pixels()));
  EXPECT_FALSE(skips.Scrub(other).fault);
}

TEST(PictureNotes, TellOfASlidesLabel) {
  const auto typed = [](std::string_view type) {
    return DicomBytes().Element(0x0008, 0x0008, "CS", type);
  };
  const auto said = [](std::string_view yes) {
    return DicomBytes().Element(0x0048, 0x0010, "CS", yes);
  };
  const struct {
    const char* fact;
    std::string_view sop_class;
    DicomBytes rest;
    bool label;
  } kCases[] = {
      {"it says so", kWholeSlide, said("YES"), true},
      {"it says so, whatever it is", kSecondaryCapture, said("YES"), true},
      {"it says no", kWholeSlide, said("NO"), false},
      {"nothing is said", kWholeSlide, Rows(), false},
      {"a volume", kWholeSlide, typed("ORIGINAL\\PRIMARY\\VOLUME\\NONE"),
       false},
      {"a label", kWholeSlide, typed("ORIGINAL\\PRIMARY\\LABEL\\NONE"), true},
      {"an overview", kWholeSlide, typed("ORIGINAL\\PRIMARY\\OVERVIEW\\NONE"),
       true},
      {"a thumbnail", kWholeSlide,
       typed("DERIVED\\PRIMARY\\THUMBNAIL\\RESAMPLED"), true},
      {"a slide by its modality", kSecondaryCapture,
       typed("ORIGINAL\\PRIMARY\\LABEL").Element(0x0008, 0x0060, "CS", "SM"),
       true},
      {"no slide", kSecondaryCapture, typed("DERIVED\\SECONDARY\\THUMBNAIL"),
       false},
  };
  for (const auto& [fact, sop_class, rest, label] : kCases) {
    FileScrubber scrubber;
    const ScrubbedFile out = scrubber.Scrub(File(sop_class, rest));
    ASSERT_FALSE(out.fault) << fact;
    EXPECT_EQ(out.warnings.Has(Warning::kSlideLabel), label) << fact;
  }
}

}  // namespace
}  // namespace dcmscrub
