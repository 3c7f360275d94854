#include "tests/pipeline/verify/verify_world.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <map>
#include <memory>

#include "tests/support/policy_text.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

constexpr std::string_view kTextSr = "1.2.840.10008.5.1.4.1.1.88.11";
constexpr std::string_view kPdf = "1.2.840.10008.5.1.4.1.1.104.1";

struct Person {
  std::string name, id, birth, accession, institution, study;
};
const Person kAnna = {"SECRETIVE^ANNA", "HOSP-4711",      "19610312",
                      "ACC-20771",      "ELDERWOOD HALL", "1.2.3.4.5.1"};
const Person kOther = {"UNTOLD^BRUNO", "HOSP-9922",      "19550817",
                       "ACC-30882",    "ELDERWOOD HALL", "1.2.3.4.5.2"};

// All but what is of the kind of object.
DicomBytes Common(const Person& person, std::string_view sop_class,
                  const std::string& uid, const std::string& series,
                  std::string_view modality) {
  DicomBytes object;
  object.Element(0x0008, 0x0016, "UI", sop_class)
      .Element(0x0008, 0x0018, "UI", uid)
      .Element(0x0008, 0x0020, "DA", "20240229")
      .Element(0x0008, 0x0030, "TM", "101500")
      .Element(0x0008, 0x0050, "SH", person.accession)
      .Element(0x0008, 0x0060, "CS", modality)
      .Element(0x0008, 0x0070, "LO", "ACME")
      .Element(0x0008, 0x0080, "LO", person.institution)
      .Element(0x0008, 0x0090, "PN", "REFERRER^ROSA")
      .Element(0x0008, 0x1030, "LO", "CT CHEST")
      .Element(0x0010, 0x0010, "PN", person.name)
      .Element(0x0010, 0x0020, "LO", person.id)
      .Element(0x0010, 0x0030, "DA", person.birth)
      .Element(0x0010, 0x0040, "CS", "F")
      .Element(0x0010, 0x1010, "AS", "063Y")
      .Element(0x0020, 0x000D, "UI", person.study)
      .Element(0x0020, 0x000E, "UI", person.study + "." + series)
      .Element(0x0020, 0x0010, "SH", "STUDY77");
  return object;
}

DicomBytes WholeFile(std::string_view sop_class, const std::string& uid,
                     const DicomBytes& object) {
  DicomBytes file;
  file.Preamble()
      .FileMeta(transfer_syntax::kExplicitVrLittleEndian, sop_class, uid)
      .Raw(object);
  return file;
}

DicomBytes Ct(const Person& person, const std::string& uid) {
  DicomBytes object = Common(person, kCtImageStorage, uid, "11", "CT");
  object.Element(0x0020, 0x0052, "UI", person.study + ".52")
      .Numbers(0x0028, 0x0010, "US", {2})
      .Numbers(0x0028, 0x0011, "US", {2})
      .Element(0x0028, 0x0030, "DS", "0.50\\0.5")
      .Numbers(0x0028, 0x0100, "US", {16})
      .Element(0x0028, 0x1050, "DS", "40")
      .Element(0x0028, 0x1051, "DS", "400")
      .Element(0x0054, 0x1101, "LO", "MEASURED")
      .Element(0x0119, 0x0010, "LO", "SIEMENS Ultrasound SC2000")
      .Element(0x0119, 0x1000, "LO", "VERSION 3")
      .Numbers(0x7FE0, 0x0010, "OW", {1, 2, 3, 4});
  return WholeFile(kCtImageStorage, uid, object);
}

DicomBytes Code(std::uint16_t group, std::uint16_t element,
                std::string_view code, std::string_view scheme,
                std::string_view meaning) {
  return DicomBytes().Sequence(group, element,
                               {DicomBytes()
                                    .Element(0x0008, 0x0100, "SH", code)
                                    .Element(0x0008, 0x0102, "SH", scheme)
                                    .Element(0x0008, 0x0104, "LO", meaning)});
}

// A report with one text, which the option on structured content replaces.
DicomBytes Report(const Person& person, const std::string& uid,
                  const std::string& image) {
  DicomBytes object = Common(person, kTextSr, uid, "12", "SR");
  const DicomBytes reference =
      DicomBytes()
          .Element(0x0008, 0x1150, "UI", kCtImageStorage)
          .Element(0x0008, 0x1155, "UI", image);
  const DicomBytes series =
      DicomBytes()
          .Sequence(0x0008, 0x1199, {reference})
          .Element(0x0020, 0x000E, "UI", person.study + ".11");
  const DicomBytes item =
      DicomBytes()
          .Element(0x0040, 0xA010, "CS", "CONTAINS")
          .Element(0x0040, 0xA040, "CS", "TEXT")
          .Raw(Code(0x0040, 0xA043, "111033", "DCM", "Impression Description"))
          .Element(0x0040, 0xA160, "UT", "QUIET LUNGS");
  object.Element(0x0040, 0xA040, "CS", "CONTAINER")
      .Raw(Code(0x0040, 0xA043, "18782-3", "LN", "Radiology Report"))
      .Sequence(0x0040, 0xA375,
                {DicomBytes()
                     .Sequence(0x0008, 0x1115, {series})
                     .Element(0x0020, 0x000D, "UI", person.study)})
      .Sequence(0x0040, 0xA730, {item});
  return WholeFile(kTextSr, uid, object);
}

DicomBytes Document(const Person& person, const std::string& uid) {
  DicomBytes object = Common(person, kPdf, uid, "13", "DOC");
  object.Element(0x0028, 0x0301, "CS", "YES")
      .Element(0x0042, 0x0011, "OB", "%PDF-1.4 a letter about nobody")
      .Element(0x0042, 0x0012, "LO", "application/pdf");
  return WholeFile(kPdf, uid, object);
}

void RunSql(const std::string& path, const std::string& sql) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr),
            SQLITE_OK);
  sqlite3_close(database);
}

}  // namespace

VerifyWorld::VerifyWorld(const std::string& option) {
  FaultyFileSystem disk;
  disk.AddFile("/in/a", Ct(kAnna, "1.2.3.4.5.1.11.1"));
  disk.AddFile("/in/b", Ct(kAnna, "1.2.3.4.5.1.11.2"));
  disk.AddFile("/in/c", Ct(kOther, "1.2.3.4.5.2.11.1"));
  disk.AddFile("/in/d", Report(kAnna, "1.2.3.4.5.1.12.1", "1.2.3.4.5.1.11.1"));
  disk.AddFile("/in/e", Document(kAnna, "1.2.3.4.5.1.13.1"));
  disk.AddFile("/in/note.txt", AsBytes("no DICOM in here"));

  TempFolder folder;
  RunOptions options = ToFolder();
  options.serial = true;
  options.journal = folder / "journal";
  if (!option.empty()) options.policy = PolicyOf(option);
  key_ = options.key;
  RunHooks hooks;
  hooks.record = [this](const InputRecord& record) {
    outputs_.push_back(*record.output);
  };
  const RunSummary summary = RunWell(options, disk, hooks);
  EXPECT_EQ(Count(summary, Outcome::kWritten), 5u);
  files = disk.Files();
  journal = ReadFile(options.journal);
}

void VerifyWorld::Edit(char which,
                       const std::function<void(EditedFile&)>& edit) {
  EditedFile file(files.at(output(which)));
  edit(file);
  files[output(which)] = file.Bytes();
}

EditedFile VerifyWorld::Source(char which) const {
  const char name = static_cast<char>(which - 'A' + 'a');
  return EditedFile(files.at(std::string("/in/") + name));
}

VerifyReport VerifyWorld::Verify() const {
  FaultyFileSystem disk;
  for (const auto& [path, bytes] : files) disk.AddFile(path, AsBytes(bytes));
  TempFolder folder;
  VerifyOptions options;
  options.output = result;
  options.names = names;
  options.threads = 2;
  options.sample = sample;
  options.labels = labels;
  if (with_sources) options.against = {against};
  if (with_key) options.key = key_;
  if (rules) {
    options.rules = GivenRules{.policy = PolicyOf(*rules),
                               .file = RuleFileOf(*rules),
                               .identifiers = identifiers};
  }
  if (with_journal) {
    options.journal = folder / "journal";
    WriteFile(options.journal, std::string_view(journal));
    if (!journal_sql.empty()) RunSql(options.journal, journal_sql);
  }
  const absl::StatusOr<VerifyReport> report = dcmscrub::Verify(options, disk);
  EXPECT_TRUE(report.ok()) << report.status();
  return report.ok() ? *report : VerifyReport();
}

const VerifyWorld& GoodWorld(const std::string& option) {
  static std::map<std::string, std::unique_ptr<VerifyWorld>> worlds;
  std::unique_ptr<VerifyWorld>& world = worlds[option];
  if (world == nullptr) world = std::make_unique<VerifyWorld>(option);
  return *world;
}

std::set<std::string> Found(const VerifyReport& report) {
  std::set<std::string> found;
  for (int i = 0; i < kCheckCount; ++i) {
    if (report.checks[static_cast<std::size_t>(i)].count != 0) {
      found.emplace(InfoOf(static_cast<Check>(i)).name);
    }
  }
  return found;
}

std::set<std::string> Found(const VerifyReport& report, Severity severity) {
  std::set<std::string> found;
  for (int i = 0; i < kCheckCount; ++i) {
    const CheckInfo& info = InfoOf(static_cast<Check>(i));
    if (info.severity == severity &&
        report.checks[static_cast<std::size_t>(i)].count != 0) {
      found.emplace(info.name);
    }
  }
  return found;
}

}  // namespace dcmscrub
