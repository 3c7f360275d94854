// Uses the window as somebody at it would: types, drops, presses, waits.
#pragma once

#include <QAbstractButton>
#include <QAbstractItemModel>
#include <QString>
#include <QStringList>
#include <QTableView>
#include <QUrl>
#include <memory>
#include <string>

#include "app/window/main_window.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {

class WindowDriver {
 public:
  // Settings of its own, in a folder that goes with it.
  WindowDriver();

  MainWindow& window() { return *window_; }
  // Another start of the program, with the settings that the last one left.
  void StartAnew();
  const TempFolder& settings() const { return settings_; }

  void Type(const QString& field, const QString& text);
  QString TextOf(const QString& field);
  void Drop(const QList<QUrl>& urls);
  void DropFolder(const std::string& path);
  // A button of the page that shows.
  void Press(const QString& button);
  // A button of a question, once it is asked; what was asked comes back. Empty
  // when it never was.
  QString Answer(const QString& question, const QString& button);

  // "formPage", "progressPage", "checkPage"; false: a minute has passed.
  bool WaitForPage(const QString& page);
  // Of the page with the form, once something is said.
  QString Message();

  QTableView& table();
  // All cells that show, one after the other.
  QString TableText();

 private:
  template <class Widget>
  Widget* Find(const QString& name);

  TempFolder settings_;
  std::unique_ptr<MainWindow> window_;
};

}  // namespace dcmscrub
