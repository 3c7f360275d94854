// The window: a form, a page of progress, and the check page, one at a time.
// Titles never say which case it is.
#pragma once

#include <QMainWindow>
#include <QStackedWidget>
#include <QStringList>
#include <QThread>
#include <QTimer>
#include <memory>

#include "app/window/case_form.h"
#include "app/window/case_worker.h"
#include "app/window/check_page.h"
#include "app/window/progress_page.h"

namespace dcmscrub {

class MainWindow : public QMainWindow {
  Q_OBJECT

 public:
  explicit MainWindow(FileSystem& file_system = RealFileSystem());
  ~MainWindow() override;

  // As if they had been dropped.
  void Take(const QStringList& paths) { form_->SetOperands(paths); }

 protected:
  void closeEvent(QCloseEvent* event) override;

 private:
  // Runs a member of the worker on its thread, with the page of progress.
  template <class Work>
  void Begin(Work work);
  void ShowForm(Mood mood, const QString& message);

  void Connect();
  void BeginCase();
  void AskAboutLeft(const QString& source);
  void AskAboutCase(const CaseOverview& overview);
  void AskToReplace(const CaseOverview& overview);
  void MakeCase();
  void LookAtCase(std::shared_ptr<const CaseView> view);
  void AskToAccept();
  void EndAccepted();
  void EndStopped();
  void EndUndone();
  void EndRefused(const QString& message);
  void AskToCloseUndecided();

  CaseForm* form_;
  ProgressPage* working_;
  CheckPage* check_;
  QStackedWidget* pages_;

  TeachOptions options_;  // of the case that is worked on
  bool waiting_ = false;  // for Accept or Undo
  bool close_when_done_ = false;
  QThread thread_;
  CaseWorker* worker_;
  QTimer timer_;
};

}  // namespace dcmscrub
