// What is going on, how far it is, and a way out.
#pragma once

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QWidget>

#include "app/window/case_worker.h"

namespace dcmscrub {

class ProgressPage : public QWidget {
  Q_OBJECT

 public:
  explicit ProgressPage(QWidget* parent = nullptr);

  void Begin();  // from nothing
  void Show(const WorkProgress& progress);

 Q_SIGNALS:
  void CancelAsked();

 private:
  QLabel* step_;
  QProgressBar* bar_;
  QLabel* count_;
  QPushButton* cancel_;
};

}  // namespace dcmscrub
