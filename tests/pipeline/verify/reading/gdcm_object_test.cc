#include "pipeline/verify/reading/gdcm_object.h"

#include <gtest/gtest.h>

#include <chrono>

#include "tests/support/dicom_bytes.h"

namespace dcmscrub {
namespace {

constexpr std::string_view kUid = "1.2.3.4";

class GdcmObjects : public testing::Test {
 protected:
  static DicomBytes Begin(std::string_view syntax) {
    DicomBytes file;
    file.Preamble().FileMeta(syntax, kCtImageStorage, kUid);
    return file;
  }
  static std::string TextOf(const DicomBytes& file) {
    return std::string(AsText(file));
  }
  // Whether GDCM makes something of it, or is ended in time.
  bool IsReadable(std::string file) {
    const auto begin = std::chrono::steady_clock::now();
    const GdcmObject object(std::move(file), workers_);
    EXPECT_LT(std::chrono::steady_clock::now() - begin,
              std::chrono::seconds(60));
    return object.readable();
  }

  Workers workers_;
};

TEST_F(GdcmObjects, HaveShortAndLongValuesInTheirPlaces) {
  const std::string pixels(5000, '\x12');
  DicomBytes file = Begin(transfer_syntax::kExplicitVrLittleEndian);
  file.Element(0x0008, 0x0005, "CS", "ISO_IR 192")
      .Sequence(0x0008, 0x1140,
                {DicomBytes().Element(0x0008, 0x1155, "UI", "1.2.3"),
                 DicomBytes().Element(0x0008, 0x1155, "UI", "1.2.4")})
      .Element(0x0010, 0x0020, "LO", "SOMEBODY")
      .Element(0x0029, 0x0010, "LO", "ACME 1")
      .Element(0x0029, 0x1001, "OB", "xy")
      .Element(0x7FE0, 0x0010, "OW", pixels);
  const GdcmObject object(TextOf(file), workers_);
  ASSERT_TRUE(object.readable());
  EXPECT_EQ(object.transfer_syntax(), transfer_syntax::kExplicitVrLittleEndian);
  EXPECT_EQ(object.MetaText(Tag(0x0002, 0x0003)), kUid);
  EXPECT_EQ(object.preamble(), std::string(128, '\0'));
  EXPECT_EQ(object.unread_bytes(), 0u);
  EXPECT_EQ(object.Text(Tag(0x0010, 0x0020)), "SOMEBODY");
  EXPECT_EQ(object.Text(Tag(0x7FE0, 0x0010)), pixels);
  EXPECT_EQ(object.Find(Tag(0x0029, 0x1001))->creator, "ACME 1");
  EXPECT_EQ(object.Find(Tag(0x0010, 0x0020))->character_set, "ISO_IR 192");
  const GdcmElement& second = object.elements()[3];
  EXPECT_EQ(second.value.substr(0, 5), "1.2.4");
  EXPECT_EQ(object.PathOf(second), "(0008,1140)[2]/(0008,1155)");
}

// Values that do not stand in the file as they are.
TEST_F(GdcmObjects, HaveNumbersOfBigEndianFilesInOurOrder) {
  const std::vector<std::int64_t> numbers(2000, 0x0102);
  DicomBytes file = Begin("1.2.840.10008.1.2.2");
  file.Use(kExplicitBig)
      .Element(0x0010, 0x0020, "LO", "SOMEBODY")
      .Numbers(0x7FE0, 0x0010, "OW", numbers);
  const GdcmObject object(TextOf(file), workers_);
  ASSERT_TRUE(object.readable());
  const GdcmElement* const pixels = object.Find(Tag(0x7FE0, 0x0010));
  ASSERT_NE(pixels, nullptr);
  ASSERT_EQ(pixels->value.size(), 4000u);
  EXPECT_EQ(pixels->value[0], '\x02');
  EXPECT_EQ(pixels->value[1], '\x01');
}

TEST_F(GdcmObjects, HaveFragmentsWithTheTableFirst) {
  const std::string frame(3000, 'f');
  DicomBytes file = Begin("1.2.840.10008.1.2.4.50");
  file.Element(0x0010, 0x0020, "LO", "SOMEBODY").Encapsulated({frame, "ab"});
  const GdcmObject object(TextOf(file), workers_);
  ASSERT_TRUE(object.readable());
  const GdcmElement* const pixels = object.Find(Tag(0x7FE0, 0x0010));
  ASSERT_NE(pixels, nullptr);
  ASSERT_EQ(pixels->fragments.size(), 3u);
  EXPECT_EQ(pixels->fragments[0], "");
  EXPECT_EQ(pixels->fragments[1], frame);
  EXPECT_EQ(pixels->fragments[2], "ab");
}

// What GDCM cannot survive costs the one object.
TEST_F(GdcmObjects, SurviveWhatGdcmDoesNot) {
  DicomBytes deep = Begin(transfer_syntax::kExplicitVrLittleEndian);
  for (int i = 0; i < 50'000; ++i) {
    deep.SequenceStart(0x0008, 0x1140).ItemStart();
  }
  EXPECT_FALSE(IsReadable(TextOf(deep)));

  // Each level is read again and again.
  DicomBytes nested = DicomBytes().Element(0x0010, 0x0020, "LO", "SOMEBODY");
  for (int i = 0; i < 20; ++i) {
    DicomBytes item;
    item.ItemStart(static_cast<std::uint32_t>(AsText(nested).size()))
        .Raw(nested);
    nested = DicomBytes().Element(0x0009, 0x1010, "UN", AsText(item));
  }
  DicomBytes unknown = Begin(transfer_syntax::kExplicitVrLittleEndian);
  IsReadable(TextOf(unknown.Raw(nested)));

  DicomBytes length = Begin(transfer_syntax::kExplicitVrLittleEndian);
  length.Declared(0x0042, 0x0011, "OB", 0xFFFFFFF0, "short");
  EXPECT_FALSE(IsReadable(TextOf(length)));

  EXPECT_FALSE(IsReadable(""));
  EXPECT_TRUE(
      IsReadable(TextOf(Begin(transfer_syntax::kExplicitVrLittleEndian)
                            .Element(0x0010, 0x0020, "LO", "SOMEBODY"))));
}

}  // namespace
}  // namespace dcmscrub
