// Pictures of the window for the README, when DCMSCRUB_SCREENSHOTS names a
// folder for them: of a made-up case.
#include <gtest/gtest.h>

#include <QTableView>
#include <QtTest/QTest>
#include <cstdlib>

#include "app/window/text.h"
#include "tests/window/case_on_disk.h"
#include "tests/window/driver.h"

namespace dcmscrub {
namespace {

TEST(Screenshots, AreMadeOnDemand) {
  const char* folder = std::getenv("DCMSCRUB_SCREENSHOTS");
  if (folder == nullptr) {
    GTEST_SKIP() << "set DCMSCRUB_SCREENSHOTS to a folder to make them";
  }
  const QString to = PathToQt(folder);
  const CaseOnDisk one;
  WindowDriver driver;
  driver.Type("diagnosis", "Pulmonary nodule");
  driver.Type("case-number", "TF-0042");
  driver.Type("keywords", "lung; nodule; follow-up");
  driver.Type("contributor", "AB");
  driver.Type("output", "/data/teaching");
  QTest::qWait(300);
  ASSERT_TRUE(driver.window().grab().save(to + "/window.png"));

  driver.Type("output", PathToQt(one.output()));
  driver.DropFolder(one.folder());
  ASSERT_TRUE(driver.WaitForPage("checkPage"));
  QTest::qWait(300);
  ASSERT_TRUE(driver.window().grab().save(to + "/window-check.png"));
}

}  // namespace
}  // namespace dcmscrub
