// A case in the place of its originals, which go into a safe copy first. All
// of them are replaced, or none.
#include <absl/status/status.h>

#include <cerrno>
#include <utility>

#include "pipeline/files/own_names.h"
#include "pipeline/teaching/case/case_extras.h"
#include "pipeline/teaching/case/case_place.h"
#include "pipeline/teaching/copy/noting_file_system.h"
#include "pipeline/teaching/copy/safe_copy.h"
#include "pipeline/teaching/copy/second_name.h"
#include "pipeline/teaching/copy/work_folder.h"

namespace dcmscrub {
namespace {

bool IsFolder(const std::string& path, FileSystem& file_system) {
  FileInfo info;
  return file_system.Info(path, true, info) == 0 &&
         info.kind == FileKind::kFolder;
}

class InPlace : public CasePlace {
 public:
  InPlace(std::vector<std::string> listed_by, FileSystem& file_system)
      : listed_by_(std::move(listed_by)), file_system_(file_system) {}

  absl::Status Make(const CaseInput& input, const TeachHooks& hooks,
                    TeachResult& result) override;
  absl::Status Accept() override;
  absl::Status Undo(bool again) override;
  std::string safe_copy_folder() const override {
    return copy_ == nullptr ? "" : copy_->folder();
  }

 private:
  absl::Status Replace(const CaseInput& input, const TeachHooks& hooks,
                       TeachResult& result);
  absl::Status RemoveSetAside(const CaseRun& run,
                              const NotingFileSystem& files);
  absl::Status VerifyCase(const CaseInput& input, const TeachHooks& hooks,
                          TeachResult& result);
  int LinkResults(const std::string& view, const TeachResult& result);

  const std::vector<std::string> listed_by_;
  FileSystem& file_system_;
  std::unique_ptr<SafeCopy> copy_;
};

absl::Status InPlace::Make(const CaseInput& input, const TeachHooks& hooks,
                           TeachResult& result) {
  if (copy_ == nullptr) {
    SetStep(hooks, TeachStep::kKeeping);
    std::vector<std::string> all = input.sources;
    all.insert(all.end(), listed_by_.begin(), listed_by_.end());
    auto copy = SafeCopy::Make(all, file_system_, hooks.stop);
    if (!copy.ok()) return copy.status();
    copy_ = *std::move(copy);
  }
  absl::Status status = Replace(input, hooks, result);
  if (status.ok() && IsStopped(hooks)) {
    status = absl::CancelledError("stopped: everything is as it was");
  }
  if (!status.ok()) {
    const absl::Status undone = Undo(false);
    return undone.ok() ? status : undone;
  }
  // Somebody has to look at a result with findings before they go.
  const bool clean = !result.verified || result.verified->clean();
  return input.options.safe_copy || !clean ? absl::OkStatus() : Accept();
}

absl::Status InPlace::Replace(const CaseInput& input, const TeachHooks& hooks,
                              TeachResult& result) {
  SetStep(hooks, TeachStep::kScrubbing);
  NotingFileSystem files(file_system_, *copy_);
  absl::StatusOr<CaseRun> run = RunCase(input, "", files, hooks);
  if (!run.ok()) return run.status();
  result.run = run->summary;
  result.dropped = run->dropped;
  if (const std::string why = QuarantinedText(run->summary); !why.empty()) {
    return absl::FailedPreconditionError(why + ". Nothing was changed");
  }
  if (CountOf(run->summary, Outcome::kWritten) == 0) {
    return absl::FailedPreconditionError(
        "the rules leave all files of the case out. Nothing was changed");
  }
  absl::Status status = RemoveSetAside(*run, files);
  if (!status.ok()) return status;

  SetStep(hooks, TeachStep::kNaming);
  for (const std::string& source : run->sources) {
    FileInfo info;  // one that was left out is gone
    if (file_system_.Info(source, false, info) == 0) {
      result.paths.push_back(source);
    }
  }
  absl::StatusOr<CaseFacts> facts =
      SurveyResults(result.paths, result.run, file_system_, hooks);
  if (!facts.ok()) return facts.status();
  result.facts = *std::move(facts);
  result.unchanged_left = result.facts.others > 0;
  const std::string& first = result.paths.front();
  result.folder =
      IsFolder(first, file_system_) ? first : std::string(FolderOf(first));

  SetStep(hooks, TeachStep::kDocuments);
  CaseDescription description =
      DescribeCase(input.options.labels, *input.policy.policy);
  CaseFacts relative = result.facts;
  MakePathsRelative(result.folder, relative);
  ExtrasTerms terms;
  terms.folder = result.folder;
  terms.documents = input.options.documents;
  status = MakeExtras(terms, input, relative, files, description);
  if (!status.ok()) return status;
  result.made = description.written.made;
  status = VerifyCase(input, hooks, result);
  if (status.ok()) result.facts = std::move(relative);
  return status;
}

// What rules leave out must not stay as it was, nor must a DICOMDIR, which has
// the patient's name, nor a file that is the same as another by now. They are
// in the safe copy. What is no DICOM stays.
absl::Status InPlace::RemoveSetAside(const CaseRun& run,
                                     const NotingFileSystem& files) {
  std::vector<std::string> paths = listed_by_;
  for (const SetAside& aside : run.set_aside) {
    if (aside.reason == Reason::kRule || aside.reason == Reason::kDicomdir ||
        aside.reason == Reason::kNone) {
      paths.push_back(files.Moved(aside.source));
    }
  }
  for (const std::string& path : paths) {
    const int error = file_system_.Remove(path, FileKind::kFile);
    if (error != 0 && error != ENOENT) {
      return absl::ErrnoToStatus(error, "a file that is left out");
    }
  }
  return absl::OkStatus();
}

// Results and documents under second names, as the safe copy has the
// originals: so that verify sees no more than them.
int InPlace::LinkResults(const std::string& view, const TeachResult& result) {
  const auto link = [&](const std::string& from, const std::string& below) {
    const std::string to = view + "/" + below;
    const int error = MakeFolders(file_system_, std::string(FolderOf(to)));
    return error != 0 ? error : GiveSecondName(from, to, file_system_, nullptr);
  };
  for (const std::string& made : result.made) {
    if (int error = link(result.folder + "/" + made, "0/" + made)) return error;
  }
  for (const CaseStudy& study : result.facts.studies) {
    for (const CaseSeries& series : study.series) {
      for (const CaseObject& object : series.objects) {
        for (std::size_t i = 0; i < result.paths.size(); ++i) {
          const std::string& root = result.paths[i];
          std::string below = std::to_string(i) + "/";
          if (object.path == root) {
            below += NameOf(root);
          } else if (IsInside(object.path, root)) {
            below += object.path.substr(root.size() + 1);
          } else {
            continue;
          }
          if (int error = link(object.path, below)) return error;
          break;
        }
      }
    }
  }
  return 0;
}

absl::Status InPlace::VerifyCase(const CaseInput& input,
                                 const TeachHooks& hooks, TeachResult& result) {
  if (!input.options.verify) return absl::OkStatus();
  SetStep(hooks, TeachStep::kVerifying);
  WorkFolder view;
  int error =
      WorkFolder::Make(copy_->folder(), kCasePrefix, file_system_, view);
  const std::string folder = view.path() + "/results";
  if (error == 0) error = LinkResults(folder, result);
  if (error != 0) {
    return absl::ErrnoToStatus(error, "the result cannot be checked");
  }
  VerifyOptions options;
  options.output = folder;
  options.against = copy_->originals();
  options.key = input.options.key;
  options.threads = input.options.threads;
  UserLabels labels =
      DescribeCase(input.options.labels, *input.policy.policy).written;
  for (const std::string& made : result.made) {
    labels.made.push_back("0/" + made);
  }
  options.labels = {std::move(labels)};
  options.rules = GivenRules{.policy = input.policy.policy,
                             .file = input.policy.file,
                             .may_weaken = false};
  absl::StatusOr<VerifyReport> report =
      Verify(options, file_system_, hooks.stop);
  if (!report.ok()) return report.status();
  result.verified = *std::move(report);
  return absl::OkStatus();
}

absl::Status InPlace::Accept() {
  if (copy_ == nullptr) return absl::OkStatus();
  const absl::Status status = copy_->Discard();
  if (status.ok()) copy_.reset();
  return status;
}

absl::Status InPlace::Undo(bool again) {
  if (copy_ == nullptr) {
    return absl::FailedPreconditionError("the originals were not kept");
  }
  const absl::Status status = copy_->Restore(again);
  if (status.ok() && !again) copy_.reset();
  return status;
}

}  // namespace

std::unique_ptr<CasePlace> InPlacePlace(std::vector<std::string> listed_by,
                                        FileSystem& file_system) {
  return std::make_unique<InPlace>(std::move(listed_by), file_system);
}

}  // namespace dcmscrub
