#include "app/window/chooser.h"

#include <QSettings>

namespace dcmscrub {

// Not the desktop's own, which has a list of recent files. Qt's own writes
// where it was last to its settings: those find no place to write to.
QFileDialog* OpenChooser(QWidget* parent, Choose what, const QString& title,
                         const QString& folder) {
  QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope,
                     QStringLiteral("/dev/null"));
  auto* dialog = new QFileDialog(parent, title, folder);
  dialog->setObjectName(QStringLiteral("chooser"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowModality(Qt::WindowModal);
  dialog->setOption(QFileDialog::DontUseNativeDialog);
  dialog->setOption(QFileDialog::DontUseCustomDirectoryIcons);
  if (what == Choose::kFolder) {
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
  } else {
    dialog->setFileMode(QFileDialog::ExistingFiles);
  }
  dialog->open();
  return dialog;
}

}  // namespace dcmscrub
