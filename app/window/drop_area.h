// The place to drop a case on, with buttons for those who do not drag.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QStringList>

#include "app/window/chooser.h"

namespace dcmscrub {

class DropArea : public QFrame {
  Q_OBJECT

 public:
  explicit DropArea(QWidget* parent = nullptr);

  // What waits to be made, in words; empty: nothing does.
  void ShowWaiting(const QString& text);

 Q_SIGNALS:
  // Paths of one case.
  void Dropped(const QStringList& paths);
  // Of what was dropped, nothing is a file or folder of this machine.
  void DroppedNonsense();

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dragLeaveEvent(QDragLeaveEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void Choosing(Choose what, const QString& title);
  void SetHovered(bool hovered);

  QLabel* title_;
  QLabel* hint_;
  bool hovered_ = false;
};

}  // namespace dcmscrub
