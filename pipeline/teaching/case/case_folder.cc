// A case in a new folder. It is made in a hidden one beside its place:
//
//   OUT/.dcmscrub-case-XXXX/run/…    what the run wrote
//                           case/…   under its new names, and what is made
//                                    besides
//
// and gets its place by one rename: OUT/CASE, or where verify has findings,
// OUT/CASE.not-clean.
#include <absl/container/flat_hash_map.h>
#include <absl/container/flat_hash_set.h>
#include <absl/status/status.h>

#include <utility>

#include "pipeline/files/durable.h"
#include "pipeline/files/own_names.h"
#include "pipeline/files/path.h"
#include "pipeline/teaching/case/case_extras.h"
#include "pipeline/teaching/case/case_place.h"
#include "pipeline/teaching/copy/work_folder.h"
#include "pipeline/teaching/dicomdir/dicomdir.h"
#include "pipeline/teaching/documents/mirc.h"

namespace dcmscrub {
namespace {

absl::Status CannotMake(int error) {
  return absl::ErrnoToStatus(error, "the folder for results");
}

// Renames the outputs of the run to what people and viewers read, and their
// paths in `facts` to those below the case.
absl::Status NameFiles(const std::string& folder, NameStyle style,
                       FileSystem& file_system, CaseFacts& facts) {
  absl::flat_hash_map<std::string, std::string> names;
  absl::flat_hash_set<std::string> folders;
  for (CaseName& name : NameCase(facts, style)) {
    const std::string to = folder + "/" + name.to;
    const std::string parent(FolderOf(to));
    int error = 0;
    if (folders.insert(parent).second) error = MakeFolders(file_system, parent);
    if (error == 0) error = file_system.Move(name.from, to, /*replace=*/false);
    if (error != 0) return CannotMake(error);
    names.emplace(std::move(name.from), to);
  }
  for (CaseStudy& study : facts.studies) {
    for (CaseSeries& series : study.series) {
      for (CaseObject& object : series.objects) {
        object.path = names.at(object.path);
      }
    }
  }
  MakePathsRelative(folder, facts);
  folders.insert(folder);
  const std::vector<std::string> paths(folders.begin(), folders.end());
  const int error = SyncPaths(file_system, paths);
  return error == 0 ? absl::OkStatus() : CannotMake(error);
}

std::vector<std::string> FileIds(const CaseFacts& facts,
                                 const UserLabels& written) {
  std::vector<std::string> files;
  for (const CaseStudy& study : facts.studies) {
    for (const CaseSeries& series : study.series) {
      for (const CaseObject& object : series.objects) {
        files.push_back(object.path);
      }
    }
  }
  for (const std::string& made : written.made) {
    if (!made.ends_with(".json")) files.push_back(made);
  }
  return files;
}

class NewFolder : public CasePlace {
 public:
  explicit NewFolder(FileSystem& file_system) : file_system_(file_system) {}

  absl::Status Make(const CaseInput& input, const TeachHooks& hooks,
                    TeachResult& result) override;
  absl::Status Accept() override;
  absl::Status Undo(bool again) override;

 private:
  absl::Status Fill(const std::string& work, const CaseInput& input,
                    const TeachHooks& hooks, TeachResult& result);
  absl::Status AddDicomdir(const CaseInput& input, const CaseFacts& facts,
                           CaseDescription& description);
  absl::Status VerifyCase(const CaseInput& input, const TeachHooks& hooks,
                          TeachResult& result);
  absl::Status Publish(const CaseInput& input, const TeachHooks& hooks,
                       TeachResult& result);

  FileSystem& file_system_;
  std::string case_;  // where it is being made
  CaseDescription description_;
  std::string folder_, wanted_, zip_;  // of the result
};

absl::Status NewFolder::Make(const CaseInput& input, const TeachHooks& hooks,
                             TeachResult& result) {
  const std::string& out = input.options.output;
  int error = MakeFoldersDurably(file_system_, out);
  WorkFolder work;
  if (error == 0) {
    error = WorkFolder::Make(out, kCasePrefix, file_system_, work);
  }
  if (error != 0) return CannotMake(error);
  absl::Status status = Fill(work.path(), input, hooks, result);
  if (status.ok()) status = Publish(input, hooks, result);
  // What cannot be removed of the work folder is empty folders by now: no
  // reason to lose a whole case.
  return status;
}

absl::Status NewFolder::Fill(const std::string& work, const CaseInput& input,
                             const TeachHooks& hooks, TeachResult& result) {
  SetStep(hooks, TeachStep::kScrubbing);
  const std::string run_folder = work + "/run";
  absl::StatusOr<CaseRun> run = RunCase(input, run_folder, file_system_, hooks);
  if (!run.ok()) return run.status();
  result.run = std::move(run->summary);
  result.dropped = run->dropped;
  if (CountOf(result.run, Outcome::kWritten) == 0) {
    const std::string why = QuarantinedText(result.run);
    return absl::FailedPreconditionError(
        why.empty() ? "nothing is left of the case: the rules leave all of "
                      "its files out"
                    : "nothing is left of the case: " + why);
  }

  SetStep(hooks, TeachStep::kNaming);
  absl::StatusOr<CaseFacts> facts =
      SurveyResults({run_folder}, result.run, file_system_, hooks);
  if (!facts.ok()) return facts.status();
  result.facts = *std::move(facts);
  case_ = work + "/case";
  ExtrasTerms terms;
  terms.folder = case_;
  terms.documents = input.options.documents;
  if (input.options.dicomdir) terms.style = NameStyle::kFileSet;
  if (int error = MakeFolders(file_system_, case_)) return CannotMake(error);
  absl::Status status =
      NameFiles(case_, terms.style, file_system_, result.facts);
  if (!status.ok()) return status;

  SetStep(hooks, TeachStep::kDocuments);
  description_ = DescribeCase(input.options.labels, *input.policy.policy);
  if (input.options.dicomdir) description_.written.made = {"DICOMDIR"};
  status = MakeExtras(terms, input, result.facts, file_system_, description_);
  if (status.ok()) status = AddDicomdir(input, result.facts, description_);
  if (status.ok()) status = VerifyCase(input, hooks, result);
  if (status.ok() && IsStopped(hooks)) {
    status = absl::CancelledError("stopped: everything is as it was");
  }
  return status;
}

absl::Status NewFolder::AddDicomdir(const CaseInput& input,
                                    const CaseFacts& facts,
                                    CaseDescription& description) {
  if (!input.options.dicomdir) return absl::OkStatus();
  UserLabels documents = description.written;
  std::erase(documents.made, "DICOMDIR");
  return WriteDicomdir(case_, FileIds(facts, documents), IdentityOf(input),
                       file_system_);
}

absl::Status NewFolder::VerifyCase(const CaseInput& input,
                                   const TeachHooks& hooks,
                                   TeachResult& result) {
  result.made = description_.written.made;
  if (!input.options.verify) return absl::OkStatus();
  SetStep(hooks, TeachStep::kVerifying);
  VerifyOptions options;
  options.output = case_;
  options.against = input.sources;
  options.key = input.options.key;
  options.threads = input.options.threads;
  options.labels = {description_.written};
  options.rules = GivenRules{.policy = input.policy.policy,
                             .file = input.policy.file,
                             .may_weaken = false};
  absl::StatusOr<VerifyReport> report =
      Verify(options, file_system_, hooks.stop);
  if (!report.ok()) return report.status();
  result.verified = *std::move(report);
  return absl::OkStatus();
}

absl::Status NewFolder::Publish(const CaseInput& input, const TeachHooks& hooks,
                                TeachResult& result) {
  wanted_ = CaseFolderOf(input.options);
  const bool clean = !result.verified || result.verified->clean();
  const std::string folder = clean ? wanted_ : DoubtfulFolderOf(input.options);
  // What may fail comes first; the rename is the last step.
  zip_.clear();
  if (input.options.mirc_zip && clean) {
    absl::Status status = WriteMircZip(wanted_ + ".zip", case_, description_,
                                       result.facts, file_system_, hooks.stop);
    if (!status.ok()) return status;
    zip_ = wanted_ + ".zip";
  }
  int error = file_system_.Move(case_, folder, /*replace=*/false);
  if (error == 0) {
    folder_ = folder;
    error = SyncPaths(file_system_, {&input.options.output, 1});
  }
  if (error != 0) {
    (void)Undo(false);
    return CannotMake(error);
  }
  result.folder = folder_;
  result.paths = {folder_};
  result.zip = zip_;
  return absl::OkStatus();
}

// A result with findings gets its name when somebody has looked at it.
absl::Status NewFolder::Accept() {
  if (folder_.empty() || folder_ == wanted_) return absl::OkStatus();
  if (int error = file_system_.Move(folder_, wanted_, /*replace=*/false)) {
    return CannotMake(error);
  }
  folder_ = wanted_;
  const std::string out(FolderOf(folder_));
  const int error = SyncPaths(file_system_, {&out, 1});
  return error == 0 ? absl::OkStatus() : CannotMake(error);
}

// By a rename first: it is gone at once, and by all of it.
absl::Status NewFolder::Undo(bool) {
  int error = zip_.empty() ? 0 : file_system_.Remove(zip_, FileKind::kFile);
  zip_.clear();
  const std::string folder = std::exchange(folder_, "");
  if (folder.empty()) return error == 0 ? absl::OkStatus() : CannotMake(error);
  const std::string gone = std::string(FolderOf(folder)) + "/" +
                           std::string(kCasePrefix) + RandomDigits();
  const int renamed = file_system_.Move(folder, gone, /*replace=*/false);
  if (renamed == 0) {
    const int removed = RemoveTree(gone, file_system_);
    if (error == 0) error = removed;
  } else if (renamed != ENOENT) {
    folder_ = folder;
    error = renamed;
  }
  return error == 0 ? absl::OkStatus() : CannotMake(error);
}

}  // namespace

std::string CaseFolderOf(const TeachOptions& options) {
  return Join(options.output, options.labels.case_number);
}

std::string DoubtfulFolderOf(const TeachOptions& options) {
  return CaseFolderOf(options) + ".not-clean";
}

std::unique_ptr<CasePlace> NewFolderPlace(FileSystem& file_system) {
  return std::make_unique<NewFolder>(file_system);
}

}  // namespace dcmscrub
