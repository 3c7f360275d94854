// What outputs, originals in place and their folders are called.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "kernels/identity/identity.h"
#include "pipeline/run/run.h"
#include "tests/pipeline/run/sample_run.h"
#include "tests/support/policy_text.h"

namespace dcmscrub {
namespace {

TEST(Run, RenamesFilesAndFoldersThatHoldIdentifiers) {
  constexpr char kUid[] = "1.2.840.99.1.1";
  const std::string named =
      "/in/Anna Secretive/HOSP-4711/" + std::string(kUid) + ".dcm";
  const DicomBytes file = MinimalCtFile(kName, kId, kUid);
  FaultyFileSystem files;
  files.AddFile(named, file);
  files.AddFile("/in/Anna Secretive/scan.dcm", SmallFile(2));
  files.AddFile("/in/other/plain.dcm", SmallFile(3));
  RunOptions options = InPlace();
  EXPECT_EQ(RunWell(options, files).names_with_identifiers, 2u);

  FaultyFileSystem renamed;
  renamed.AddFile(named, file);
  renamed.AddFile("/in/Anna Secretive/scan.dcm", SmallFile(2));
  renamed.AddFile("/in/other/plain.dcm", SmallFile(3));
  options.rename = true;
  const RunSummary summary = RunWell(options, renamed);
  EXPECT_EQ(summary.names_with_identifiers, 0u);
  EXPECT_EQ(summary.renamed, 3u);  // one file, two folders
  const Files after = renamed.Files();
  EXPECT_EQ(after.size(), 3u);
  EXPECT_TRUE(after.contains("/in/other/plain.dcm"));
  for (const auto& [path, bytes] : after) {
    EXPECT_THAT(path, testing::Not(testing::HasSubstr("Secretive")));
    EXPECT_THAT(path, testing::Not(testing::HasSubstr("4711")));
    EXPECT_THAT(path, testing::Not(testing::HasSubstr(kUid)));
  }
  // New names are no identifiers.
  EXPECT_EQ(RunWell(options, renamed).renamed, 0u);
  EXPECT_EQ(renamed.Files(), after);
}

// Two forms of one object, each under the patient's name.
TEST(Run, FindsANameWhereTheNewOneIsTaken) {
  constexpr char kUid[] = "1.2.840.99.1.1";
  FaultyFileSystem files;
  const DicomBytes file = MinimalCtFile(kName, kId, kUid);
  std::vector<std::uint8_t> bytes(Bytes(file).begin(), Bytes(file).end());
  for (int i = 1; i <= 3; ++i) {
    bytes.back() = static_cast<std::uint8_t>(i);  // a pixel
    files.AddFile("/in/SECRETIVE " + std::to_string(i), bytes);
  }
  RunOptions options = InPlace();
  options.rename = true;
  const RunSummary summary = RunWell(options, files);
  EXPECT_EQ(summary.renamed, 3u);
  EXPECT_EQ(summary.names_with_identifiers, 0u);
  const Files after = files.Files();
  EXPECT_EQ(after.size(), 3u);
  for (const auto& [path, any] : after) EXPECT_FALSE(HoldsName(path)) << path;
  EXPECT_EQ(RunWell(options, files).renamed, 0u);
  EXPECT_EQ(files.Files(), after);
}

// Whoever named it on the command line would not find it again.
TEST(Run, SaysThatTheNameOfASourceTells) {
  for (const bool rename : {false, true}) {
    FaultyFileSystem files;
    files.AddFile("/in/SECRETIVE/1.dcm", SmallFile(1));
    RunOptions options = InPlace();
    options.sources = {"/in/SECRETIVE"};
    options.rename = rename;
    const RunSummary summary = RunWell(options, files);
    EXPECT_EQ(summary.names_with_identifiers, 1u);
    EXPECT_EQ(summary.renamed, 0u);
    EXPECT_TRUE(files.Files().contains("/in/SECRETIVE/1.dcm"));
  }
}

TEST(Run, MirrorsPathsButForNamesThatTell) {
  const RunOptions defaults = ToFolder();
  const Identity identity(defaults.key);
  const auto neutral = [&](std::string_view name) {
    return std::string(identity.NeutralName(name).view());
  };
  const struct {
    const char* source;
    std::string output;
  } cases[] = {
      {"/x/ct/plain/1.dcm", "ct/plain/1.dcm"},
      {"/x/ct/SECRETIVE/1.dcm", "ct/" + neutral("SECRETIVE") + "/1.dcm"},
      {"/x/ct/a/Hosp_4711.IMA", "ct/a/" + neutral("Hosp_4711.IMA") + ".IMA"},
      {"/x/ct/a/HOSP4711.gz2", "ct/a/" + neutral("HOSP4711.gz2")},
      {"/x/ct/a/HOSP4711.anna", "ct/a/" + neutral("HOSP4711.anna")},
      {"/x/ct/a/secretive", "ct/a/" + neutral("secretive")},
      {"/y/ct/2.dcm", "ct-2/2.dcm"},
      {"/y/Secretive/2.dcm", neutral("Secretive") + "/2.dcm"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.source);
    FaultyFileSystem files;
    files.AddFile(c.source, SmallFile(1));
    files.AddFile("/x/ct/none/note.txt", AsBytes("no DICOM in here"));
    files.AddFile("/y/ct/note.txt", AsBytes("no DICOM in here"));
    RunOptions options = defaults;
    options.layout = "mirror";
    options.sources = {"/x/ct", std::string(c.source).starts_with("/y/S")
                                    ? "/y/Secretive"
                                    : "/y/ct"};
    const RunSummary summary = RunWell(options, files);
    EXPECT_EQ(summary.names_with_identifiers, 0u);
    const bool renamed = c.output.find("F-") != std::string::npos;
    EXPECT_EQ(summary.renamed, renamed ? 1u : 0u);
    const Files out = Below(files, "/out");
    ASSERT_EQ(out.size(), 1u);
    EXPECT_EQ(out.begin()->first, "/out/" + c.output);
  }
}

// What a patient's name or number is in one file it may not be in another.
TEST(Run, LeavesNamesOfFilesThatTheyDoNotTellOf) {
  FaultyFileSystem files;
  files.AddFile("/in/ACCESSION/1.dcm", SmallFile(1));
  RunOptions options = ToFolder();
  options.layout = "mirror";
  EXPECT_EQ(RunWell(options, files).renamed, 0u);
  EXPECT_TRUE(files.Files().contains("/out/ACCESSION/1.dcm"));
}

TEST(Run, SearchesNamesAlsoWhereOutputsAreNotSearched) {
  FaultyFileSystem files;
  files.AddFile("/in/SECRETIVE/1.dcm", SmallFile(1));
  RunOptions options = ToFolder();
  options.layout = "mirror";
  options.policy = PolicyOf("residue off\n");
  EXPECT_EQ(RunWell(options, files).renamed, 1u);
}

// An object that left us before stays as it is, and in its patient's folder.
TEST(Run, KeepsThePatientsFolderOfWhatIsSealed) {
  FaultyFileSystem files;
  for (int i = 0; i < 3; ++i) {
    files.AddFile("/in/" + std::to_string(i), SmallFile(i));
  }
  RunOptions options = ToFolder();
  options.layout = "{patient}/{instance}.dcm";
  options.policy = PolicyOf("option retain-longitudinal-modified-dates\n");
  RunWell(options, files);
  const Files once = Below(files, "/out");
  ASSERT_EQ(once.size(), 3u);
  FaultyFileSystem copies;
  for (const auto& [path, bytes] : once) {
    copies.AddFile("/in" + path.substr(4), AsBytes(bytes));
  }
  RunWell(options, copies);
  EXPECT_EQ(Below(copies, "/out"), once);
}

// Of a file that is named itself, the folder that it stands in is looked at.
TEST(Run, WarnsOfTheFolderOfAFileThatWasNamed) {
  RunOptions options = InPlace();
  options.sources = {"/in/SECRETIVE/1.dcm"};
  for (const bool rename : {false, true}) {
    options.rename = rename;
    FaultyFileSystem files;
    files.AddFile("/in/SECRETIVE/1.dcm", SmallFile(1));
    EXPECT_EQ(RunWell(options, files).names_with_identifiers, 1u) << rename;
  }
}

// A site may make a Patient ID of what it likes; names of outputs never hold
// what the input was called.
TEST(Run, NamesHoldNothingThatRulesComputedFromIdentifiers) {
  const struct {
    std::string_view fact;
    std::string rules;
    bool own_folder;  // named by the rule's value
  } kCases[] = {
      {"a text of the site's own", "replace PatientID with \"CASE7\"\n", true},
      {"the ID and more", "append PatientID with \"-CASE7\"\n", false},
      {"the ID as it was", "keep PatientID\n", false},
      {"the name", "replace PatientID with PatientName\n", false},
  };
  for (const auto& c : kCases) {
    FaultyFileSystem files;
    AddArchive(files);
    RunOptions options = ToFolder();
    options.policy = PolicyOf(c.rules);
    std::string outputs;
    RunHooks hooks;
    hooks.record = [&](const InputRecord& record) {
      if (record.output != nullptr) outputs += *record.output + "\n";
    };
    RunWell(options, files, hooks);
    EXPECT_EQ(outputs.find("4711"), std::string::npos) << c.fact;
    EXPECT_EQ(outputs.find("SECRETIVE"), std::string::npos) << c.fact;
    EXPECT_EQ(outputs.find("/out/CASE7/") != std::string::npos, c.own_folder)
        << c.fact;
    EXPECT_FALSE(outputs.empty());
  }
}

}  // namespace
}  // namespace dcmscrub
