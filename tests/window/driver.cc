#include "tests/window/driver.h"

#include <QApplication>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QStackedWidget>
#include <QtTest/QTest>
#include <cstdlib>

#include "app/window/text.h"

namespace dcmscrub {
namespace {

constexpr int kMinute = 60'000;

}  // namespace

WindowDriver::WindowDriver() {
  setenv("XDG_CONFIG_HOME", settings_.path().c_str(), 1);
  StartAnew();
}

void WindowDriver::StartAnew() {
  window_.reset();
  window_ = std::make_unique<MainWindow>();
  window_->show();
  if (!QTest::qWaitForWindowExposed(window_.get())) {
    ADD_FAILURE() << "the window does not show";
  }
}

template <class Widget>
Widget* WindowDriver::Find(const QString& name) {
  auto* widget = window_->findChild<Widget*>(name);
  if (widget == nullptr) {
    ADD_FAILURE() << "no widget " << name.toStdString();
  }
  return widget;
}

void WindowDriver::Type(const QString& field, const QString& text) {
  auto* widget = Find<QWidget>(field);
  widget->setFocus();
  QTest::keyClick(widget, Qt::Key_A, Qt::ControlModifier);
  QTest::keyClick(widget, Qt::Key_Delete);
  QTest::keyClicks(widget, text);
}

QString WindowDriver::TextOf(const QString& field) {
  return Find<QLineEdit>(field)->text();
}

void WindowDriver::Drop(const QList<QUrl>& urls) {
  auto* area = Find<QWidget>(QStringLiteral("dropArea"));
  QMimeData data;
  data.setUrls(urls);
  const QPoint middle = area->rect().center();
  QDragEnterEvent enter(middle, Qt::CopyAction | Qt::MoveAction, &data,
                        Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(area, &enter);
  ASSERT_TRUE(enter.isAccepted());
  QDropEvent drop(middle, Qt::CopyAction | Qt::MoveAction, &data,
                  Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(area, &drop);
  EXPECT_EQ(drop.dropAction(), Qt::CopyAction);
}

void WindowDriver::DropFolder(const std::string& path) {
  Drop({QUrl::fromLocalFile(PathToQt(path))});
}

void WindowDriver::Press(const QString& button) {
  auto* widget = Find<QAbstractButton>(button);
  ASSERT_TRUE(widget->isVisible() && widget->isEnabled())
      << button.toStdString();
  QTest::mouseClick(widget, Qt::LeftButton);
}

QString WindowDriver::Answer(const QString& question, const QString& button) {
  QMessageBox* box = nullptr;
  if (!QTest::qWaitFor(
          [&] {
            box = window_->findChild<QMessageBox*>(question);
            return box != nullptr && box->isVisible();
          },
          kMinute)) {
    ADD_FAILURE() << "not asked: " << question.toStdString();
    return {};
  }
  const QString asked = box->text() + '\n' + box->informativeText();
  auto* answer = box->findChild<QAbstractButton*>(button);
  if (answer == nullptr) {
    ADD_FAILURE() << "no answer " << button.toStdString();
    return asked;
  }
  QTest::mouseClick(answer, Qt::LeftButton);
  EXPECT_TRUE(QTest::qWaitFor(
      [&] { return window_->findChild<QMessageBox*>(question) == nullptr; },
      kMinute));
  return asked;
}

bool WindowDriver::WaitForPage(const QString& page) {
  auto* pages = Find<QStackedWidget>(QStringLiteral("pages"));
  return QTest::qWaitFor(
      [&] { return pages->currentWidget()->objectName() == page; }, kMinute);
}

QString WindowDriver::Message() {
  auto* label = Find<QLabel>(QStringLiteral("message"));
  EXPECT_TRUE(QTest::qWaitFor([&] { return label->isVisible(); }, kMinute));
  return label->text();
}

QTableView& WindowDriver::table() {
  return *Find<QTableView>(QStringLiteral("inventory"));
}

QString WindowDriver::TableText() {
  QString text;
  const QAbstractItemModel& model = *table().model();
  for (int row = 0; row < model.rowCount(); ++row) {
    for (int column = 0; column < model.columnCount(); ++column) {
      text += model.index(row, column).data().toString() + '\t';
    }
    text += '\n';
  }
  return text;
}

}  // namespace dcmscrub
