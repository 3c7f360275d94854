// The dialog to choose files or folders with.
#pragma once

#include <QFileDialog>

namespace dcmscrub {

enum class Choose : std::uint8_t { kFiles, kFolder };

// Shows it; it deletes itself. Nothing that is chosen is remembered anywhere:
// names of folders may be names of patients.
QFileDialog* OpenChooser(QWidget* parent, Choose what, const QString& title,
                         const QString& folder);

}  // namespace dcmscrub
