#include "kernels/scrub/scrubber.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "kernels/core/edit_list.h"
#include "kernels/parse/prefix_writer.h"
#include "tests/fuzz/seeds.h"
#include "tests/support/allocation_count.h"
#include "tests/support/dicom_bytes.h"
#include "tests/support/index_dump.h"
#include "tests/support/policy_text.h"
#include "tests/support/scrubbed_file.h"

namespace dcmscrub {
namespace {

constexpr std::string_view kJpeg = "1.2.840.10008.1.2.4.50";
constexpr Encoding kEncodings[] = {kExplicitLittle, kImplicitLittle,
                                   kExplicitBig};

DicomBytes File(std::string_view syntax, const DicomBytes& data_set) {
  return DicomBytes()
      .Preamble(0x4D)
      .FileMeta(syntax, kCtImageStorage, "1.2.3")
      .Raw(data_set);
}

std::vector<Seed> Files() {
  std::vector<Seed> files = ScrubSeeds();
  const std::string large(40'000, 'x');
  files.push_back(
      {"large", File(transfer_syntax::kExplicitVrLittleEndian,
                     DicomBytes()
                         .Element(0x0008, 0x0018, "UI", "1.2.3")
                         .Element(0x0010, 0x0010, "PN", large)
                         .Element(0x0018, 0x1030, "LO", large)
                         .Element(0x0028, 0x3006, "UN", large)
                         .Element(0x7FE0, 0x0010, "OW", large + large))});
  // Identifiers that are there and yet say nothing.
  for (const std::string& uid :
       {std::string(" "), std::string(6, '\0'), std::string("\\"),
        std::string("\\1.2"), large}) {
    files.push_back({"identifiers of " + std::to_string(uid.size()),
                     DicomBytes()
                         .Preamble()
                         .FileMeta("1.2.840.10008.1.2.1", "", "")
                         .Raw(DicomBytes()
                                  .Element(0x0008, 0x0016, "UI", uid)
                                  .Element(0x0008, 0x0018, "UI", uid)
                                  .Element(0x0008, 0x0060, "CS", "CT"))});
  }
  return files;
}

// The data set that comes out, without our marks.
std::string Scrubbed(FileScrubber& scrubber, const DicomBytes& data_set) {
  const ScrubbedFile out =
      scrubber.Scrub(File(PlainTransferSyntax(data_set.encoding()), data_set));
  return out.fault ? DumpFault(out.fault) : DumpDataSet(out.bytes);
}

TEST(Scrubber, ScrubbingTwiceIsScrubbingOnce) {
  FileScrubber scrubber;
  for (const Seed& file : Files()) {
    const ScrubbedFile once = scrubber.Scrub(file.bytes);
    // Of some that lack both SOP class and instance nothing comes out.
    if (once.fault.error == Error::kNoSopIdentity) {
      EXPECT_NE(file.name.find("identifiers"), std::string::npos);
      continue;
    }
    ASSERT_FALSE(once.fault) << file.name << DumpFault(once.fault);
    const ScrubbedFile twice = scrubber.Scrub(once.bytes);
    EXPECT_EQ(DumpFault(twice.fault), "") << file.name;
    EXPECT_TRUE(twice.bytes == once.bytes) << file.name;
  }
}

TEST(Scrubber, OutputsNeedNoRepair) {
  FileScrubber scrubber;
  for (const Seed& file : Files()) {
    const ScrubbedFile out = scrubber.Scrub(file.bytes);
    EXPECT_EQ(DumpWarnings(ReadWarnings(out.bytes)), "") << file.name;
  }
}

TEST(Scrubber, HowTheInputWasReadDoesNotMatter) {
  FileScrubber scrubber;
  for (const Seed& file : Files()) {
    const ScrubbedFile whole = scrubber.Scrub(file.bytes);
    for (const WindowPolicy& policy : kWindowPolicies) {
      const ScrubbedFile out = scrubber.Scrub(file.bytes, policy);
      EXPECT_TRUE(out.bytes == whole.bytes) << file.name << policy.name;
      EXPECT_EQ(out.warnings, whole.warnings) << file.name << policy.name;
    }
  }
}

TEST(Scrubber, NoNameSurvives) {
  FileScrubber scrubber;
  for (const Seed& file : Files()) {
    const ScrubbedFile out = scrubber.Scrub(file.bytes);
    for (const char* name : {"DOE", "ROE", "12345", "HOSPITAL", "ACME"}) {
      EXPECT_EQ(AsText(out.bytes).find(name), std::string_view::npos)
          << file.name;
    }
  }
}

TEST(Scrubber, WritesPreambleAndFileMetaAnew) {
  FileScrubber scrubber;
  const ScrubbedFile out = scrubber.Scrub(MinimalCtFile("DOE^J", "1", "1.2.3"));
  const DicomBytes head = DicomBytes().Preamble().Raw(DicomBytes().Numbers(
      0x0002, 0x0000, "UL",
      {static_cast<std::int64_t>(out.data_set_begin) - 144}));
  EXPECT_EQ(AsText(out.bytes).substr(0, head.size()), AsText(head));
  const DicomBytes meta =
      DicomBytes()
          .Numbers(0x0002, 0x0001, "OB", {0, 1})
          .Element(0x0002, 0x0002, "UI", kCtImageStorage)
          .Element(0x0002, 0x0003, "UI",
                   scrubber.identity().MapUid("1.2.3").view())
          .Element(0x0002, 0x0010, "UI",
                   transfer_syntax::kExplicitVrLittleEndian)
          .Element(0x0002, 0x0012, "UI", kImplementationClassUid)
          .Element(0x0002, 0x0013, "SH", kImplementationVersionName);
  EXPECT_EQ(AsText(out.bytes).substr(144, out.data_set_begin - 144),
            AsText(meta));
}

TEST(Scrubber, RefusesFragmentsThatNoTransferSyntaxNames) {
  FileScrubber scrubber;
  EXPECT_EQ(scrubber
                .Scrub(File(transfer_syntax::kExplicitVrLittleEndian,
                            DicomBytes()
                                .Element(0x0008, 0x0060, "CS", "CT")
                                .Encapsulated({"ab"})))
                .fault.error,
            Error::kNoTransferSyntax);
}

TEST(Scrubber, SortsAndDropsLaterCopies) {
  FileScrubber scrubber;
  for (const Encoding encoding : kEncodings) {
    const std::string out =
        Scrubbed(scrubber, DicomBytes(encoding)
                               .Element(0x0008, 0x0016, "UI", kCtImageStorage)
                               .Element(0x0008, 0x0018, "UI", "1.2.3")
                               .Numbers(0x0028, 0x0010, "US", {2})
                               .Element(0x0008, 0x0060, "CS", "CT")
                               .Element(0x0008, 0x0060, "CS", "MR"));
    const std::string cs = encoding.explicit_vr ? " CS" : "";
    EXPECT_NE(out.find("(0008,0060)" + cs + " \"CT\"\n(0028,0010)"), out.npos)
        << out;
    EXPECT_EQ(out.find("MR"), out.npos);
  }
}

// The codes of an earlier step stay; what they stand in may need a header of
// its own in a data set that is written in explicit VR.
TEST(Scrubber, AddsToTheMarksOfAnEarlierStep) {
  FileScrubber scrubber;
  for (const LengthForm form : {LengthForm::kDefined, LengthForm::kUndefined}) {
    for (const std::string_view syntax :
         {transfer_syntax::kImplicitVrLittleEndian, kJpeg}) {
      const DicomBytes code = DicomBytes(kImplicitLittle)
                                  .Element(0x0008, 0x0100, "SH", "113999")
                                  .Element(0x0008, 0x0102, "SH", "DCM");
      const ScrubbedFile out = scrubber.Scrub(
          File(syntax, DicomBytes(kImplicitLittle)
                           .Element(0x0008, 0x0060, "CS", "CT")
                           .Element(0x0012, 0x0063, "LO", "by hand")
                           .Sequence(0x0012, 0x0064, {code}, form, form)));
      const std::string dump = DumpDataSet(out.bytes, true);
      const std::size_t ours = dump.find("\"113100\"");
      EXPECT_LT(dump.find("\"113999\""), ours) << dump;
      EXPECT_NE(ours, dump.npos) << dump;
      EXPECT_NE(dump.find("\"by hand\\"), dump.npos) << dump;
    }
  }
}

// Both passes, under policies that take different ways: texts cleaned, dates
// moved and outputs sealed, objects left as they are because their seal holds.
TEST(Scrubber, AWarmOneAllocatesNothing) {
  const DicomBytes plain =
      File(transfer_syntax::kExplicitVrLittleEndian,
           DicomBytes()
               .Element(0x0008, 0x0016, "UI", kCtImageStorage)
               .Element(0x0008, 0x0018, "UI", "1.2.3")
               .Element(0x0008, 0x0020, "DA", "20240301")
               .Element(0x0008, 0x0070, "LO", "DOENITZ WORKS AND ITS DAUGHTERS")
               .Element(0x0008, 0x1030, "LO", "CT HEAD FOR DOENITZ ON MONDAY")
               .Element(0x0010, 0x0010, "PN", "DOENITZ^J")
               .Element(0x0010, 0x0020, "LO", "MRN4711")
               .Sequence(0x0040, 0x0275,
                         {DicomBytes().Element(0x0040, 0x0007, "LO", "HEAD")}));
  for (const std::string rules :
       {"", "option clean-descriptors\n",
        "option retain-longitudinal-modified-dates\n"}) {
    SCOPED_TRACE(rules);
    FileScrubber scrubber(PolicyOf(rules));
    const std::vector<std::uint8_t> again = scrubber.Scrub(plain).bytes;
    for (const Bytes file : {Bytes(plain.bytes()), Bytes(again)}) {
      FilePrefix prefix;
      ASSERT_FALSE(ReadFilePrefix(file, file.size(), prefix));
      ElementIndex index;
      Scrubber kernel;
      EditList edits;
      const RuleTable& table = scrubber.TableFor(kCtImageStorage);
      std::uint64_t allocations = 0;
      for (int round = 0; round < 2; ++round) {
        const AllocationCount count;
        index.Begin(prefix.encoding, prefix.data_set_offset, file.size(), {});
        index.Extend({0, 0, file});
        ScrubInput input;
        input.index = &index;
        input.memory = file;
        input.facts = CollectFacts(index, file);
        input.syntax = prefix.syntax;
        kernel.Scrub(input, table, scrubber.identity(), edits);
        kernel.TakeOutResidue(input, table, scrubber.identity(), {}, edits);
        allocations = count.value();
      }
      EXPECT_EQ(allocations, 0u);
      EXPECT_GT(edits.size(), 0u);
    }
  }
}

// Who says that no name will be asked about and asks all the same gets the
// careful answer; a policy that searches outputs knows names anyway.
TEST(Scrubber, NamesAreKnownWhereTheyWereAskedFor) {
  const DicomBytes file = MinimalCtFile("DOENITZ^J", "1", "1.2.3");
  const struct {
    std::string rules;
    bool names;
    bool doenitz;
    bool other;
  } kCases[] = {{"", true, true, false},
                {"", false, true, false},
                {"residue off\n", true, true, false},
                {"residue off\n", false, true, true}};
  for (const auto& test : kCases) {
    SCOPED_TRACE(test.rules + (test.names ? "names" : ""));
    FileScrubber scrubber(PolicyOf(test.rules));
    FilePrefix prefix;
    ASSERT_FALSE(ReadFilePrefix(file, file.size(), prefix));
    ElementIndex index;
    index.Begin(prefix.encoding, prefix.data_set_offset, file.size(), {});
    index.Extend({0, 0, file});
    ScrubInput input;
    input.index = &index;
    input.memory = file;
    input.facts = CollectFacts(index, file);
    input.syntax = prefix.syntax;
    input.names = test.names;
    Scrubber kernel;
    EditList edits;
    kernel.Scrub(input, scrubber.TableFor(kCtImageStorage), scrubber.identity(),
                 edits);
    EXPECT_EQ(kernel.NameHoldsResidue("doenitz"), test.doenitz);
    EXPECT_EQ(kernel.NameHoldsResidue("ordinary"), test.other);
  }
}

}  // namespace
}  // namespace dcmscrub
