// Owns the case and works on it, on a thread of its own: the window calls its
// slots through the event loop, and hears of the end by a signal. Holds no
// logic of what a teaching file is: that is pipeline/teaching/case/teach.h.
#pragma once

#include <QObject>
#include <QString>
#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/files/file_system.h"
#include "pipeline/pictures/contact_sheet.h"
#include "pipeline/teaching/case/inventory.h"
#include "pipeline/teaching/case/teach.h"

namespace dcmscrub {

// What the window asks about before it makes the case. No value of it.
struct CaseOverview {
  std::uint64_t files = 0;
  std::uint64_t patients = 0;
};

// What the check page shows. Holds values of the result.
struct CaseView {
  TeachResult result;
  bool in_place = false;
  std::uint64_t missing = 0;  // files that a DICOMDIR lists
  std::vector<InventoryRow> rows;
  ContactSheet sheet;
};

// How far it is; made from atomics, at any time.
struct WorkProgress {
  QString step;  // "Making it anonymous"
  std::uint64_t done = 0;
  std::uint64_t of = 0;  // 0: nobody knows
};

class CaseWorker : public QObject {
  Q_OBJECT

 public:
  explicit CaseWorker(FileSystem& file_system);

  // For any thread. What goes on ends with Stopped, all files as before.
  void Stop() { stop_ = 1; }
  bool stopping() const { return stop_ != 0; }
  // Before each of the calls below: a Stop from then on counts, even where the
  // worker has not begun.
  void Prepare() { stop_ = 0; }
  WorkProgress progress() const;

  // For the worker's thread. Each ends with one of the signals. The rules are
  // always the user's own, whatever `options` say.
  // Open asks with `options` as well whether the case can be made.
  void Open(const std::vector<std::string>& operands, TeachOptions options);
  void Make(const TeachOptions& options);
  void MakeAgainWithout(const std::vector<std::string>& selectors);
  void Accept();
  void Undo();
  void UndoLeft(const std::string& source);
  void AcceptLeft(const std::string& source);

 Q_SIGNALS:
  void FoundLeft(const QString& source);
  void Opened(const dcmscrub::CaseOverview& overview);
  void Made(std::shared_ptr<const dcmscrub::CaseView> view);
  void Accepted();
  void Undone();
  void LeftAccepted();  // by AcceptLeft: nothing was made
  void Stopped();
  void Failed(const QString& message);
  // It did not work, and the case on the check page stands as it stood.
  void Refused(const QString& message);

 private:
  enum class Step : std::uint8_t { kOpening, kTeaching, kLooking, kEnding };

  void Begin(Step step);
  TeachHooks Hooks();
  void MakeWith(TeachOptions options, const std::string& rule_warnings);
  ContactSheet MakeSheet(const TeachResult& result);
  void FinishLeft(const absl::StatusOr<std::uint64_t>& files, bool undone);

  FileSystem& file_system_;
  std::unique_ptr<TeachingCase> case_;
  TeachOptions options_;

  Progress progress_;  // of the step; counts begin anew with Begin
  std::atomic<TeachStep> teach_step_{TeachStep::kReading};
  std::atomic<Step> step_{Step::kOpening};
  std::atomic<int> stop_{0};
};

}  // namespace dcmscrub
