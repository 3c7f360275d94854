// What was taken out of an object and stands elsewhere in it: each kind of
// leak, with the search of outputs and without it. docs/residue.md.
#include <absl/strings/str_format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "kernels/core/text.h"
#include "tests/kernels/scrub/ct_file.h"
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
      {"a physician", "", more().Element(0x0018, 0x0024, "SH", "V1 Meredith"),
       "meredith", "(0018,0024) SH \"V1\""},
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
       "doenitz", "(0028,2000) OB 01026963633A202020202020202000FF\n"},
      {"a name as UTF-16 in bytes", "",
       more().Element(0x0028, 0x2000, "OB", Utf16("icc Doenitz", false)),
       "doenitz", "OB \"i\\0c\\0c\\0 \\0 \\0 \\0 \\0 \\0 \\0 \\0 \\0\"\n"},
      {"a name as UTF-16 of the other order", "",
       more().Element(0x0028, 0x2000, "OB", Utf16("icc Doenitz", true)),
       "doenitz", "OB \"\\0i\\0c\\0c\\0 \\0 \\0 \\0 \\0 \\0 \\0 \\0\"\n"},
      {"a private value that is known to be safe", safe,
       more()
           .Element(0x0019, 0x0010, "LO", "GEMS_ACQU_01")
           .Element(0x0019, 0x109E, "LO", "epi Doenitz"),
       "doenitz", "(0019,109E) LO \"epi\""},
      {"a name in a private value that a rule keeps", "keep private\n",
       more()
           .Element(0x0029, 0x0010, "LO", "ACME CSA 1")
           .Element(0x0029, 0x1010, "UN", "blob=\"Doenitz\";"),
       "doenitz", "(0029,1010) UN \"blob=\"       \";\\0\"\n"},
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
  const DicomBytes file =
      Ct(DicomBytes().Element(0x0028, 0x0004, "CS", "DOENITZ"));
  const ScrubbedFile out = Scrub("", file);
  EXPECT_EQ(out.fault.error, Error::kResidue);
  EXPECT_EQ(out.fault.tag, Tag(0x0028, 0x0004));
  EXPECT_FALSE(Scrub("residue off\n", file).fault);
}

// Where a value has to stay, spaces stand in it.
TEST(Residue, BlanksBytesThatAreRequired) {
  const DicomBytes waveform = DicomBytes().Sequence(
      0x5400, 0x0100,
      {DicomBytes()
           .Element(0x5400, 0x1006, "CS", "SB")
           .Element(0x5400, 0x1010, "OB", "\x01\x02 Doenitz \x03")});
  const ScrubbedFile out =
      Scrub("", Ct(waveform, "1.2.840.10008.5.1.4.1.1.9.1.1"));
  ASSERT_FALSE(out.fault) << DumpFault(out.fault);
  EXPECT_THAT(Dump(out.bytes), HasSubstr("(5400,1010) OB 0102"));
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

// A ward called after its scanner and a patient called Head take nothing from
// what makers and the Standard write; other names go, and it is said.
TEST(Residue, LeavesTheWordsOfMakersAndOfTheStandard) {
  const struct {
    std::uint16_t group;
    std::uint16_t element;
    std::string_view vr;
    std::string_view value;
    std::string_view left;
    bool technical;  // something was taken out of such a place
  } kCases[] = {
      {0x0008, 0x0070, "LO", "TOSHIBA", "TOSHIBA", false},
      {0x0008, 0x0070, "LO", "Wolfesteiner", "Wolfesteiner", false},
      {0x0008, 0x0070, "LO", "Head Wolfe Inc", "Inc", true},
      {0x0018, 0x0024, "SH", "Wolfesteiner", "", true},
      {0x0018, 0x0024, "SH", "GE Wolfesteiner", "GE", true},
      {0x0008, 0x1090, "LO", "Aquilion ONE 320", "Aquilion ONE 320", false},
      {0x0008, 0x1090, "LO", "GALAXY 3T", "GALAXY 3T", false},
      {0x0018, 0x1020, "LO", "12.3.15", "12.3.15", false},
      {0x0018, 0x1020, "LO", "V2 20150312", "V2", true},
      {0x0008, 0x1090, "LO", "Galaxy 3T plus", "Galaxy 3T plus", false},
      {0x0018, 0x1020, "LO", "V2 at GALAXY 3T", "V2 at", true},
      {0x0018, 0x0015, "CS", "HEAD", "HEAD", false},
      {0x0018, 0x0015, "CS", "WOLFESTEINER", "", true},
      {0x0018, 0x0024, "SH", "head 2", "head 2", false},
      {0x0018, 0x0024, "SH", "2 Head Wolfe", "2", true},  // a full name
      {0x0018, 0x1030, "LO", "HEAD TOSHIBA x7", "HEAD TOSHIBA x7", false},
      // What people write is theirs.
      {0x0018, 0x1400, "LO", "Head t1", "t1", false},
  };
  for (const auto& test : kCases) {
    SCOPED_TRACE(test.value);
    std::map<std::uint32_t, DicomBytes> elements;
    const auto put = [&](std::uint16_t group, std::uint16_t element,
                         std::string_view vr, std::string_view value) {
      elements[std::uint32_t{group} << 16 | element] =
          DicomBytes().Element(group, element, vr, value);
    };
    put(0x0008, 0x0016, "UI", kCtImageStorage);
    put(0x0008, 0x0018, "UI", kUid);
    put(0x0008, 0x0020, "DA", "20150312");
    put(0x0008, 0x0080, "LO", "TOSHIBA");
    put(0x0008, 0x1010, "SH", "GALAXY 3T");
    put(0x0010, 0x0010, "PN", "Head^Wolfe");
    put(0x0010, 0x1001, "PN", "Wolfesteiner");
    put(test.group, test.element, test.vr, test.value);
    DicomBytes file = DicomBytes().Preamble().FileMeta(
        PlainTransferSyntax(kExplicitLittle), kCtImageStorage, kUid);
    for (const auto& [tag, element] : elements) file.Raw(element);
    const auto out =
        Scrub("option clean-descriptors\nkeep ProtocolName\n", file);
    std::string want =
        absl::StrFormat("(%04X,%04X) %s", test.group, test.element, test.vr);
    if (!test.left.empty()) want += absl::StrFormat(" \"%s\"", test.left);
    EXPECT_THAT(Dump(out.bytes), HasSubstr(want + "\n"));
    EXPECT_EQ(out.warnings.Has(Warning::kTechnicalResidue), test.technical);
  }
}

// A CT with the day of its study in `text`.
DicomBytes WithStudyDay(std::string_view text) {
  return CtFile(DicomBytes()
                    .Element(0x0008, 0x0020, "DA", "20150312")
                    .Element(0x0008, 0x002A, "DT", "20150313094500.25")
                    .Element(0x0010, 0x0020, "LO", "PID-90210")
                    .Element(0x0018, 0x1210, "SH", text)
                    .Element(0x0020, 0x000D, "UI", "1.2.840.20150312.9"),
                kUid);
}

TEST(Residue, TakesOutTheDaysOfTheObject) {
  for (const std::string_view day :
       {"20150312", "12.03.2015", "03/13/2015", "13.03.15", "12MAR2015",
        "20150312094500", "Mar 13, 2015"}) {
    const auto out = Scrub("", WithStudyDay("K " + std::string(day)));
    EXPECT_THAT(Dump(out.bytes), HasSubstr("(0018,1210) SH \"K\"\n")) << day;
    EXPECT_TRUE(out.warnings.Has(Warning::kResidue)) << day;
  }
  for (const std::string_view other : {"2015", "14.03.2015", "1.20150312.4"}) {
    const auto out = Scrub("", WithStudyDay(other));
    EXPECT_THAT(Dump(out.bytes),
                HasSubstr("(0018,1210) SH \"" + std::string(other) + "\"\n"));
  }
}

TEST(Residue, MovesADayThatIsAllOfATextWithTheOthers) {
  const std::string rules = "option retain-longitudinal-modified-dates\n";
  const std::string plain = Dump(Scrub(rules, WithStudyDay("20150312")).bytes);
  const std::string tag = "(0008,0020) DA \"";
  const std::size_t at = plain.find(tag);
  ASSERT_NE(at, std::string::npos);
  const std::string moved = plain.substr(at + tag.size(), 8);
  EXPECT_NE(moved, "20150312");
  EXPECT_THAT(plain, HasSubstr("(0018,1210) SH \"" + moved + "\"\n"));
  const std::string dotted =
      moved.substr(6) + "." + moved.substr(4, 2) + "." + moved.substr(0, 4);
  EXPECT_THAT(Dump(Scrub(rules, WithStudyDay("12.03.2015")).bytes),
              HasSubstr("(0018,1210) SH \"" + dotted + "\"\n"));
  // Beside other words, it goes.
  EXPECT_THAT(Dump(Scrub(rules, WithStudyDay("K 12.03.2015")).bytes),
              HasSubstr("(0018,1210) SH \"K\"\n"));
}

TEST(Residue, LeavesDaysThatAnOptionKeeps) {
  EXPECT_THAT(Dump(Scrub("option retain-longitudinal-full-dates\n",
                         WithStudyDay("12.03.2015"))
                       .bytes),
              HasSubstr("(0018,1210) SH \"12.03.2015\"\n"));
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

// Spaces stand in values, loaded or not, of even and of odd size, from their
// first byte on or to their last; the seal over them holds.
TEST(Residue, SealsWhatItBlanked) {
  for (const std::size_t size : {40, 41, 100'000, 100'001}) {
    for (const std::size_t at : {std::size_t{0}, size / 2, size - 7}) {
      std::string blob(size, '\x7F');
      blob.replace(at, 7, "Doenitz");
      FileScrubber scrubber(PolicyOf(""));
      const ScrubbedFile once = scrubber.Scrub(
          Ct(DicomBytes().Element(0x0028, 0x2000, "OB", blob)).bytes());
      ASSERT_FALSE(once.fault) << DumpFault(once.fault);
      blob.replace(at, 7, std::string(7, ' '));
      EXPECT_TRUE(Holds(once.bytes, blob)) << size << " " << at;
      const ScrubbedFile again = scrubber.Scrub(once.bytes);
      EXPECT_FALSE(again.fault) << size << " " << at << DumpFault(again.fault);
      EXPECT_TRUE(again.bytes == once.bytes) << size << " " << at;
    }
  }
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
      // Escape sequences in a word.
      {"\\ISO 2022 IR 87", "\x1B$B;3ED\x1B(B^\x1B$BB@O:\x1B(B",
       "t1 \x1B$B;3\x1B(B\x1B$BED\x1B(B", "SH \"t1\""},
      {"ISO 2022 IR 6\\ISO 2022 IR 87", "Doenitz^Rosa",
       "t1 Doe\x1B(B\x1B(Bnitz", "SH \"t1\""},
      // UTF-8 under another set.
      {"ISO_IR 100", "M\xFCller^J\xF6rg", "t1 Müller", "SH \"t1\""},
      {"ISO_IR 100", "Müller^Jörg", "t1 m\xDCller", "SH \"t1\""},
      {"ISO_IR 144", "Дёниц^Роза", "t1 \xB4\xB5\xBD\xB8\xC6", "SH \"t1\""},
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
  const std::string explanation = "Doenitz " + std::string(80, 'm');
  FileScrubber scrubber(PolicyOf(""));
  const ScrubbedFile once = scrubber.Scrub(
      Ct(DicomBytes().Element(0x0028, 0x1055, "LO", explanation)));
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
  const DicomBytes other = CtFile(DicomBytes()
                                      .Element(0x0010, 0x0010, "PN", "Roe^Jane")
                                      .Element(0x0018, 0x0024, "SH", "Doenitz"),
                                  "1.2.3.4.5");
  const ScrubbedFile alone = scrubber.Scrub(other);
  scrubber.Scrub(Ct(DicomBytes()));
  const ScrubbedFile after = scrubber.Scrub(other);
  EXPECT_EQ(after.bytes, alone.bytes);
  EXPECT_TRUE(Holds(after.bytes, "doenitz"));
}

// What a policy leaves to stand is no secret elsewhere, however much it is.
TEST(Residue, OfValuesThatStaySomewhereIsSearchedForElsewhere) {
  std::vector<DicomBytes> requests;
  for (int i = 0; i < 3000; ++i) {
    requests.push_back(DicomBytes().Element(0x0008, 0x0050, "SH",
                                            "ACN" + std::to_string(10000 + i)));
  }
  const std::string sequence_name = "(0018,0024) SH";
  for (const std::string study_id : {"ACN10000", "ACN12999", "ACN13000"}) {
    const ScrubbedFile out =
        Scrub("keep RequestAttributesSequence\nkeep //AccessionNumber\n",
              Ct(DicomBytes()
                     .Element(0x0018, 0x0024, "SH", study_id)
                     .Element(0x0020, 0x0010, "SH", study_id)
                     .Sequence(0x0040, 0x0275, requests)));
    ASSERT_FALSE(out.fault) << DumpFault(out.fault);
    const std::string dump = Dump(out.bytes);
    EXPECT_THAT(dump, HasSubstr(sequence_name + "\n")) << study_id;
    EXPECT_THAT(dump, HasSubstr("(0008,0050) SH \"ACN10000\"\n"));
    EXPECT_THAT(dump, HasSubstr("(0008,0050) SH \"ACN12999\"\n"));
  }
}

TEST(Residue, LeavesWhatAnOptionKeepsButForNames) {
  const DicomBytes file =
      CtFile(DicomBytes()
                 .Element(0x0008, 0x0080, "LO", "St. Elsewhere, Dr. Doenitz")
                 .Element(0x0008, 0x1010, "SH", "ELSEWHERE")
                 .Element(0x0010, 0x0010, "PN", "Doenitz^Rosalind")
                 .Element(0x0018, 0x1400, "LO", "at Elsewhere"),
             kUid);
  const std::string dump =
      Dump(Scrub("option retain-institution-identity\n", file).bytes);
  EXPECT_THAT(dump, HasSubstr("(0008,0080) LO \"St. Elsewhere, Dr.\"\n"));
}

// A statement that keeps what stays anyway does not mean what is in it.
TEST(Residue, IsTakenOutOfWhatAStatementNeedNotKeep) {
  constexpr std::string_view kKeeps = "keep PositionReferenceIndicator\n";
  const DicomBytes file =
      CtFile(DicomBytes()
                 .Element(0x0010, 0x0010, "PN", "Doenitz^Rosalind")
                 .Element(0x0020, 0x1040, "LO", "Doenitz^Rosalind"),
             kUid);
  for (const std::string_view rules : {std::string_view(), kKeeps}) {
    EXPECT_THAT(Dump(Scrub(std::string(rules).c_str(), file).bytes),
                testing::Not(HasSubstr("Doenitz")))
        << rules;
  }
}

}  // namespace
}  // namespace dcmscrub
