// `verify` finds each fault planted in a good result by the check that is
// there for it, and by no other.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/pipeline/verify/plants.h"
#include "tests/pipeline/verify/verify_world.h"

namespace dcmscrub {
namespace {

using testing::Contains;
using testing::IsEmpty;

// One fault.
struct Fault {
  std::string_view check;
  std::function<void(VerifyWorld&)> plant;
  std::string option = "";
  // Findings that no such fault can do without.
  std::set<std::string> also = {};
};

constexpr char kFull[] = "option retain-longitudinal-full-dates\n";
constexpr char kMoved[] = "option retain-longitudinal-modified-dates\n";
constexpr char kSafe[] = "option retain-safe-private\n";
constexpr char kTexts[] = "option clean-descriptors\n";
constexpr char kContent[] = "option clean-structured-content\n";
constexpr char kDevice[] = "option retain-device-identity\n";
constexpr char kPeople[] = "option retain-patient-characteristics\n";

constexpr char kPseudonym[] = "P-000000000000000";

std::vector<Fault> FileFaults() {
  return {
      {"unreadable",
       [](VerifyWorld& world) { world.files[world.output('C')].resize(140); }},
      {"not-dicom", NewFile("/out/x.txt", "no DICOM in here, but text")},
      {"empty-file", NewFile("/out/x.dcm", "")},
      {"dicomdir", Text(0x0008, 0x0016, "UI", "1.2.840.10008.1.3.10")},
      {"leftover-temporary", NewFile("/out/.dcmscrub-1.tmp", "half")},
      {"preamble-not-zero",
       [](VerifyWorld& world) { world.files[world.output('C')][5] = 'x'; }},
      {"meta-missing", Drop(0x0002, 0x0000)},
      {"meta-length",
       [](VerifyWorld& world) {
         EditedFile file(world.files.at(world.output('C')));
         file.Set(DicomBytes().Numbers(0x0002, 0x0000, "UL", {100}));
         world.files[world.output('C')] = file.Bytes(false);
       }},
      {"meta-sop-class",
       Text(0x0002, 0x0002, "UI", "1.2.840.10008.5.1.4.1.1.4")},
      {"meta-sop-instance", Text(0x0002, 0x0003, "UI", "2.25.77")},
      {"meta-transfer-syntax",
       Text(0x0002, 0x0010, "UI", "1.2.840.10008.1.2.99")},
      {"meta-implementation", Text(0x0002, 0x0012, "UI", "1.2.3")},
      {"meta-ae-title", Text(0x0002, 0x0016, "AE", "STORE")},
      {"meta-private", Text(0x0002, 0x0100, "UI", "1.2.3")},
      {"meta-other", Text(0x0002, 0x0031, "OB", "ab")},
      {"group-length", Put(DicomBytes().Numbers(0x0008, 0, "UL", {4}))},
      {"illegal-group", Text(0x0004, 0x1130, "CS", "FILESET")},
      {"trailing-padding", Text(0xFFFC, 0xFFFC, "OB", "ab")},
      {"trailing-bytes",
       [](VerifyWorld& world) {
         std::string& file = world.files[world.output('C')];
         file += AsText(DicomBytes().Element(0x0028, 0x0004, "CS", "MONO"));
         file += AsText(DicomBytes().Element(0x0028, 0x0004, "CS", "MONO"));
       }},
  };
}

std::vector<Fault> MarkFaults() {
  return {
      {"identity-not-removed", Text(0x0012, 0x0062, "CS", "NO")},
      {"method-missing", Drop(0x0012, 0x0063)},
      {"method-not-ours", Text(0x0012, 0x0063, "LO", "OTHER PROGRAM")},
      {"codes-missing", Drop(0x0012, 0x0064)},
      {"code-unknown", Codes({"113100", "113199"})},
      {"profile-not-claimed", Codes({"113107"}), kMoved},
      {"codes-contradict",
       All({MethodOfAll("",
                        "\\with retain-longitudinal-full-dates, "
                        "retain-longitudinal-modified-dates"),
            Codes({"113100", "113106", "113107"})})},
      {"codes-unfit-method", Codes({"113100", "113108"})},
      {"pixels-claimed-clean", Codes({"113100", "113101"})},
      {"codes-of-others",
       Alone(
           All({Text(0x0012, 0x0063, "LO",
                     "BEFORE\\dcmscrub 0.1.0 PS3.15 2026d Basic 00000000", 'C'),
                Codes({"113100", "113108"})})),
       "",
       {"policies-differ"}},
      {"temporal-missing", Drop(0x0028, 0x0303)},
      {"temporal-contradicts", Text(0x0028, 0x0303, "CS", "MODIFIED")},
      {"other-policy",
       [](VerifyWorld& world) { world.rules = "keep PatientSex\n"; }},
      {"policies-differ", Text(0x0012, 0x0063, "LO",
                               "dcmscrub 0.1.0 PS3.15 2026d Basic 00000000")},
  };
}

std::vector<Fault> ProfileFaults() {
  const DicomBytes text = DicomBytes().Element(0x0040, 0x0007, "LO", "CHEST");
  return {
      {"not-removed", Text(0x0010, 0x4000, "LT", "a comment")},
      {"sequence-not-removed", Item(0x0040, 0x0275, text)},
      {"value-kept", Original(0x0008, 0x0050, "SH")},
      {"value-no-dummy", Text(0x0008, 0x0050, "SH", "ZZ-1")},
      {"name-kept", Original(0x0008, 0x0090, "PN")},
      {"name-no-dummy", Text(0x0008, 0x0090, "PN", "SOMEBODY^ELSE")},
      {"patient-id-kept", Original(0x0010, 0x0020, "LO")},
      {"patient-id-no-pseudonym", Text(0x0010, 0x0020, "LO", "STRANGE-1")},
      {"patient-id-no-pseudonym", Text(0x0010, 0x0020, "LO", kPseudonym)},
      {"date-kept", Original(0x0008, 0x0020, "DA")},
      {"date-no-dummy", Text(0x0008, 0x0020, "DA", "20110101")},
      {"date-not-shifted", Original(0x0008, 0x0020, "DA"), kMoved},
      {"date-changed", Text(0x0008, 0x0020, "DA", "20110101"), kFull},
      {"time-changed", Text(0x0008, 0x0030, "TM", "111111"), kMoved},
      {"dates-in-future", Text(0x0008, 0x0020, "DA", "20310101"), kMoved},
      {"uid-kept", Original(0x0020, 0x0052, "UI")},
      {"uid-not-of-key", Text(0x0020, 0x0052, "UI", "2.25.123456")},
      {"uid-invalid", Text(0x0020, 0x0052, "UI", "1..2.x")},
      {"age-above-90", Text(0x0010, 0x1010, "AS", "095Y"), kPeople},
      {"private-attribute", Text(0x0009, 0x0010, "LO", "SOMEBODY")},
      {"private-not-safe",
       All({Text(0x0009, 0x0010, "LO", "SOMEBODY"),
            Text(0x0009, 0x1001, "LO", "TEXT")}),
       kSafe},
      {"private-without-creator", Text(0x0009, 0x1001, "LO", "TEXT"), kSafe},
      {"private-creator-alone", Text(0x0009, 0x0010, "LO", "SOMEBODY"), kSafe},
      {"unknown-attribute", Text(0x0008, 0xFFF0, "LO", "TEXT")},
      {"curve", Text(0x5000, 0x3000, "OB", "ab")},
      {"overlay", Text(0x6000, 0x3000, "OB", "ab")},
      {"signature", Item(0xFFFA, 0xFFFA, text)},
      {"original-attributes", Item(0x0400, 0x0561, text)},
      {"icon", Item(0x0088, 0x0200, text)},
      {"document-kept", Original(0x0042, 0x0011, "OB", 'E')},
      {"content-item-kept", Content("109054", "ANONYMIZED"), kContent},
      {"content-value-kept", Content("111033", "QUIET LUNGS"), kContent},
      {"text-grew", Text(0x0008, 0x1030, "LO", "CT ELEPHANT"), kTexts},
      {"value-changed", Text(0x0008, 0x0070, "LO", "ANOTHER")},
      {"geometry-changed", Text(0x0028, 0x0030, "DS", "0.5\\0.6")},
      {"value-changed", Text(0x0008, 0x0070, "LO", "ANONYMIZED")},
      {"value-changed", Text(0x0028, 0x1050, "DS", "0")},
      {"value-lost", Text(0x0028, 0x1050, "DS", "")},
      {"text-lost", Text(0x0008, 0x0070, "LO", "")},
      {"required-missing", Drop(0x0008, 0x0060)},
      {"required-missing", Drop(0x0008, 0x0070)},
      {"required-missing", Text(0x0008, 0x0060, "CS", "")},
      {"required-missing", Drop(0x0028, 0x0030)},
      {"required-missing", Drop(0x0008, 0x0020)},
      {"attribute-added", Text(0x0018, 0x0050, "DS", "1.5")},
      {"retained-missing", Text(0x0010, 0x0040, "CS", ""), kPeople},
      {"by-site-rules", All({MethodOfAll(" Basic", " Basic, site rules"),
                             Text(0x0008, 0x0050, "SH", "ZZ-1")})},
      {"weakened-by-rules",
       [](VerifyWorld& world) {
         world.rules = "keep AccessionNumber\n";
         Original(0x0008, 0x0050, "SH")(world);
       }},
      {"rule-not-done",
       [](VerifyWorld& world) { world.rules = "remove Manufacturer\n"; }},
      {"burned-in", Text(0x0028, 0x0301, "CS", "YES")},
      {"recognizable-features", Text(0x0028, 0x0302, "CS", "YES")},
      {"encrypted-originals", Item(0x0400, 0x0500, DicomBytes())},
  };
}

std::vector<Fault> ResidueFaults() {
  const auto method = [](std::string_view text) {
    return Text(0x0054, 0x1101, "LO", text);
  };
  const auto maker = [](std::string_view text) {
    return Text(0x0008, 0x0070, "LO", text);
  };
  return {
      {"residue-name", method("as of Untold")},
      {"residue-name", maker("ACME bruno UNTOLD")},
      {"residue-name", method("ASUNTOLDAS")},
      {"residue-text", maker("ACME (hosp 9922)")},
      {"residue-text", maker("ACME ACC-30882")},
      {"residue-text", method("as of Elderwood")},
      // The station, which may stay, is called like the institution.
      {"residue-text",
       [method](VerifyWorld& world) {
         const DicomBytes station =
             DicomBytes().Element(0x0008, 0x1010, "SH", "ELDERWOOD HALL");
         EditedFile source = world.Source('C');
         source.Set(station);
         world.files["/in/c"] = source.Bytes();
         Put(station)(world);
         method("as of Elderwood")(world);
       },
       kDevice},
      {"residue-date", maker("ACME 17-AUG-1955")},
      {"residue-date", maker("ACME 8/17/1955")},
      {"residue-uid", maker("ACME 1.2.3.4.5.2.99")},
      {"residue-nested",
       Item(0x0008, 0x2218,
            DicomBytes().Element(0x0008, 0x0104, "LO", "Untold"))},
      {"residue-short-value", Text(0x0018, 0x0015, "CS", "HOSP-9922")},
      {"residue-private", Text(0x0119, 0x1000, "LO", "for Untold"), kSafe},
      {"residue-bytes",
       Text(0x0028, 0x2000, "OB", std::string("\1\2Untold\3", 9))},
      {"residue-wide-bytes", Text(0x0028, 0x2000, "OB", Wide("xx Untold"))},
      {"residue-meta", Text(0x0002, 0x0013, "SH", "DCMSCRUB_UNTOLD")},
      {"residue-file-name", Move('C', "/out/untold.dcm")},
      {"residue-folder-name", Move('C', "/out/UNTOLD_BRUNO/1.dcm")},
  };
}

std::vector<Fault> SetFaults() {
  const auto copy_of = [](char from, std::uint16_t group, std::uint16_t element,
                          std::string_view vr) {
    return [=](VerifyWorld& world) {
      const std::string value =
          EditedFile(world.files.at(world.output(from))).Value(group, element);
      Text(group, element, vr, value)(world);
    };
  };
  const Plant other_patient =
      All({Text(0x0010, 0x0010, "PN", kPseudonym, 'A'),
           Text(0x0010, 0x0020, "LO", kPseudonym, 'A')});
  return {
      {"duplicate-instance",
       [](VerifyWorld& world) {
         world.files["/out/twice.dcm"] = world.files.at(world.output('C'));
       }},
      {"disorder-of-originals",
       [](VerifyWorld& world) {
         world.files["/in/c2"] = world.files.at("/in/c");
         world.files["/out/c2"] = world.files.at(world.output('C'));
       }},
      {"disorder-uncompared", Alone([](VerifyWorld& world) {
         world.files["/out/twice.dcm"] = world.files.at(world.output('C'));
       })},
      {"disorder-uncompared",
       Alone(Text(0x0020, 0x000D, "UI", "2.25.77", 'A'))},
      {"disorder-uncompared", Alone(other_patient)},
      {"series-in-two-studies",
       WithoutKey(Text(0x0020, 0x000D, "UI", "2.25.77", 'A')),
       "",
       {"uid-split", "journal-size-differs"}},
      {"study-in-two-patients",
       WithoutKey(other_patient),
       "",
       {"patient-split", "journal-size-differs"}},
      {"name-with-two-ids", Alone(Text(0x0010, 0x0020, "LO", kPseudonym, 'A'))},
      {"dangling-reference", Alone(Delete('A'))},
      {"broken-reference",
       [](VerifyWorld& world) {
         world.Edit('A', [](EditedFile& file) {
           file.Set(DicomBytes()
                        .Element(0x0002, 0x0003, "UI", "2.25.77")
                        .Element(0x0008, 0x0018, "UI", "2.25.77"));
         });
         world.with_journal = true;
         world.journal_sql = "UPDATE input SET size_out = 0";
       },
       "",
       {"uid-not-of-key", "uid-split", "journal-size-differs"}},
      {"patient-split",
       WithoutKey(other_patient),
       "",
       {"study-in-two-patients", "journal-size-differs"}},
      {"patients-merged",
       WithoutKey(All({copy_of('A', 0x0010, 0x0010, "PN"),
                       copy_of('A', 0x0010, 0x0020, "LO")})),
       "",
       {"journal-size-differs"}},
      {"uid-split",
       WithoutKey(Text(0x0020, 0x000E, "UI", "2.25.77", 'B')),
       "",
       {"journal-size-differs"}},
      {"uids-merged",
       WithoutKey(copy_of('A', 0x0020, 0x000D, "UI")),
       "",
       {"study-in-two-patients", "journal-size-differs"}},
      {"frame-of-reference-split",
       WithoutKey(Text(0x0020, 0x0052, "UI", "2.25.77", 'B')),
       "",
       {"journal-size-differs"}},
      {"frames-of-reference-merged",
       WithoutKey(copy_of('A', 0x0020, 0x0052, "UI")),
       "",
       {"journal-size-differs"}},
      {"date-offsets-differ", Text(0x0008, 0x0020, "DA", "20100101", 'A'),
       kMoved},
      {"series-count-differs",
       All({Journal(""), Delete('B')}),
       "",
       {"journal-file-missing"}},
  };
}

std::vector<Fault> PixelFaults() {
  return {
      {"pixels-differ",
       Put(DicomBytes().Numbers(0x7FE0, 0x0010, "OW", {1, 2, 3, 5}))},
      {"pixels-missing", Drop(0x7FE0, 0x0010)},
      {"pixels-added",
       Put(DicomBytes().Numbers(0x7FE0, 0x0010, "OW", {1}), 'E')},
      {"pixel-length",
       Put(DicomBytes().Numbers(0x7FE0, 0x0010, "OW", {1, 2, 3}))},
      {"image-layout", Put(DicomBytes().Numbers(0x0028, 0x0010, "US", {1}))},
  };
}

std::vector<Fault> CountFaults() {
  const Plant stranger = [](VerifyWorld& world) {
    EditedFile file(world.files.at(world.output('C')));
    file.Set(DicomBytes()
                 .Element(0x0002, 0x0003, "UI", "2.25.77")
                 .Element(0x0008, 0x0018, "UI", "2.25.77"));
    world.files["/out/stranger.dcm"] = file.Bytes();
  };
  const Plant new_source = [](VerifyWorld& world) {
    world.files["/in/new"] = AsText(SmallFile(9));
  };
  return {
      {"unpaired-output", stranger, "", {"uid-not-of-key"}},
      {"unpaired-source", new_source},
      {"source-unreadable",
       [](VerifyWorld& world) {
         world.with_journal = true;
         world.files["/in/c"].resize(140);
       }},
      {"other-original",
       [](VerifyWorld& world) {
         world.result = world.output('C');
         world.against = "/in/a";
       }},
      {"journal-file-missing", All({Journal(""), Alone(Delete('C'))})},
      {"journal-row-missing", All({Journal(""), Alone(stranger)})},
      {"journal-size-differs",
       All({Journal(""), Alone(Text(0x0008, 0x0070, "LO", "ACME AND SONS"))})},
      {"journal-quarantined-output",
       Journal("UPDATE input SET status = 'quarantined' WHERE source = "
               "'/in/c'"),
       "",
       {"journal-row-missing"}},
      {"journal-source-missing", All({Journal(""), new_source})},
      {"journal-terms-differ",
       Journal("UPDATE input SET policy = 'x' WHERE source = '/in/c'")},
      {"journal-key-differs", Journal("UPDATE input SET key = 'x'")},
      {"journal-unfinished", Journal("UPDATE run SET finished = NULL")},
  };
}

// What is said of a user's texts is no fault, but is told.
std::vector<Fault> LabelNotes() {
  const auto label = [](std::string text) {
    return [text](VerifyWorld& world) {
      Text(0x0010, 0x4000, "LT", text)(world);
      world.labels.emplace_back().attributes = {{Tag(0x0010, 0x4000), text}};
    };
  };
  return {{"user-label", label("Sarcoidosis")},
          {"label-holds-original", label("as in HOSP-9922")}};
}

std::vector<Fault> AllFaults() {
  std::vector<Fault> faults;
  for (const auto& some :
       {FileFaults(), MarkFaults(), ProfileFaults(), ResidueFaults(),
        SetFaults(), PixelFaults(), CountFaults(), LabelNotes()}) {
    faults.insert(faults.end(), some.begin(), some.end());
  }
  return faults;
}

TEST(VerifyFaults, AreFoundByTheCheckThatIsThereForEach) {
  for (const Fault& fault : AllFaults()) {
    VerifyWorld world = GoodWorld(fault.option);
    fault.plant(world);
    const VerifyReport report = world.Verify();
    EXPECT_THAT(Found(report), Contains(fault.check));
    std::set<std::string> findings = Found(report, Severity::kFinding);
    for (const std::string& also : fault.also) findings.erase(also);
    findings.erase(std::string(fault.check));
    EXPECT_THAT(findings, IsEmpty()) << fault.check;
  }
}

TEST(VerifyFaults, AreThereForEveryCheck) {
  std::set<std::string> planted = {
      "not-a-file",  // a link in the file system, not a fault of a file
  };
  for (const Fault& fault : AllFaults()) planted.emplace(fault.check);
  for (int i = 0; i < kCheckCount; ++i) {
    EXPECT_THAT(planted, Contains(InfoOf(static_cast<Check>(i)).name));
  }
  EXPECT_GE(planted.size(), 50u);
}

}  // namespace
}  // namespace dcmscrub
