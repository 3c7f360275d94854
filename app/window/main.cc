// dcmscrub-window: makes teaching files of what is dropped on it.
#include <CLI/CLI.hpp>
#include <QApplication>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "app/talk/exit_code.h"
#include "app/window/main_window.h"
#include "app/window/text.h"
#include "pipeline/apart/core_dumps.h"

namespace {

bool IsThereADisplay() {
  for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return true;
  }
  return false;
}

}  // namespace

int main(int argc, char** argv) {
  dcmscrub::ForbidCoreDumps();
  std::vector<std::string> paths;
  CLI::App flags{
      "Makes a teaching file of a DICOM case: label it, drop it, look at the "
      "result,\naccept or undo. `dcmscrub teach` does the same without a "
      "window.",
      "dcmscrub-window"};
  flags.set_version_flag("--version", "dcmscrub-window " DCMSCRUB_VERSION);
  flags.add_option("case", paths,
                   "Folders, files and archives of one case, as if dropped");
  try {
    flags.parse(argc, argv);
  } catch (const CLI::ParseError& end) {
    return flags.exit(end) == 0 ? dcmscrub::kExitDone
                                : dcmscrub::kExitNothingDone;
  }
  if (!IsThereADisplay()) {
    std::fputs(
        "dcmscrub-window: error: no display here; `dcmscrub teach` needs "
        "none\n",
        stderr);
    return dcmscrub::kExitNothingDone;
  }

  QApplication application(argc, argv);
  QApplication::setApplicationDisplayName(QStringLiteral("dcmscrub"));
  QApplication::setDesktopFileName(QStringLiteral("dcmscrub-window"));
  dcmscrub::MainWindow window;
  window.show();
  QStringList operands;
  for (const std::string& path : paths) operands << dcmscrub::PathToQt(path);
  if (!operands.isEmpty()) window.Take(operands);
  return QApplication::exec();
}
