// What was taken out of an object and stands elsewhere in it: each kind of
// leak, with the search of outputs and without it. docs/residue.md.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "kernels/core/text.h"
#include "tests/support/dicom_bytes.h"
#include "tests/support/index_dump.h"
#include "tests/support/policy_text.h"
#include "tests/support/scrubbed_file.h"

namespace dcmscrub {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kUid = "1.2.826.0.1.3680043.9.7.1961.5";

std::string Utf16(std::string_view ascii, bool big) {
  std::string text;
  for (const char c : ascii) {
    if (big) text += '\0';
    text += c;
    if (!big) text += '\0';
  }
  return text;
}

// A CT of a made-up patient; `more` goes to its end, in ascending order from
// (0018,0000) on.
DicomBytes Ct(const DicomBytes& more,
              std::string_view sop_class = kCtImageStorage) {
  const DicomBytes data_set =
      DicomBytes()
          .Element(0x0008, 0x0016, "UI", sop_class)
          .Element(0x0008, 0x0018, "UI", kUid)
          .Element(0x0008, 0x0050, "SH", "ACC4711X")
          .Element(0x0008, 0x0060, "CS", "CT")
          .Element(0x0008, 0x0080, "LO", "St. Elsewhere Hospital")
          .Element(0x0008, 0x0090, "PN", "Grey^Meredith^^Dr.")
          .Element(0x0010, 0x0010, "PN", "Doenitz^Rosalind")
          .Element(0x0010, 0x0020, "LO", "PID-90210")
          .Element(0x0010, 0x0030, "DA", "19610312")
          .Raw(more);
  return DicomBytes()
      .Preamble()
      .FileMeta(PlainTransferSyntax(kExplicitLittle), sop_class, kUid)
      .Raw(data_set);
}

ScrubbedFile Scrub(const std::string& rules, const DicomBytes& file) {
  FileScrubber scrubber(PolicyOf(rules));
  return scrubber.Scrub(file);
}

// Whether the bytes of a file hold a text, in capitals or not, NULs aside.
bool Holds(const std::vector<std::uint8_t>& bytes, std::string_view text) {
  const auto small = [](auto c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32)
                                : static_cast<char>(c);
  };
  std::string plain;
  for (const std::uint8_t byte : bytes) {
    if (byte != 0) plain += small(static_cast<char>(byte));
  }
  std::string sought;
  for (const char c : text) sought += small(c);
  return plain.find(sought) != std::string::npos;
}

// The data set of a file, its texts without padding.
std::string Dump(const std::vector<std::uint8_t>& file) {
  std::string dump = DumpDataSet(file);
  for (std::size_t at = 0;
       (at = dump.find(" \"\n", at)) != std::string::npos;) {
    dump.erase(at, 1);
  }
  return dump;
}

struct Leak {
  std::string_view fact;
  std::string rules;
  DicomBytes more;
  std::string_view leak;  // what leaves when nothing is searched
  std::string_view want;  // in the dump of the output
};

std::vector<Leak> Leaks() {
  const auto more = [] { return DicomBytes(); };
  const std::string safe = "option retain-safe-private\n";
  return {
      {"a name in a text", "",
       more().Element(0x0018, 0x0024, "SH", "t1 DOENITZ fast"), "doenitz",
       "(0018,0024) SH \"t1 fast\""},
      {"the given name alone", "",
       more().Element(0x0018, 0x0024, "SH", "Rosalind t2"), "rosalind",
       "(0018,0024) SH \"t2\""},
      {"a name inside a longer word", "",
       more().Element(0x0018, 0x0024, "SH", "XDOENITZ7 t2"), "doenitz",
       "(0018,0024) SH \"t2\""},
      {"both names with a comma", "",
       more().Element(0x0018, 0x0024, "SH", "Doenitz, Rosalind"), "doenitz",
       "(0018,0024) SH\n"},
      {"a physician", "", more().Element(0x0018, 0x1020, "LO", "V1 Meredith"),
       "meredith", "(0018,1020) LO \"V1\""},
      {"an ID", "", more().Element(0x0018, 0x0024, "SH", "x PID-90210"),
       "pid-90210", "(0018,0024) SH \"x\""},
      {"an ID with another delimiter", "",
       more().Element(0x0018, 0x0024, "SH", "x pid_90210"), "pid_90210",
       "(0018,0024) SH \"x\""},
      {"an accession number in a nested item", "",
       more().Sequence(
           0x0018, 0x0012,
           {more()
                .Element(0x0008, 0x0100, "SH", "C1")
                .Element(0x0008, 0x0102, "SH", "99TEST")
                .Element(0x0008, 0x0104, "LO", "agent acc4711x ml")}),
       "acc4711x", "(0008,0104) LO \"agent ml\""},
      {"an institution", "",
       more().Element(0x0018, 0x1020, "LO", "made at St Elsewhere Hospital"),
       "elsewhere", "(0018,1020) LO \"made at\""},
      {"a birth date as people write it", "",
       more().Element(0x0018, 0x1020, "LO", "b. 12.03.1961"), "12.03.1961",
       "(0018,1020) LO \"b.\""},
      {"a birth date with the month's name", "",
       more().Element(0x0018, 0x1020, "LO", "b. 12-Mar-1961"), "mar-1961",
       "(0018,1020) LO \"b.\""},
      {"a UID in a text", "",
       more().Element(0x0018, 0x1020, "LO", "of " + std::string(kUid)),
       "3680043.9.7.1961.5", "(0018,1020) LO \"of\""},
      {"a UID that begins another one", "",
       more().Element(0x0018, 0x1020, "LO", std::string(kUid) + ".4.2"),
       "3680043.9.7.1961.5", "(0018,1020) LO\n"},
      {"a code that is a name", "",
       more().Element(0x0018, 0x0015, "CS", "DOENITZ"), "doenitz",
       "(0018,0015) CS\n"},
      {"a number that is an ID", "",
       more()
           .Element(0x0020, 0x000E, "UI", "1.2.3")
           .Element(0x0020, 0x0010, "SH", "471100815")
           .Element(0x0020, 0x0011, "IS", "471100815"),
       "471100815", "(0020,0011) IS\n"},
      {"a name in bytes", "",
       more().Element(0x0028, 0x2000, "OB",
                      std::string("\x01\x02icc: Doenitz\x00\xFF", 16)),
       "doenitz", "(0028,2000) OB\n"},
      {"a name as UTF-16 in bytes", "",
       more().Element(0x0028, 0x2000, "OB", Utf16("icc Doenitz", false)),
       "doenitz", "(0028,2000) OB\n"},
      {"a name as UTF-16 of the other order", "",
       more().Element(0x0028, 0x2000, "OB", Utf16("icc Doenitz", true)),
       "doenitz", "(0028,2000) OB\n"},
      {"a private value that is known to be safe", safe,
       more()
           .Element(0x0019, 0x0010, "LO", "GEMS_ACQU_01")
           .Element(0x0019, 0x109E, "LO", "epi Doenitz"),
       "doenitz", "(0019,109E) LO \"epi\""},
      {"a name in a private value that a rule keeps", "keep private\n",
       more()
           .Element(0x0029, 0x0010, "LO", "ACME CSA 1")
           .Element(0x0029, 0x1010, "UN", "blob=\"Doenitz\";"),
       "doenitz", "(0029,1010) UN\n"},
      {"a descriptor that a rule keeps", "keep SeriesDescription\n",
       more().Element(0x0008, 0x103E, "LO", "knee of Rosalind"), "rosalind",
       "(0008,103E) LO \"knee of\""},
      {"what a rule computes",
       "replace StudyDescription with \"of {PatientName}\"\n",
       more().Element(0x0008, 0x1030, "LO", "x"), "doenitz",
       "(0008,1030) LO \"of\""},
      {"what a rule adds", "set StudyComments = \"of {PatientID}\"\n", more(),
       "90210", "(0032,4000) LT \"of\""},
      {"a text that a site searches for", "residue search \"Room 7B12\"\n",
       more().Element(0x0018, 0x1020, "LO", "V2 room 7b12"), "7b12",
       "(0018,1020) LO \"V2\""},
  };
}

TEST(Residue, IsTakenOutAndWouldHaveLeftOtherwise) {
  for (const Leak& leak : Leaks()) {
    SCOPED_TRACE(leak.fact);
    const DicomBytes file = Ct(leak.more);
    const ScrubbedFile out = Scrub(leak.rules, file);
    ASSERT_FALSE(out.fault) << DumpFault(out.fault);
    EXPECT_FALSE(Holds(out.bytes, leak.leak));
    EXPECT_THAT(Dump(out.bytes), HasSubstr(leak.want));
    EXPECT_TRUE(out.warnings.Has(Warning::kResidue));
    const ScrubbedFile off = Scrub(leak.rules + "residue off\n", file);
    ASSERT_FALSE(off.fault) << DumpFault(off.fault);
    EXPECT_TRUE(Holds(off.bytes, leak.leak));
    EXPECT_FALSE(off.warnings.Has(Warning::kResidue));
  }
}

TEST(Residue, QuarantinesWhereNothingMayGo) {
  const DicomBytes waveform = DicomBytes().Sequence(
      0x5400, 0x0100,
      {DicomBytes()
           .Element(0x5400, 0x1006, "CS", "SB")
           .Element(0x5400, 0x1010, "OB", "\x01\x02 Doenitz \x03")});
  const DicomBytes file = Ct(waveform, "1.2.840.10008.5.1.4.1.1.9.1.1");
  const ScrubbedFile out = Scrub("", file);
  EXPECT_EQ(out.fault.error, Error::kResidue);
  EXPECT_EQ(out.fault.tag, Tag(0x5400, 0x1010));
  EXPECT_FALSE(Scrub("residue off\n", file).fault);
}

TEST(Residue, LeavesWhatIsNoHit) {
  const struct {
    std::string_view fact;
    std::string rules;
    DicomBytes more;
    std::string_view want;
  } kCases[] = {
      {"a name's beginning in a word", "",
       DicomBytes().Element(0x0018, 0x0024, "SH", "greyscale"),
       "(0018,0024) SH \"greyscale\""},
      {"a number that holds the digits of another", "",
       DicomBytes().Element(0x0018, 0x0050, "DS", "0.90210"),
       "(0018,0050) DS \"0.90210\""},
      {"what the policy keeps under that name", "keep PatientID\n",
       DicomBytes().Element(0x0018, 0x0024, "SH", "x PID-90210"),
       "(0018,0024) SH \"x PID-90210\""},
      {"a UID that an option keeps elsewhere",
       "option retain-uids\nremove FrameOfReferenceUID\n",
       DicomBytes()
           .Element(0x0020, 0x000D, "UI", "1.2.826.0.1.7.1")
           .Element(0x0020, 0x0052, "UI", "1.2.826.0.1.7.1"),
       "(0020,000D) UI \"1.2.826.0.1.7.1"},
      {"what a rule adds to", "append PatientID with \"-A\"\n",
       DicomBytes().Element(0x0018, 0x0024, "SH", "x"),
       "(0010,0020) LO \"PID-90210-A\""},
      {"the fixed text of a rule", "set StudyComments = \"of Doenitz\"\n",
       DicomBytes(), "(0032,4000) LT \"of Doenitz\""},
      {"an attribute that may hold it", "residue allow SequenceName\n",
       DicomBytes().Element(0x0018, 0x0024, "SH", "Doenitz"),
       "(0018,0024) SH \"Doenitz\""},
      {"a word that counts for nothing", "residue ignore \"DOENITZ\"\n",
       DicomBytes().Element(0x0018, 0x0024, "SH", "Doenitz"),
       "(0018,0024) SH \"Doenitz\""},
  };
  for (const auto& test : kCases) {
    const ScrubbedFile out = Scrub(test.rules, Ct(test.more));
    ASSERT_FALSE(out.fault) << test.fact << DumpFault(out.fault);
    EXPECT_THAT(Dump(out.bytes), HasSubstr(test.want)) << test.fact;
  }
}

TEST(Residue, ShortWordsOfInstitutionAndModalityDestroyNothing) {
  const DicomBytes file =
      Ct(DicomBytes()
             .Element(0x0008, 0x1010, "SH", "CT")
             .Element(0x0008, 0x1050, "PN", "A^B")
             .Element(0x0018, 0x0015, "CS", "CHEST")
             .Element(0x0018, 0x1020, "LO", "CT MR A B V3"));
  const ScrubbedFile out = Scrub("", file);
  ASSERT_FALSE(out.fault) << DumpFault(out.fault);
  EXPECT_THAT(Dump(out.bytes), HasSubstr("(0008,0060) CS \"CT\""));
  EXPECT_THAT(Dump(out.bytes), HasSubstr("(0018,1020) LO \"CT MR A B V3\""));
}

TEST(Residue, IsFoundInAValueThatIsNotLoaded) {
  std::string blob(100'000, '\x7F');
  blob.replace(70'000, 7, "Doenitz");
  const DicomBytes file = Ct(DicomBytes().Element(0x0028, 0x2000, "OB", blob));
  const ScrubbedFile out = Scrub("", file);
  ASSERT_FALSE(out.fault) << DumpFault(out.fault);
  EXPECT_FALSE(Holds(out.bytes, "doenitz"));
  EXPECT_TRUE(Holds(Scrub("residue off\n", file).bytes, "doenitz"));
}

TEST(Residue, PixelDataIsNotSearched) {
  const DicomBytes file =
      Ct(DicomBytes().Element(0x7FE0, 0x0010, "OB", "DOENITZ "));
  const ScrubbedFile out = Scrub("", file);
  ASSERT_FALSE(out.fault) << DumpFault(out.fault);
  EXPECT_TRUE(Holds(out.bytes, "doenitz"));
}

TEST(Residue, IsFoundInTheCharacterSetOfTheFile) {
  const struct {
    std::string_view set, name, text, want;
  } kCases[] = {
      {"ISO_IR 100", "M\xFCller^J\xF6rg", "t1 MUELLER", "SH \"t1\""},
      {"ISO_IR 100", "M\xFCller^J\xF6rg", "t1 m\xDCller", "SH \"t1\""},
      {"ISO_IR 192", "Дёниц^Роза", "t1 ДЁНИЦ", "SH \"t1\""},
      {"ISO_IR 144", "\xB4\xD5\xDD\xD8\xE6^\xC0\xDE\xB7\xB0",
       "t1 \xB4\xB5\xBD\xB8\xC6", "SH \"t1\""},
  };
  for (const auto& test : kCases) {
    const DicomBytes data_set =
        DicomBytes()
            .Element(0x0008, 0x0005, "CS", test.set)
            .Element(0x0008, 0x0016, "UI", kCtImageStorage)
            .Element(0x0008, 0x0018, "UI", kUid)
            .Element(0x0010, 0x0010, "PN", test.name)
            .Element(0x0018, 0x0024, "SH", test.text);
    const ScrubbedFile out =
        Scrub("", DicomBytes()
                      .Preamble()
                      .FileMeta(PlainTransferSyntax(kExplicitLittle),
                                kCtImageStorage, kUid)
                      .Raw(data_set));
    ASSERT_FALSE(out.fault) << DumpFault(out.fault);
    EXPECT_THAT(Dump(out.bytes), HasSubstr(test.want)) << test.set;
  }
}

TEST(Residue, TakingOutTwiceIsTakingOutOnce) {
  for (const Leak& leak : Leaks()) {
    FileScrubber scrubber(PolicyOf(leak.rules));
    const ScrubbedFile once = scrubber.Scrub(Ct(leak.more));
    ASSERT_FALSE(once.fault) << leak.fact << DumpFault(once.fault);
    const ScrubbedFile twice = scrubber.Scrub(once.bytes);
    ASSERT_FALSE(twice.fault) << leak.fact << DumpFault(twice.fault);
    EXPECT_EQ(twice.bytes, once.bytes) << leak.fact;
  }
}

// Bytes of another character set are no matter of the second pass.
// LO has 64 characters at most, and what is left has more.
TEST(Residue, CutsWhatIsLeftOfATextThatIsTooLong) {
  const std::string versions = "Doenitz " + std::string(80, 'm');
  FileScrubber scrubber(PolicyOf(""));
  const ScrubbedFile once =
      scrubber.Scrub(Ct(DicomBytes().Element(0x0018, 0x1020, "LO", versions)));
  ASSERT_FALSE(once.fault);
  EXPECT_FALSE(Holds(once.bytes, "Doenitz"));
  EXPECT_TRUE(Holds(once.bytes, std::string(60, 'm')));
  EXPECT_FALSE(Holds(once.bytes, std::string(65, 'm')));
  EXPECT_EQ(scrubber.Scrub(once.bytes).bytes, once.bytes);
}

TEST(Residue, TakingOutLeavesWhatOthersSayOfTheirMethod) {
  const std::string method = "gel\xF6scht von Hand";
  const DicomBytes file =
      DicomBytes()
          .Preamble()
          .FileMeta(PlainTransferSyntax(kExplicitLittle), kCtImageStorage, kUid)
          .Element(0x0008, 0x0005, "CS", "ISO_IR 100")
          .Element(0x0008, 0x0016, "UI", kCtImageStorage)
          .Element(0x0008, 0x0018, "UI", kUid)
          .Element(0x0010, 0x0010, "PN", "Doenitz^Rosalind")
          .Element(0x0012, 0x0063, "LO", method)
          .Element(0x0018, 0x0024, "SH", "t1 DOENITZ fast");
  const ScrubbedFile out = Scrub("", file);
  EXPECT_TRUE(out.warnings.Has(Warning::kResidue));
  EXPECT_NE(AsText(out.bytes).find(method), std::string_view::npos);
}

// Patterns are kept from object to object: those of one may not be searched
// for in another.
TEST(Residue, OfOnePatientIsNotSearchedForInAnother) {
  FileScrubber scrubber(PolicyOf(""));
  const DicomBytes other =
      DicomBytes()
          .Preamble()
          .FileMeta(PlainTransferSyntax(kExplicitLittle), kCtImageStorage, kUid)
          .Element(0x0008, 0x0016, "UI", kCtImageStorage)
          .Element(0x0008, 0x0018, "UI", "1.2.3.4.5")
          .Element(0x0010, 0x0010, "PN", "Roe^Jane")
          .Element(0x0018, 0x0024, "SH", "Doenitz");
  const ScrubbedFile alone = scrubber.Scrub(other);
  scrubber.Scrub(Ct(DicomBytes()));
  const ScrubbedFile after = scrubber.Scrub(other);
  EXPECT_EQ(after.bytes, alone.bytes);
  EXPECT_TRUE(Holds(after.bytes, "doenitz"));
}

// What a policy leaves to stand is no secret elsewhere, however much it is.
TEST(Residue, OfValuesThatStayIsNotSearchedFor) {
  std::vector<DicomBytes> requests;
  for (int i = 0; i < 3000; ++i) {
    requests.push_back(DicomBytes().Element(0x0008, 0x0050, "SH",
                                            "ACN" + std::to_string(10000 + i)));
  }
  const struct {
    std::string_view study_id;
    bool stays;  // in Sequence Name
  } kCases[] = {{"ACN10000", true}, {"ACN12999", true}, {"ACN13000", false}};
  for (const auto& test : kCases) {
    const ScrubbedFile out =
        Scrub("keep RequestAttributesSequence\nkeep //AccessionNumber\n",
              Ct(DicomBytes()
                     .Element(0x0018, 0x0024, "SH", test.study_id)
                     .Element(0x0020, 0x0010, "SH", test.study_id)
                     .Sequence(0x0040, 0x0275, requests)));
    ASSERT_FALSE(out.fault) << DumpFault(out.fault);
    const std::string name =
        "(0018,0024) SH \"" + std::string(test.study_id) + "\"";
    EXPECT_EQ(Dump(out.bytes).find(name) != std::string::npos, test.stays)
        << test.study_id;
  }
}

}  // namespace
}  // namespace dcmscrub
