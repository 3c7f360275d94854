#include "pipeline/teaching/case/teach.h"

#include <absl/status/status.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <utility>

#include "pipeline/inputs/source.h"
#include "pipeline/teaching/case/case_check.h"
#include "pipeline/teaching/case/case_place.h"
#include "pipeline/teaching/case/case_run.h"
#include "pipeline/teaching/case/case_sources.h"
#include "pipeline/teaching/copy/safe_copy.h"

namespace dcmscrub {
namespace {

// Counts begin anew with each result.
void Reset(Progress* progress) {
  if (progress == nullptr) return;
  progress->found = 0;
  progress->discovery_done = false;
  progress->done = 0;
  progress->quarantined = 0;
  progress->bytes_in = 0;
}

class Case : public TeachingCase {
 public:
  Case(std::unique_ptr<CaseSources> owner, std::vector<std::string> sources,
       std::vector<std::string> listed_by, CaseFacts facts,
       std::shared_ptr<FileSystem> held)
      : owner_(std::move(owner)),
        sources_(std::move(sources)),
        listed_by_(std::move(listed_by)),
        facts_(std::move(facts)),
        held_(std::move(held)),
        file_system_(*held_) {}

  const CaseFacts& facts() const override { return facts_; }
  bool can_replace() const override { return !owner_->has_archive(); }
  std::uint64_t missing() const override { return owner_->missing(); }

  absl::Status Check(const TeachOptions& options) override {
    const absl::StatusOr<CasePolicy> policy = PolicyFor(options);
    return policy.ok() ? CheckRest(WithRealOutput(options)) : policy.status();
  }
  absl::StatusOr<TeachResult> Make(const TeachOptions& given,
                                   const TeachHooks& hooks) override;
  absl::Status Accept() override;
  absl::Status Undo() override;
  std::string safe_copy_folder() const override {
    return place_ == nullptr ? "" : place_->safe_copy_folder();
  }

 private:
  absl::StatusOr<CasePolicy> PolicyFor(const TeachOptions& options) const {
    if (absl::Status status = CheckLabels(options.labels); !status.ok()) {
      return status;
    }
    return MakeCasePolicy(options.rules, options.read, options.labels,
                          options.drops);
  }
  absl::Status CheckRest(const TeachOptions& options);
  // Without links on the way. One that cannot be told is refused by CheckRest.
  TeachOptions WithRealOutput(TeachOptions options) const {
    std::string real;
    if (RealPathOfNew(file_system_, options.output, real) == 0) {
      options.output = std::move(real);
    }
    return options;
  }

  const std::unique_ptr<CaseSources> owner_;  // of what was unpacked
  const std::vector<std::string> sources_;    // without links
  const std::vector<std::string> listed_by_;
  const CaseFacts facts_;
  const std::shared_ptr<FileSystem> held_;
  FileSystem& file_system_;

  std::unique_ptr<CasePlace> place_;  // of the result; null: there is none
  bool in_place_ = false;
  std::string folder_;  // OUT/CASE of the result
  bool accepted_ = false;
};

absl::Status Case::CheckRest(const TeachOptions& options) {
  if (accepted_) {
    return absl::FailedPreconditionError(
        "the case was accepted: its originals are no longer known");
  }
  CheckInput input{sources_, facts_, can_replace()};
  input.again = place_ != nullptr && in_place_ == options.in_place &&
                (in_place_ || folder_ == CaseFolderOf(options));
  return CheckCase(input, options, file_system_);
}

absl::StatusOr<TeachResult> Case::Make(const TeachOptions& given,
                                       const TeachHooks& hooks) {
  const TeachOptions options = WithRealOutput(given);
  absl::StatusOr<CasePolicy> policy = PolicyFor(options);
  absl::Status status = policy.ok() ? CheckRest(options) : policy.status();
  if (!status.ok()) {
    // As it was before the first Make, whatever the reason.
    const absl::Status undone =
        place_ == nullptr || accepted_ ? absl::OkStatus() : Undo();
    return undone.ok() ? status : undone;
  }
  if (place_ != nullptr) {
    const bool same = in_place_ && options.in_place;
    status = place_->Undo(/*again=*/same);
    if (!status.ok()) return status;
    if (!same) place_.reset();
  }
  if (place_ == nullptr) {
    place_ = options.in_place ? InPlacePlace(listed_by_, file_system_)
                              : NewFolderPlace(file_system_);
  }
  in_place_ = options.in_place;
  folder_ = in_place_ ? "" : CaseFolderOf(options);
  Reset(hooks.progress);
  TeachResult result;
  result.warnings = policy->warnings;
  status = place_->Make({sources_, facts_, *policy, options}, hooks, result);
  if (!status.ok()) {
    place_.reset();
    return status;
  }
  accepted_ = in_place_ && place_->safe_copy_folder().empty();
  SetStep(hooks, TeachStep::kDone);
  return result;
}

absl::Status Case::Accept() {
  if (place_ == nullptr) {
    return absl::FailedPreconditionError("there is no result to accept");
  }
  absl::Status status = place_->Accept();
  if (status.ok()) accepted_ = true;
  return status;
}

absl::Status Case::Undo() {
  if (place_ == nullptr) {
    return absl::FailedPreconditionError("there is no result to undo");
  }
  if (accepted_) {
    return absl::FailedPreconditionError(
        "the result was accepted: there is nothing left to undo it with");
  }
  absl::Status status = place_->Undo(/*again=*/false);
  if (status.ok()) place_.reset();
  return status;
}

// Operands that are no sources, where nothing was unpacked: DICOMDIRs, in
// whose stead the files that they list are.
std::vector<std::string> ListedBy(const std::vector<std::string>& operands,
                                  const std::vector<std::string>& sources,
                                  FileSystem& file_system) {
  std::vector<std::string> listed_by;
  for (const std::string& operand : operands) {
    std::string real;
    if (file_system.RealPath(operand, real) != 0) continue;
    const bool taken =
        std::ranges::any_of(sources, [&](const std::string& source) {
          return IsSameOrInside(real, source);
        });
    if (!taken) listed_by.push_back(std::move(real));
  }
  return listed_by;
}

}  // namespace

absl::StatusOr<std::unique_ptr<TeachingCase>> TeachingCase::Open(
    const std::vector<std::string>& operands, const std::string& scratch,
    FileSystem& file_system, const TeachHooks& hooks) {
  SetStep(hooks, TeachStep::kReading);
  auto opened = CaseSources::Open(operands, scratch, UnpackLimits{},
                                  file_system, hooks.stop);
  if (!opened.ok()) return opened.status();
  std::vector<std::string> sources;
  for (const std::string& path : (*opened)->paths()) {
    std::string real;
    if (int error = file_system.RealPath(path, real)) {
      return absl::ErrnoToStatus(error, "the case");
    }
    sources.push_back(std::move(real));
  }
  std::shared_ptr<FileSystem> held = file_system.Hold();
  absl::StatusOr<CaseFacts> facts =
      SurveyCase(sources, *held, hooks.progress, hooks.stop);
  if (!facts.ok()) return facts.status();
  if (facts->files == 0) {
    return absl::FailedPreconditionError("there is no DICOM object in it");
  }
  std::vector<std::string> listed_by;
  if (!(*opened)->has_archive()) {
    listed_by = ListedBy(operands, sources, file_system);
  }
  return std::make_unique<Case>(*std::move(opened), std::move(sources),
                                std::move(listed_by), *std::move(facts),
                                std::move(held));
}

absl::StatusOr<std::uint64_t> UndoLeft(const std::string& source,
                                       FileSystem& files) {
  const std::shared_ptr<FileSystem> held = files.Hold();
  FileSystem& file_system = *held;
  const auto copy = SafeCopy::Find(source, file_system);
  if (!copy.ok()) {
    // A run that was killed before it replaced anything.
    RemoveHalfCopies(source, file_system);
    return copy.status();
  }
  absl::Status status = (*copy)->Restore(/*keep=*/false);
  if (!status.ok()) return status;
  return (*copy)->files();
}

absl::StatusOr<std::uint64_t> AcceptLeft(const std::string& source,
                                         FileSystem& files) {
  const std::shared_ptr<FileSystem> held = files.Hold();
  FileSystem& file_system = *held;
  const auto copy = SafeCopy::Find(source, file_system);
  if (!copy.ok()) {
    RemoveHalfCopies(source, file_system);
    return copy.status();
  }
  absl::Status status = (*copy)->Discard();
  if (!status.ok()) return status;
  return (*copy)->files();
}

}  // namespace dcmscrub
