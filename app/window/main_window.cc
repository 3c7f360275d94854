#include "app/window/main_window.h"

#include <QCloseEvent>
#include <QScreen>
#include <utility>

#include "app/user/keyfile.h"
#include "app/user/load_policy.h"
#include "app/user/teach_settings.h"
#include "app/window/questions.h"
#include "app/window/text.h"

namespace dcmscrub {
namespace {

constexpr int kPollMilliseconds = 100;

}  // namespace

MainWindow::MainWindow(FileSystem& file_system)
    : worker_(new CaseWorker(file_system)) {
  setWindowTitle(QStringLiteral("Teaching file"));
  form_ = new CaseForm;
  form_->setObjectName(QStringLiteral("formPage"));
  working_ = new ProgressPage;
  working_->setObjectName(QStringLiteral("progressPage"));
  check_ = new CheckPage;
  check_->setObjectName(QStringLiteral("checkPage"));
  pages_ = new QStackedWidget;
  pages_->setObjectName(QStringLiteral("pages"));
  pages_->addWidget(form_);
  pages_->addWidget(working_);
  pages_->addWidget(check_);
  setCentralWidget(pages_);
  resize(QSize(Letters(this, 140), 44 * fontMetrics().lineSpacing())
             .boundedTo(screen()->availableSize()));

  Connect();
  worker_->moveToThread(&thread_);
  thread_.start();
  form_->Restore(ReadTeachSettings());
}

MainWindow::~MainWindow() {
  worker_->Stop();
  thread_.quit();
  thread_.wait();
  delete worker_;
}

void MainWindow::Connect() {
  connect(form_, &CaseForm::MakeAsked, this, &MainWindow::BeginCase);
  connect(working_, &ProgressPage::CancelAsked, this,
          [this] { worker_->Stop(); });
  connect(check_, &CheckPage::AcceptAsked, this, &MainWindow::AskToAccept);
  connect(check_, &CheckPage::UndoAsked, this,
          [this] { Begin([](CaseWorker& worker) { worker.Undo(); }); });
  connect(check_, &CheckPage::RemoveAsked, this,
          [this](const QStringList& texts) {
            std::vector<std::string> selectors;
            for (const QString& text : texts) {
              selectors.push_back(text.toStdString());
            }
            Begin([selectors](CaseWorker& worker) {
              worker.MakeAgainWithout(selectors);
            });
          });

  connect(worker_, &CaseWorker::FoundLeft, this, &MainWindow::AskAboutLeft);
  connect(worker_, &CaseWorker::Opened, this, &MainWindow::AskAboutCase);
  connect(worker_, &CaseWorker::Made, this, &MainWindow::LookAtCase);
  connect(worker_, &CaseWorker::Accepted, this, &MainWindow::EndAccepted);
  connect(worker_, &CaseWorker::Undone, this, &MainWindow::EndUndone);
  connect(worker_, &CaseWorker::LeftAccepted, this, [this] {
    ShowForm(Mood::kGood,
             QStringLiteral("Accepted. The earlier result stays; its "
                            "originals are gone."));
  });
  connect(worker_, &CaseWorker::Refused, this, &MainWindow::EndRefused);
  connect(worker_, &CaseWorker::Failed, this,
          [this](const QString& message) { ShowForm(Mood::kBad, message); });
  connect(worker_, &CaseWorker::Stopped, this, &MainWindow::EndStopped);
  connect(&timer_, &QTimer::timeout, this,
          [this] { working_->Show(worker_->progress()); });
}

template <class Work>
void MainWindow::Begin(Work work) {
  waiting_ = false;
  worker_->Prepare();
  working_->Begin();
  pages_->setCurrentWidget(working_);
  timer_.start(kPollMilliseconds);
  QMetaObject::invokeMethod(
      worker_, [worker = worker_, work = std::move(work)] { work(*worker); },
      Qt::QueuedConnection);
}

void MainWindow::ShowForm(Mood mood, const QString& message) {
  timer_.stop();
  waiting_ = false;
  check_->Clear();
  pages_->setCurrentWidget(form_);
  form_->ShowMessage(mood, message);
  if (close_when_done_) close();
}

void MainWindow::BeginCase() {
  options_ = TeachOptions();
  options_.labels = form_->labels();
  options_.in_place = form_->in_place();
  options_.output = options_.in_place ? std::string() : form_->output();
  options_.read = ReadFromDisk();
  const absl::Status labels = CheckLabels(options_.labels);
  if (!labels.ok()) {
    form_->ShowMessage(Mood::kBad, Sentence(labels));
    return;
  }
  if (!options_.in_place && options_.output.empty()) {
    form_->ShowMessage(
        Mood::kBad, QStringLiteral("Say where to save the case: \"Save in\"."));
    return;
  }
  const auto key = RandomKey();
  if (!key.ok()) {
    form_->ShowMessage(Mood::kBad, Sentence(key.status()));
    return;
  }
  options_.key = *key;
  form_->ShowMessage(Mood::kPlain, QString());
  Begin([operands = form_->operands(), options = options_](CaseWorker& worker) {
    worker.Open(operands, options);
  });
}

void MainWindow::AskAboutLeft(const QString& source) {
  ShowForm(Mood::kPlain, QString());
  const std::string path = PathFromQt(source);
  Ask(this,
      AskLeft(
          [this, path] {
            Begin([path](CaseWorker& worker) { worker.UndoLeft(path); });
          },
          [this, path] {
            Begin([path](CaseWorker& worker) { worker.AcceptLeft(path); });
          }));
}

void MainWindow::AskAboutCase(const CaseOverview& overview) {
  if (worker_->stopping()) {  // when it had just been opened
    EndStopped();
    return;
  }
  ShowForm(Mood::kPlain, QString());
  if (overview.patients > 1) {
    Ask(this, AskManyPatients(overview.patients, [this, overview] {
          options_.many_patients = true;
          AskToReplace(overview);
        }));
  } else {
    AskToReplace(overview);
  }
}

void MainWindow::AskToReplace(const CaseOverview& overview) {
  if (!options_.in_place) {
    MakeCase();
    return;
  }
  Ask(this,
      AskReplace(overview.files, overview.patients, [this] { MakeCase(); }));
}

void MainWindow::MakeCase() {
  Begin([options = options_](CaseWorker& worker) { worker.Make(options); });
}

void MainWindow::LookAtCase(std::shared_ptr<const CaseView> view) {
  if (worker_->stopping()) {  // when it had just been made
    Begin([](CaseWorker& worker) { worker.Undo(); });
    return;
  }
  timer_.stop();
  waiting_ = true;
  check_->Show(std::move(view), ToQt(options_.labels.case_number));
  pages_->setCurrentWidget(check_);
}

void MainWindow::AskToAccept() {
  const auto accept = [this] {
    Begin([](CaseWorker& worker) { worker.Accept(); });
  };
  if (check_->findings() == 0) {
    accept();
  } else {
    Ask(this, AskAcceptFindings(check_->findings(), accept));
  }
}

void MainWindow::EndAccepted() {
  TeachSettings settings = ReadTeachSettings();
  if (!options_.in_place) settings.output = options_.output;
  settings.contributor = options_.labels.contributor;
  settings.last_case_number = options_.labels.case_number;
  const absl::Status remembered = WriteTeachSettings(settings);
  form_->BeginNext();
  ShowForm(
      remembered.ok() ? Mood::kGood : Mood::kMixed,
      remembered.ok()
          ? QStringLiteral("%1 is finished.")
                .arg(ToQt(options_.labels.case_number))
          : QStringLiteral("%1 is finished, but its number was not "
                           "remembered. %2")
                .arg(ToQt(options_.labels.case_number), Sentence(remembered)));
}

void MainWindow::EndStopped() {
  ShowForm(Mood::kPlain,
           QStringLiteral("Cancelled. Everything is as it was before."));
}

void MainWindow::EndUndone() {
  ShowForm(Mood::kGood,
           QStringLiteral("Undone. Everything is as it was before."));
}

void MainWindow::EndRefused(const QString& message) {
  timer_.stop();
  waiting_ = true;
  close_when_done_ = false;
  pages_->setCurrentWidget(check_);
  check_->ShowFault(message);
}

void MainWindow::closeEvent(QCloseEvent* event) {
  if (pages_->currentWidget() == working_) {
    event->ignore();
    Ask(this, AskStop([this] {
          close_when_done_ = true;
          if (pages_->currentWidget() != working_) {
            close();
            return;
          }
          worker_->Stop();
        }));
  } else if (waiting_) {
    event->ignore();
    AskToCloseUndecided();
  } else {
    event->accept();
  }
}

void MainWindow::AskToCloseUndecided() {
  const auto leave = [this] {
    waiting_ = false;
    close();
  };
  Ask(this, AskClose(
                options_.in_place,
                [this] {
                  close_when_done_ = true;
                  Begin([](CaseWorker& worker) { worker.Undo(); });
                },
                leave));
}

}  // namespace dcmscrub
