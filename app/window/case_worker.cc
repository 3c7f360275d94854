#include "app/window/case_worker.h"

#include <deque>
#include <utility>

#include "app/user/teach_settings.h"
#include "app/user/user_rules.h"
#include "app/window/text.h"
#include "pipeline/teaching/copy/safe_copy.h"

namespace dcmscrub {
namespace {

// Up to the first that is refused. `warnings` is what is odd about them.
absl::Status RemoveFromNowOn(const std::vector<std::string>& selectors,
                             std::string& warnings) {
  absl::Status status = MakeSettingsFolder();
  for (const std::string& selector : selectors) {
    if (!status.ok()) return status;
    const auto edited = AddRuleToFile(UserRulesFile(),
                                      MakeAddition(selector, "remove", "", ""));
    status = edited.status();
    if (edited.ok()) warnings += edited->warnings;
  }
  return status;
}

}  // namespace

CaseWorker::CaseWorker(FileSystem& file_system) : file_system_(file_system) {}

WorkProgress CaseWorker::progress() const {
  WorkProgress progress;
  switch (step_.load()) {
    case Step::kOpening:
      progress.step = QStringLiteral("Reading the case");
      return progress;
    case Step::kLooking:
      progress.step = QStringLiteral("Listing what is left, making pictures");
      return progress;
    case Step::kEnding:
      progress.step = QStringLiteral("Putting files in their places");
      return progress;
    case Step::kTeaching:
      break;
  }
  switch (teach_step_.load()) {
    case TeachStep::kReading:
      progress.step = QStringLiteral("Reading the case");
      break;
    case TeachStep::kKeeping:
      progress.step = QStringLiteral("Keeping the originals aside");
      break;
    case TeachStep::kScrubbing:
      progress.step = QStringLiteral("Making the files anonymous");
      progress.done = progress_.done;
      if (progress_.discovery_done) progress.of = progress_.found;
      break;
    case TeachStep::kNaming:
      progress.step = QStringLiteral("Giving the files neutral names");
      break;
    case TeachStep::kDocuments:
      progress.step = QStringLiteral("Writing the labels");
      break;
    case TeachStep::kVerifying:
    case TeachStep::kDone:
      progress.step = QStringLiteral("Checking the result");
      break;
  }
  return progress;
}

void CaseWorker::Begin(Step step) {
  step_ = step;
  teach_step_ = TeachStep::kReading;
  progress_.found = 0;
  progress_.discovery_done = false;
  progress_.done = 0;
  progress_.quarantined = 0;
  progress_.bytes_in = 0;
}

TeachHooks CaseWorker::Hooks() {
  TeachHooks hooks;
  hooks.progress = &progress_;
  hooks.step = &teach_step_;
  hooks.stop = &stop_;
  return hooks;
}

void CaseWorker::Open(const std::vector<std::string>& operands,
                      TeachOptions options) {
  Begin(Step::kOpening);
  case_.reset();
  for (const std::string& operand : operands) {
    if (SafeCopy::Find(operand, file_system_).ok()) {
      Q_EMIT FoundLeft(PathToQt(operand));
      return;
    }
  }
  auto opened = TeachingCase::Open(operands, "", file_system_, Hooks());
  if (stop_ != 0) {
    Q_EMIT Stopped();
    return;
  }
  options.many_patients = true;  // the window asks
  options.rules = RulesOfUser();
  const absl::Status checked =
      opened.ok() ? (*opened)->Check(options) : opened.status();
  if (!checked.ok()) {
    Q_EMIT Failed(Sentence(checked));
    return;
  }
  case_ = *std::move(opened);
  Q_EMIT Opened({case_->facts().files, case_->facts().patients});
}

void CaseWorker::Make(const TeachOptions& options) {
  Begin(Step::kTeaching);
  MakeWith(options, "");
}

// The rules are the user's from now on; the case is made from its originals.
void CaseWorker::MakeAgainWithout(const std::vector<std::string>& selectors) {
  Begin(Step::kTeaching);
  std::string warnings;
  const absl::Status added = RemoveFromNowOn(selectors, warnings);
  if (!added.ok()) {
    Q_EMIT Refused(Sentence(added));
    return;
  }
  MakeWith(options_, warnings);
}

void CaseWorker::MakeWith(TeachOptions options,
                          const std::string& rule_warnings) {
  options.rules = RulesOfUser();
  options_ = options;
  auto made = case_->Make(options, Hooks());
  if (!made.ok()) {
    if (absl::IsCancelled(made.status()) || stop_ != 0) {
      Q_EMIT Stopped();
    } else {
      Q_EMIT Failed(Sentence(made.status()));
    }
    return;
  }

  step_ = Step::kLooking;
  auto view = std::make_shared<CaseView>();
  view->result = *std::move(made);
  view->result.warnings += rule_warnings;
  view->in_place = options.in_place;
  view->missing = case_->missing();
  auto rows = TakeInventory(view->result.paths, file_system_, &stop_);
  const absl::Status looked = rows.status();
  if (looked.ok() && stop_ == 0) {
    view->rows = *std::move(rows);
    view->sheet = MakeSheet(view->result);
  }
  if (stop_ != 0 || !looked.ok()) {  // nobody could look at it
    const absl::Status undone = case_->Undo();
    if (!undone.ok()) {
      Q_EMIT Failed(Sentence(undone));
    } else if (!looked.ok() && stop_ == 0) {
      Q_EMIT Failed(Sentence(looked));
    } else {
      Q_EMIT Stopped();
    }
    return;
  }
  Q_EMIT Made(std::move(view));
}

ContactSheet CaseWorker::MakeSheet(const TeachResult& result) {
  std::deque<std::string> paths;  // the maker looks at them
  ContactSheetMaker maker;
  for (const CaseStudy& study : result.facts.studies) {
    for (const CaseSeries& series : study.series) {
      for (const CaseObject& object : series.objects) {
        if (object.path.empty()) continue;
        paths.push_back(result.folder + "/" + object.path);
        maker.Add({paths.back(), study.uid, series.uid, series.modality,
                   object.sop_class, object.instance_number});
      }
    }
  }
  SheetLimits limits;
  limits.stop = &stop_;
  return maker.Make(file_system_, limits);
}

void CaseWorker::Accept() {
  Begin(Step::kEnding);
  const absl::Status accepted = case_->Accept();
  if (accepted.ok()) {
    case_.reset();
    Q_EMIT Accepted();
  } else {
    Q_EMIT Refused(Sentence(accepted));
  }
}

void CaseWorker::Undo() {
  Begin(Step::kEnding);
  const absl::Status undone = case_->Undo();
  if (undone.ok()) {
    case_.reset();
    Q_EMIT Undone();
  } else {
    Q_EMIT Refused(Sentence(undone));
  }
}

void CaseWorker::UndoLeft(const std::string& source) {
  Begin(Step::kEnding);
  FinishLeft(dcmscrub::UndoLeft(source, file_system_), /*undone=*/true);
}

void CaseWorker::AcceptLeft(const std::string& source) {
  Begin(Step::kEnding);
  FinishLeft(dcmscrub::AcceptLeft(source, file_system_), /*undone=*/false);
}

void CaseWorker::FinishLeft(const absl::StatusOr<std::uint64_t>& files,
                            bool undone) {
  if (!files.ok()) {
    Q_EMIT Failed(Sentence(files.status()));
  } else if (undone) {
    Q_EMIT Undone();
  } else {
    Q_EMIT LeftAccepted();
  }
}

}  // namespace dcmscrub
