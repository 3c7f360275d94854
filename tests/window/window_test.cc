// Whole cases through the window.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QAction>
#include <QItemSelectionModel>
#include <QLabel>
#include <QtTest/QTest>
#include <filesystem>
#include <set>

#include "app/user/teach_settings.h"
#include "app/window/main_window.h"
#include "app/window/text.h"
#include "tests/window/case_on_disk.h"
#include "tests/window/driver.h"

namespace dcmscrub {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class WindowTest : public ::testing::Test {
 protected:
  void Label() {
    driver_.Type("diagnosis", "Pulmonary nodule");
    driver_.Type("case-number", "TF-0042");
    driver_.Type("keywords", "lung; nodule");
    driver_.Type("contributor", "AB");
  }

  // To a folder, up to the check page.
  void Make(const CaseOnDisk& one) {
    Label();
    driver_.Type("output", PathToQt(one.output()));
    driver_.DropFolder(one.folder());
    ASSERT_TRUE(driver_.WaitForPage("checkPage"))
        << driver_.Message().toStdString();
  }

  // In place, up to the check page.
  void Replace(const CaseOnDisk& one) {
    Label();
    driver_.Press("replace");
    driver_.DropFolder(one.folder());
    asked_ = driver_.Answer("confirmReplace", "yes").toStdString();
    ASSERT_TRUE(driver_.WaitForPage("checkPage"))
        << driver_.Message().toStdString();
  }

  // Where the first row with that in its cells is.
  int RowWith(const QString& text) {
    const QStringList rows = driver_.TableText().split('\n');
    for (int i = 0; i < rows.size(); ++i) {
      if (rows[i].contains(text)) return i;
    }
    return -1;
  }

  WindowDriver driver_;
  std::string asked_;
};

std::set<std::string> NamesIn(const std::string& folder) {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    names.insert(entry.path().filename().string());
  }
  return names;
}

TEST_F(WindowTest, MakesALabelledCaseOfADroppedFolder) {
  const CaseOnDisk one;
  Make(one);
  EXPECT_EQ(one.now(), one.before());
  const std::string table = driver_.TableText().toStdString();
  EXPECT_THAT(table, HasSubstr("Pulmonary nodule"));
  EXPECT_THAT(table, HasSubstr("TF-0042"));
  for (const std::string& identifier : one.identifiers()) {
    EXPECT_THAT(table, Not(HasSubstr(identifier)));
  }

  driver_.Press("accept");
  ASSERT_TRUE(driver_.WaitForPage("formPage"));
  EXPECT_EQ(driver_.Message(), "TF-0042 is finished.");
  EXPECT_THAT(NamesIn(one.output()), ElementsAre("TF-0042"));
  EXPECT_EQ(driver_.TextOf("case-number"), "TF-0043");
  EXPECT_EQ(driver_.TextOf("contributor"), "AB");
  EXPECT_EQ(driver_.TextOf("diagnosis"), "");
  EXPECT_EQ(driver_.TextOf("output"), PathToQt(one.output()));
  driver_.StartAnew();
  EXPECT_EQ(driver_.TextOf("case-number"), "TF-0043");
  EXPECT_EQ(driver_.TextOf("output"), PathToQt(one.output()));
}

TEST_F(WindowTest, UndoesANewFolder) {
  const CaseOnDisk one;
  Make(one);
  driver_.Press("undo");
  ASSERT_TRUE(driver_.WaitForPage("formPage"));
  EXPECT_THAT(NamesIn(one.output()), IsEmpty());
  EXPECT_EQ(one.now(), one.before());
  EXPECT_EQ(driver_.TextOf("diagnosis"), "Pulmonary nodule");
}

TEST_F(WindowTest, ReplacesAndBringsTheOriginalsBack) {
  const CaseOnDisk one;
  Replace(one);
  EXPECT_THAT(asked_, HasSubstr("1 patient will be overwritten"));
  EXPECT_NE(one.now(), one.before());
  for (const auto& [path, bytes] : one.now()) {
    for (const std::string& identifier : one.identifiers()) {
      if (path.find(".txt") != std::string::npos) continue;  // no DICOM
      EXPECT_THAT(path, Not(HasSubstr(identifier)));
    }
  }
  driver_.Press("undo");
  ASSERT_TRUE(driver_.WaitForPage("formPage"));
  EXPECT_EQ(one.now(), one.before());
  EXPECT_THAT(NamesIn(one.root()), ElementsAre("case", "out"));
}

TEST_F(WindowTest, AcceptsAndKeepsNothingAside) {
  const CaseOnDisk one;
  Replace(one);
  EXPECT_EQ(NamesIn(one.root()).size(), 3U);  // the originals
  driver_.Press("accept");
  ASSERT_TRUE(driver_.WaitForPage("formPage"));
  EXPECT_NE(one.now(), one.before());
  EXPECT_THAT(NamesIn(one.root()), ElementsAre("case", "out"));
}

TEST_F(WindowTest, ReplacesNothingWithoutAYes) {
  const CaseOnDisk one;
  Label();
  driver_.Press("replace");
  driver_.DropFolder(one.folder());
  driver_.Answer("confirmReplace", "no");
  ASSERT_TRUE(driver_.WaitForPage("formPage"));
  EXPECT_EQ(one.now(), one.before());
  EXPECT_THAT(NamesIn(one.root()), ElementsAre("case", "out"));
}

TEST_F(WindowTest, SearchesTheTable) {
  const CaseOnDisk one;
  Make(one);
  const int all = driver_.table().model()->rowCount();
  ASSERT_GT(all, 50);
  driver_.Type("filter", "patient's name");
  const int some = driver_.table().model()->rowCount();
  EXPECT_GT(some, 0);
  EXPECT_LT(some, all);
  driver_.Type("filter", "no such thing anywhere");
  EXPECT_EQ(driver_.table().model()->rowCount(), 0);
}

TEST_F(WindowTest, RemovesAnAttributeFromNowOn) {
  const CaseOnDisk one;
  Make(one);
  const int row = RowWith("Manufacturer Model Name");
  ASSERT_GE(row, 0);
  driver_.table().selectRow(row);
  driver_.window().findChild<QAction*>("alwaysRemove")->trigger();
  ASSERT_TRUE(driver_.WaitForPage("progressPage"));
  ASSERT_TRUE(driver_.WaitForPage("checkPage"))
      << driver_.Message().toStdString();
  EXPECT_EQ(RowWith("Manufacturer Model Name"), -1);
  EXPECT_THAT(ReadFile(UserRulesFile()),
              HasSubstr("remove ManufacturerModelName"));
  EXPECT_GE(RowWith("Pulmonary nodule"), 0);
  EXPECT_EQ(one.now(), one.before());
  driver_.Press("accept");
  ASSERT_TRUE(driver_.WaitForPage("formPage"));
  EXPECT_THAT(NamesIn(one.output()), ElementsAre("TF-0042"));
}

TEST_F(WindowTest, AsksAboutSeveralPatientsAndTakesNoForAnAnswer) {
  const CaseOnDisk two(2);
  Label();
  driver_.Type("output", PathToQt(two.output()));
  driver_.DropFolder(two.folder());
  EXPECT_THAT(driver_.Answer("confirmPatients", "no").toStdString(),
              HasSubstr("2 patients"));
  ASSERT_TRUE(driver_.WaitForPage("formPage"));
  EXPECT_THAT(NamesIn(two.output()), IsEmpty());

  driver_.Press("make");
  driver_.Answer("confirmPatients", "yes");
  ASSERT_TRUE(driver_.WaitForPage("checkPage"))
      << driver_.Message().toStdString();
}

TEST_F(WindowTest, CancelsInTheMiddle) {
  for (const bool in_place : {false, true}) {
    const CaseOnDisk one;
    driver_.StartAnew();
    Label();
    driver_.Type("output", PathToQt(one.output()));
    if (in_place) driver_.Press("replace");
    driver_.DropFolder(one.folder());
    if (in_place) driver_.Answer("confirmReplace", "yes");
    ASSERT_TRUE(driver_.WaitForPage("progressPage"));
    driver_.Press("cancel");
    ASSERT_TRUE(driver_.WaitForPage("formPage"));
    EXPECT_EQ(driver_.Message(), "Cancelled. Everything is as it was before.");
    EXPECT_EQ(one.now(), one.before());
    EXPECT_THAT(NamesIn(one.root()), ElementsAre("case", "out"));
    EXPECT_THAT(NamesIn(one.output()), IsEmpty());
  }
}

TEST_F(WindowTest, SaysWhatIsWrongWithWhatWasDropped) {
  const TempFolder folder;
  WriteFile(folder / "notes/a.txt", "no DICOM");
  Label();
  driver_.Type("output", PathToQt(folder / "out"));
  driver_.Drop({QUrl("https://example.org/case.zip")});
  EXPECT_THAT(driver_.Message().toStdString(), HasSubstr("no file or folder"));
  for (const char* name : {"notes", "notes/a.txt", "missing"}) {
    driver_.DropFolder(folder / name);
    ASSERT_TRUE(driver_.WaitForPage("formPage"));
    ASSERT_FALSE(driver_.Message().isEmpty()) << name;
    EXPECT_THAT(driver_.Message().toStdString(), Not(HasSubstr("is here")));
  }
}

TEST_F(WindowTest, WaitsForTheLabelsThatACaseNeeds) {
  const CaseOnDisk one;
  driver_.Type("output", PathToQt(one.output()));
  driver_.DropFolder(one.folder());
  EXPECT_THAT(driver_.Message().toStdString(), HasSubstr("Fill in"));
  driver_.Type("case-number", "no good");
  driver_.Press("make");
  EXPECT_THAT(driver_.Message().toStdString(), HasSubstr("number"));
  driver_.Type("case-number", "TF-1");
  driver_.Press("make");
  EXPECT_TRUE(driver_.WaitForPage("checkPage"));
}

TEST_F(WindowTest, AsksBeforeItClosesOnAnUndecidedCase) {
  const CaseOnDisk one;
  Replace(one);
  driver_.window().close();
  driver_.Answer("confirmClose", "no");
  EXPECT_TRUE(driver_.window().isVisible());
  driver_.window().close();
  driver_.Answer("confirmClose", "leave");
  EXPECT_TRUE(QTest::qWaitFor([&] { return !driver_.window().isVisible(); }));
  EXPECT_NE(one.now(), one.before());

  driver_.StartAnew();
  Label();
  driver_.Press("replace");
  driver_.DropFolder(one.folder());
  driver_.Answer("confirmLeft", "undo");
  ASSERT_TRUE(driver_.WaitForPage("progressPage"));
  ASSERT_TRUE(driver_.WaitForPage("formPage"));
  EXPECT_EQ(one.now(), one.before());
  EXPECT_THAT(NamesIn(one.root()), ElementsAre("case", "out"));
}

// The number in the form is that of a case that is still to be made.
TEST_F(WindowTest, AcceptsAnEarlierResultAndCountsNoCase) {
  const CaseOnDisk one;
  Replace(one);
  driver_.window().close();
  driver_.Answer("confirmClose", "leave");
  EXPECT_TRUE(QTest::qWaitFor([&] { return !driver_.window().isVisible(); }));

  driver_.StartAnew();
  Label();
  driver_.Press("replace");
  driver_.DropFolder(one.folder());
  driver_.Answer("confirmLeft", "accept");
  ASSERT_TRUE(driver_.WaitForPage("progressPage"));
  ASSERT_TRUE(driver_.WaitForPage("formPage"));
  EXPECT_NE(one.now(), one.before());
  EXPECT_THAT(NamesIn(one.root()), ElementsAre("case", "out"));
  EXPECT_EQ(ReadTeachSettings().last_case_number, "");
}

TEST_F(WindowTest, TitlesSayNothingOfTheCase) {
  const CaseOnDisk one;
  const QString before = driver_.window().windowTitle();
  Replace(one);
  EXPECT_EQ(driver_.window().windowTitle(), before);
}

// Everything of the form is reached with Tab, in the order in which it stands.
TEST_F(WindowTest, TabGoesThroughTheForm) {
  const char* const kOrder[] = {"case-number", "diagnosis",    "keywords",
                                "contributor", "more",         "replace",
                                "output",      "chooseOutput", "chooseFolder",
                                "chooseFiles"};
  driver_.window().findChild<QWidget*>(kOrder[0])->setFocus();
  for (const char* name : kOrder) {
    QWidget* focus = driver_.window().focusWidget();
    ASSERT_NE(focus, nullptr);
    EXPECT_EQ(focus->objectName().toStdString(), name);
    QTest::keyClick(focus, Qt::Key_Tab);
  }
}

// A real case, where there is one.
TEST_F(WindowTest, MakesACaseOfRealFiles) {
  const std::filesystem::path series =
      std::filesystem::path(DCMSCRUB_CORPUS) / "series" / "ge_epi";
  if (!std::filesystem::is_directory(series)) {
    GTEST_SKIP() << "no corpus: set DCMSCRUB_CORPUS to run this";
  }
  const TempFolder folder;
  std::filesystem::copy(series, folder / "case",
                        std::filesystem::copy_options::recursive);
  const auto before = FilesBelow(folder / "case");
  Label();
  driver_.Press("replace");
  driver_.DropFolder(folder / "case");
  driver_.Answer("confirmReplace", "yes");
  ASSERT_TRUE(driver_.WaitForPage("checkPage"))
      << driver_.Message().toStdString();
  EXPECT_GT(driver_.table().model()->rowCount(), 50);
  driver_.Press("undo");
  ASSERT_TRUE(driver_.WaitForPage("formPage"));
  EXPECT_EQ(FilesBelow(folder / "case"), before);
}

}  // namespace
}  // namespace dcmscrub
