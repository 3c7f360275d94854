// What is read though it is damaged comes out whole; what is no object does
// not come out.
#include <gtest/gtest.h>

#include <string>

#include "tests/support/dicom_bytes.h"
#include "tests/support/index_dump.h"
#include "tests/support/policy_text.h"
#include "tests/support/scrubbed_file.h"

namespace dcmscrub {
namespace {

constexpr std::string_view kJpeg = "1.2.840.10008.1.2.4.50";

DicomBytes File(const DicomBytes& data_set,
                std::string_view syntax = PlainTransferSyntax(kExplicitLittle),
                std::string_view sop_class = kCtImageStorage,
                std::string_view instance = "1.2.3") {
  return DicomBytes()
      .Preamble()
      .FileMeta(syntax, sop_class, instance)
      .Raw(data_set);
}

DicomBytes Ct() {
  return DicomBytes()
      .Element(0x0008, 0x0016, "UI", kCtImageStorage)
      .Element(0x0008, 0x0018, "UI", "1.2.3");
}

// Scrubbed, and that again; both must be whole, and the same.
ScrubbedFile ScrubTwice(const DicomBytes& file, const std::string& rules = "") {
  FileScrubber scrubber(PolicyOf(rules));
  ScrubbedFile once = scrubber.Scrub(file);
  EXPECT_FALSE(once.fault) << DumpFault(once.fault);
  for (const Warning warning : {Warning::kBadDelimiter, Warning::kTrailingBytes,
                                Warning::kOutOfOrder}) {
    EXPECT_FALSE(ReadWarnings(once.bytes).Has(warning));
  }
  const ScrubbedFile twice = scrubber.Scrub(once.bytes);
  EXPECT_FALSE(twice.fault) << DumpFault(twice.fault);
  EXPECT_TRUE(twice.bytes == once.bytes);
  return once;
}

TEST(Damaged, DelimitersAreWrittenAnewAndLengthsAroundThemGrow) {
  const DicomBytes uid = DicomBytes().Element(0x0008, 0x1155, "UI", "1.2.840");
  // The item has no delimiter of its own, inside of defined lengths.
  const DicomBytes inner = DicomBytes()
                               .SequenceStart(0x0040, 0xA170)
                               .ItemStart()
                               .Raw(uid)
                               .SequenceEnd();
  const auto file = [](const DicomBytes& held) {
    return File(Ct().Sequence(0x0008, 0x1140, {held}));
  };
  const DicomBytes whole = DicomBytes()
                               .SequenceStart(0x0040, 0xA170)
                               .ItemStart()
                               .Raw(uid)
                               .ItemEnd()
                               .SequenceEnd();
  const std::string rules = "profile none\nkeep all\n";
  const ScrubbedFile out = ScrubTwice(file(inner), rules);
  EXPECT_TRUE(out.warnings.Has(Warning::kBadDelimiter));
  EXPECT_TRUE(out.bytes == ScrubTwice(file(whole), rules).bytes);
}

TEST(Damaged, FragmentsGetTheirDelimiter) {
  const std::string jpeg("\xFF\xD8 pixels\xFF\xD9", 11);
  const auto file = [&](const DicomBytes& end) {
    return File(Ct().Header(0x7FE0, 0x0010, "OB", kUndefinedLengthField)
                    .ItemStart(0)
                    .ItemStart(12)
                    .Raw(jpeg)
                    .Fill(1, 0)
                    .Raw(end),
                kJpeg);
  };
  const ScrubbedFile want = ScrubTwice(file(DicomBytes().SequenceEnd()));
  for (const DicomBytes& end :
       {DicomBytes(), DicomBytes().Fill(8, 0), DicomBytes().Fill(100'000, 0),
        DicomBytes().Raw("\xFE\xFF\xDD\xE0"),
        DicomBytes().SequenceEnd(kUndefinedLengthField)}) {
    const ScrubbedFile out = ScrubTwice(file(end));
    EXPECT_TRUE(out.warnings.Has(Warning::kBadDelimiter)) << end.size();
    EXPECT_TRUE(out.bytes == want.bytes) << end.size();
  }
}

TEST(Damaged, NewTransferSyntaxesStay) {
  constexpr std::string_view kNew = "1.2.840.10008.1.2.4.999";
  const ScrubbedFile native =
      ScrubTwice(File(Ct().Element(0x7FE0, 0x0010, "OB", "abcd"), kNew));
  EXPECT_TRUE(native.warnings.Has(Warning::kNewTransferSyntax));
  const ScrubbedFile fragments =
      ScrubTwice(File(Ct().Encapsulated({"abcd"}), kNew));
  EXPECT_NE(AsText(fragments.bytes).find(kNew), std::string_view::npos);
}

TEST(Damaged, NoObjectsAreRefused) {
  const DicomBytes answer = DicomBytes()
                                .Element(0x0008, 0x0052, "CS", "STUDY")
                                .Element(0x0010, 0x0010, "PN", "DOE^J")
                                .Element(0x0020, 0x000D, "UI", "1.2.3");
  const DicomBytes directory =
      DicomBytes()
          .Element(0x0004, 0x1130, "CS", "DISK1")
          .Sequence(0x0004, 0x1220,
                    {DicomBytes().Element(0x0004, 0x1430, "CS", "PATIENT")});
  const auto fault = [](const DicomBytes& file) {
    return FileScrubber().Scrub(file).fault.error;
  };
  const std::string_view syntax = PlainTransferSyntax(kExplicitLittle);
  EXPECT_EQ(fault(File(answer, syntax, "", "")), Error::kNoSopIdentity);
  EXPECT_EQ(fault(File(DicomBytes(answer).Element(0x7FE0, 0x0010, "OB", "ab"),
                       syntax, "", "")),
            Error::kOk);
  EXPECT_EQ(fault(File(answer, syntax, "", "1.2.3")), Error::kOk);
  EXPECT_EQ(fault(File(answer, syntax, kCtImageStorage, "")), Error::kOk);
  EXPECT_EQ(fault(File(directory)), Error::kDicomdir);
  EXPECT_EQ(fault(File(directory, syntax, "", "")), Error::kDicomdir);
  EXPECT_EQ(fault(directory), Error::kDicomdir);
  // An object that has a record by mistake.
  EXPECT_EQ(fault(File(DicomBytes(directory).Raw(Ct()))), Error::kOk);
}

TEST(Damaged, ValuesThatCannotBeReadAreCounted) {
  const std::string long_text(40'000, 'x');
  const struct {
    std::string_view fact;
    std::string rules;
    DicomBytes more;
    Warning want;
  } kCases[] = {
      {"too long to be cleaned", "option clean-descriptors\n",
       DicomBytes().Element(0x0008, 0x103E, "UN", long_text),
       Warning::kUnreadValue},
      {"no day", "shift StudyDate\n",
       DicomBytes().Element(0x0008, 0x0020, "DA", "yesterday"),
       Warning::kMalformedDate},
      {"no age", "option retain-patient-characteristics\n",
       DicomBytes().Element(0x0010, 0x1010, "AS", "old "),
       Warning::kMalformedAge},
      {"an age too long", "option retain-patient-characteristics\n",
       DicomBytes().Element(0x0010, 0x1010, "UN", long_text),
       Warning::kOverlongValue},
  };
  for (const auto& c : kCases) {
    FileScrubber scrubber(PolicyOf(c.rules));
    const ScrubbedFile out = scrubber.Scrub(File(Ct().Raw(c.more)));
    EXPECT_FALSE(out.fault) << c.fact;
    EXPECT_TRUE(out.warnings.Has(c.want))
        << c.fact << ": " << DumpWarnings(out.warnings);
  }
}

}  // namespace
}  // namespace dcmscrub
