// How data sets end that do not end as PS3.5 has it.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "kernels/parse/element_index.h"
#include "tests/support/dicom_bytes.h"
#include "tests/support/index_dump.h"
#include "tests/support/window_reader.h"

namespace dcmscrub {
namespace {

const std::string kJpeg("\xFF\xD8 some\xFF\xD9", 9);  // padded to 10
const std::string kCutJpeg("\xFF\xD8 some more", 12);

DicomBytes Little() { return DicomBytes(kExplicitLittle); }
DicomBytes Implicit() { return DicomBytes(kImplicitLittle); }

std::string Index(const DicomBytes& in, const WindowPolicy& policy) {
  WindowReader reader;
  reader.Read(in, 0, in.encoding(), IndexLimits(), policy);
  return DumpIndex(reader.index()) +
         (reader.index().fault()
              ? ""
              : "ends @" + std::to_string(reader.index().end()) + "\n") +
         reader.problem();
}

// The fault or the warnings alone, and where the data set ends.
std::string Ending(const DicomBytes& in) {
  const std::string dump = Index(in, kWholeWindow);
  for (const WindowPolicy& policy : kWindowPolicies) {
    EXPECT_EQ(Index(in, policy), dump) << policy.name;
  }
  WindowReader reader;
  reader.Read(in, 0, in.encoding(), IndexLimits(), kWholeWindow);
  const ElementIndex& index = reader.index();
  if (index.fault()) return std::string(ErrorName(index.fault().error));
  std::string text = DumpWarnings(index.warnings());
  text += std::to_string(index.elements().size()) + " elements, " +
          std::to_string(in.size() - index.end()) + " bytes dropped";
  return text;
}

// Fragments of Pixel Data behind an empty offset table, and no delimiter.
DicomBytes Fragments(const std::vector<std::string>& fragments,
                     const std::vector<std::int64_t>& table = {}) {
  DicomBytes bytes;
  bytes.Header(0x7FE0, 0x0010, "OB", kUndefinedLengthField)
      .ItemStart(static_cast<std::uint32_t>(4 * table.size()));
  for (const std::int64_t offset : table) {
    bytes.Put(static_cast<std::uint32_t>(offset));
  }
  for (const std::string& fragment : fragments) {
    const auto size = static_cast<std::uint32_t>(fragment.size());
    bytes.ItemStart(size + size % 2).Raw(fragment).Fill(size % 2, 0);
  }
  return bytes;
}

DicomBytes Frames(std::string_view number) {
  return Little().Element(0x0028, 0x0008, "IS", number);
}

// What says that its pixels take `rows` x 2 bytes.
DicomBytes Image(std::int64_t rows, Encoding encoding = kExplicitLittle) {
  return DicomBytes(encoding)
      .Numbers(0x0028, 0x0002, "US", {1})
      .Numbers(0x0028, 0x0010, "US", {rows})
      .Numbers(0x0028, 0x0011, "US", {2})
      .Numbers(0x0028, 0x0100, "US", {8});
}
DicomBytes WithPixels(std::int64_t rows, std::size_t bytes,
                      Encoding encoding = kExplicitLittle) {
  return Image(rows, encoding)
      .Element(0x7FE0, 0x0010, "OB", std::string(bytes, 'p'));
}

struct Case {
  const char* fact;
  DicomBytes in;
  std::string want;
};

void Check(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    EXPECT_EQ(Ending(c.in), c.want) << "#" << c.fact;
  }
}

const std::string kMended =
    "warnings: bad-delimiter\n1 elements, 0 bytes dropped";

TEST(IndexEnd, IsThereWhereFragmentsAreWhole) {
  Check({
      {"no delimiter", Fragments({kJpeg}), kMended},
      {"a zeroed delimiter", Fragments({kJpeg}).Fill(8, 0), kMended},
      {"the first half of one", Fragments({kJpeg}).Raw("\xFE\xFF\xDD\xE0"),
       kMended},
      {"the first byte of one", Fragments({kJpeg}).Raw("\xFE"), kMended},
      {"few zeros", Fragments({kJpeg}).Fill(3, 0), kMended},
      {"a delimiter with the length of a sequence",
       Fragments({kCutJpeg}).SequenceEnd(kUndefinedLengthField), kMended},
      {"zeros behind where the delimiter was", Fragments({kJpeg}).Fill(40, 0),
       "warnings: trailing-bytes bad-delimiter\n"
       "1 elements, 32 bytes dropped"},
      {"many zeros", Fragments({kJpeg}).Fill(300'000, 0),
       "warnings: trailing-bytes bad-delimiter\n"
       "1 elements, 299992 bytes dropped"},
      {"one frame in two fragments that end as a JPEG",
       Fragments({kCutJpeg, kJpeg}), kMended},
      {"one that is no JPEG, in one fragment", Fragments({"abcd"}), kMended},
      {"two frames", Frames("2 ").Raw(Fragments({"ab", "cd"})),
       "warnings: bad-delimiter\n2 elements, 0 bytes dropped"},
      {"two frames by the table",
       Frames("2").Raw(Fragments({kJpeg, kJpeg}, {0, 18})),
       "warnings: bad-delimiter\n2 elements, 0 bytes dropped"},
  });
}

TEST(IndexEnd, IsRefusedWhereFramesMayBeMissing) {
  Check({
      {"no fragment", Fragments({}), "unterminated"},
      {"fewer fragments than frames", Frames("3").Raw(Fragments({"ab", "cd"})),
       "unterminated"},
      {"the same, zeroed behind",
       Frames("3").Raw(Fragments({"ab", "cd"})).Fill(500, 0), "bad-fragment"},
      {"a number of frames that is none",
       Frames("x").Raw(Fragments({"ab", "cd"})), "unterminated"},
      {"a JPEG that does not end", Fragments({kCutJpeg}), "unterminated"},
      {"the first fragment of a JPEG, then zeros",
       Fragments({kCutJpeg}).Fill(100, 0), "bad-fragment"},
      {"more fragments than frames of no JPEG", Fragments({"ab", "cd"}),
       "unterminated"},
      {"a frame behind the end, by the table",
       Frames("2").Raw(Fragments({kJpeg, kJpeg}, {0, 36})), "unterminated"},
      {"more frames in the table", Fragments({kJpeg}, {0, 0}), "unterminated"},
      {"zeros, then something", Fragments({kJpeg}).Fill(100, 0).Raw("text"),
       "bad-fragment"},
      {"much later", Fragments({kJpeg}).Fill(200'000, 0).Raw("text"),
       "bad-fragment"},
      {"bytes of no delimiter", Fragments({kJpeg}).Raw("abc"), "unterminated"},
      {"a fragment that is cut", Fragments({kJpeg}).ItemStart(300).Raw(kJpeg),
       "length-past-end"},
      {"fragments of what is no Pixel Data",
       Little()
           .Header(0x0042, 0x0011, "OB", kUndefinedLengthField)
           .ItemStart(0)
           .ItemStart(4)
           .Raw("%PDF"),
       "unterminated"},
  });
}

TEST(IndexEnd, ClosesItemsByTheDelimiterOfTheirSequence) {
  const DicomBytes uid = Little().Element(0x0008, 0x1155, "UI", "1.2.3");
  const auto begin = [] {
    return Little().SequenceStart(0x0040, 0xA730).ItemStart();
  };
  const char* const want =
      "warnings: bad-delimiter\n4 elements, 0 bytes dropped";
  const DicomBytes last = Little().Element(0x0040, 0xDB00, "CS", "2");
  Check({
      {"in place of its own",
       begin().Raw(uid).SequenceEnd().SequenceEnd().Raw(last), want},
      {"for both", begin().Raw(uid).SequenceEnd().Raw(last), want},
      {"for both, at the end", begin().Raw(uid).SequenceEnd(),
       "warnings: bad-delimiter\n3 elements, 0 bytes dropped"},
      {"in place of its own, and an item follows",
       begin().Raw(uid).SequenceEnd().ItemStart(0).SequenceEnd(), want},
      {"in a sequence of defined length",
       Little()
           .SequenceStart(0x0040, 0xA730,
                          8 + static_cast<std::uint32_t>(uid.size()) + 8)
           .ItemStart()
           .Raw(uid)
           .SequenceEnd()
           .Raw(last),
       want},
      {"lengths of delimiters",
       begin()
           .Raw(uid)
           .ItemEnd(kUndefinedLengthField)
           .SequenceEnd(kUndefinedLengthField)
           .Raw(last),
       want},
      {"other lengths of delimiters", begin().Raw(uid).ItemEnd(4),
       "stray-delimiter"},
  });
}

TEST(IndexEnd, DropsZerosHoweverMany) {
  for (const std::size_t zeros : {1, 8, 1000, 65'536, 65'537, 5'000'000}) {
    const std::string want = "warnings: trailing-bytes\n5 elements, " +
                             std::to_string(zeros) + " bytes dropped";
    WindowReader reader;
    const DicomBytes in = WithPixels(2, 4).Fill(zeros, 0);
    ASSERT_TRUE(
        reader.Read(in, 0, kExplicitLittle, {},
                    {"anew", 100, 100, 4096, WindowPolicy::Join::kAnew}));
    EXPECT_EQ(reader.problem(), "");
    EXPECT_LT(reader.memory().size(), 200'000u);
    const DicomBytes implicit =
        WithPixels(2, 4, kImplicitLittle).Fill(zeros, 0);
    if (zeros > 65'537) continue;
    EXPECT_EQ(Ending(in), want);
    EXPECT_EQ(Ending(implicit), want);
  }
}

TEST(IndexEnd, TakesNoZerosForPaddingWhereSomethingIsMissing) {
  const std::string over("SMITH\0\x20\0\x20\0\x04\0\0\0", 14);
  const DicomBytes studied = Little()
                                 .Element(0x0020, 0x000D, "UI", "1.2")
                                 .Element(0x0020, 0x000E, "UI", "1.3");
  const std::string text(200, 'x');
  Check({
      {"pixels are too few", WithPixels(9, 4).Fill(14, 0), "trailing-garbage"},
      {"they are not, of an image that does not say",
       Little().Element(0x7FE0, 0x0010, "OB", "ab").Fill(14, 0),
       "warnings: trailing-bytes\n1 elements, 14 bytes dropped"},
      {"an image without pixels", Image(2).Fill(100, 0), "trailing-garbage"},
      {"by its type",
       Little().Element(0x0008, 0x0008, "CS", "ORIGINAL").Fill(100, 0),
       "trailing-garbage"},
      {"a text that ran over headers",
       Little().Element(0x0010, 0x4000, "LT", text + over + text).Fill(100, 0),
       "trailing-garbage"},
      {"a text that did not",
       Little().Element(0x0010, 0x4000, "LT", text).Fill(100, 0),
       "warnings: trailing-bytes\n1 elements, 100 bytes dropped"},
      {"a name that no one has",
       Little()
           .Element(0x0008, 0x0050, "SH", std::string(40'000, 'x'))
           .Fill(100, 0),
       "trailing-garbage"},
      {"bytes, and no study behind them",
       Little().Element(0x0009, 0x1001, "OB", text).Fill(100, 0),
       "trailing-garbage"},
      {"bytes behind study and series",
       DicomBytes(studied).Element(0x0042, 0x0011, "OB", text).Fill(100, 0),
       "warnings: trailing-bytes\n3 elements, 100 bytes dropped"},
      {"zeros without end, then something",
       DicomBytes(studied).Fill(100'000, 0).Raw("text"), "trailing-garbage"},
  });
}

TEST(IndexEnd, DropsWhatFollowsWholePixels) {
  const auto dropped = [](int bytes) {
    return "warnings: trailing-bytes\n5 elements, " + std::to_string(bytes) +
           " bytes dropped";
  };
  const auto image = [](Encoding encoding = kExplicitLittle) {
    return WithPixels(2, 4, encoding);
  };
  Check({
      {"text", image().Raw("Converted by a tool, 2019"), dropped(25)},
      {"text, implicit",
       image(kImplicitLittle).Raw("Converted by a tool, 2019"), dropped(25)},
      {"a line end", image().Raw("\r\n"), dropped(2)},
      {"blanks", image().Fill(600, ' '), dropped(600)},
      {"FFH", image().Fill(600, 0xFF), dropped(600)},
      {"more pixels", image().Fill(600, 'p'), dropped(600)},
      {"small numbers, implicit",
       image(kImplicitLittle)
           .Raw(std::string("\1\0\2\0\4\0\0\0\1\0\2\0\5\0", 14)),
       dropped(14)},
      {"zeros, then text", image().Fill(512, 0).Raw("text"), dropped(516)},
      {"zeros without end, then text", image().Fill(100'000, 0).Raw("text"),
       dropped(100'004)},
      {"a delimiter", image().SequenceEnd(), dropped(8)},
      {"padding that is cut",
       image().Declared(0xFFFC, 0xFFFC, "OB", 100, "some"), dropped(16)},
  });
  EXPECT_EQ(Ending(Fragments({"ab"}).SequenceEnd().Raw("Converted by a tool")),
            "warnings: trailing-bytes\n1 elements, 19 bytes dropped");
  EXPECT_EQ(Ending(image().Element(0xFFFC, 0xFFFC, "OB", "pad ").Raw("text")),
            "warnings: trailing-bytes\n6 elements, 4 bytes dropped");
}

TEST(IndexEnd, DropsNothingThatMayBeLeftOfTheObject) {
  Check({
      {"pixels are too few", WithPixels(9, 4).Fill(14, 'p'), "bad-vr"},
      {"an image that does not say",
       Little().Element(0x7FE0, 0x0010, "OB", "ab").Fill(14, 'p'), "bad-vr"},
      {"no image",
       Little().Element(0x0008, 0x0060, "CS", "SR").Raw("some text"), "bad-vr"},
      {"a signature that is cut",
       WithPixels(2, 4).Raw(
           Little().SequenceStart(0xFFFA, 0xFFFA, 400).ItemStart(300)),
       "length-past-end"},
      {"a private element that is cut",
       WithPixels(2, 4).Declared(0x7FE1, 0x0010, "LO", 40, "ACME"),
       "length-past-end"},
      {"elements in no order, cut",
       WithPixels(2, 4)
           .Element(0x0010, 0x0010, "PN", "DOE^J")
           .Declared(0x0010, 0x0020, "LO", 40, "12"),
       "length-past-end"},
  });
}

}  // namespace
}  // namespace dcmscrub
