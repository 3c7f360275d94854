// Parts of the window by themselves: the form, the drop area, the banner.
#include <gtest/gtest.h>

#include <QFileDialog>
#include <QLabel>
#include <QShortcut>
#include <QtTest/QTest>
#include <filesystem>
#include <set>

#include "app/window/case_form.h"
#include "app/window/text.h"
#include "app/window/verdict_banner.h"
#include "tests/support/temp_folder.h"

namespace dcmscrub {
namespace {

TEST(LabelForm, HasAFieldForEveryLabelAndGivesBackWhatItGot) {
  CaseLabels labels;
  for (const LabelInfo& info : LabelInfos()) {
    info.set(labels, "of " + std::string(info.name));
  }
  LabelForm form;
  form.SetLabels(labels);
  EXPECT_EQ(form.labels(), labels);
  for (const LabelInfo& info : LabelInfos()) {
    EXPECT_NE(form.findChild<QWidget*>(ToQt(info.name)), nullptr) << info.name;
  }
}

TEST(LabelForm, ShowsFourFieldsAndTheOthersOnRequest) {
  LabelForm form;
  form.show();
  std::set<std::string> shown;
  for (const LabelInfo& info : LabelInfos()) {
    if (form.findChild<QWidget*>(ToQt(info.name))->isVisible()) {
      shown.insert(std::string(info.name));
    }
  }
  EXPECT_EQ(shown, (std::set<std::string>{"case-number", "contributor",
                                          "diagnosis", "keywords"}));
  QTest::mouseClick(form.findChild<QToolButton*>("more"), Qt::LeftButton);
  EXPECT_TRUE(form.findChild<QWidget*>("differential")->isVisible());
}

// Alt and a letter leads to one place only.
TEST(CaseForm, HasNoMnemonicTwice) {
  CaseForm form;
  std::set<QKeySequence> seen;
  const auto see = [&](const QString& text) {
    const QKeySequence keys = QKeySequence::mnemonic(text);
    if (keys.isEmpty()) return;
    EXPECT_TRUE(seen.insert(keys).second) << text.toStdString();
  };
  for (const auto* label : form.findChildren<QLabel*>()) {
    if (label->buddy() != nullptr) see(label->text());
  }
  for (const auto* button : form.findChildren<QAbstractButton*>()) {
    see(button->text());
  }
  EXPECT_GT(seen.size(), 15U);
}

TEST(CaseForm, RemembersTheFolderAndCountsTheCaseNumberOn) {
  CaseForm form;
  form.Restore({"AB", "TF-0041", "/data/teaching"});
  EXPECT_EQ(form.labels().contributor, "AB");
  EXPECT_EQ(form.labels().case_number, "TF-0042");
  EXPECT_EQ(form.output(), "/data/teaching");
  form.BeginNext();
  EXPECT_EQ(form.labels().contributor, "AB");
  EXPECT_EQ(form.labels().case_number, "TF-0043");
}

TEST(CaseForm, WantsNoFolderWhenItReplaces) {
  CaseForm form;
  auto* output = form.findChild<QLineEdit*>("output");
  EXPECT_TRUE(output->isEnabled());
  form.findChild<QCheckBox*>("replace")->setChecked(true);
  EXPECT_FALSE(output->isEnabled());
}

// Qt's chooser would write them to its settings when it closes.
TEST(Chooser, RemembersNoFolder) {
  const TempFolder settings;
  const TempFolder place;
  setenv("XDG_CONFIG_HOME", settings.path().c_str(), 1);
  {
    QWidget parent;
    QFileDialog* chooser = OpenChooser(&parent, Choose::kFolder, "Choose",
                                       PathToQt(place.path().string()));
    ASSERT_TRUE(chooser->testOption(QFileDialog::DontUseNativeDialog));
    static_cast<QDialog*>(chooser)->done(QDialog::Accepted);
  }
  QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  EXPECT_TRUE(std::filesystem::is_empty(settings.path()));
}

TeachResult Verified(Severity severity, std::uint64_t count) {
  TeachResult result;
  result.verified.emplace();
  result.verified->files = 4;
  result.verified->looked_at = 4;
  result.verified->compared = 4;
  for (int i = 0; i < kCheckCount && count != 0; ++i) {
    if (InfoOf(static_cast<Check>(i)).severity != severity) continue;
    result.verified->checks[static_cast<std::size_t>(i)].count = count;
    break;
  }
  return result;
}

TEST(VerdictBanner, SaysInWordsWhatItsColourSays) {
  const struct {
    TeachResult result;
    Mood mood;
    const char* words;
  } kCases[] = {
      {Verified(Severity::kFinding, 0), Mood::kGood, "Clean: nothing"},
      {Verified(Severity::kFinding, 3), Mood::kBad, "Not clean"},
      {Verified(Severity::kWarning, 1), Mood::kMixed, "Clean with remarks"},
      {TeachResult(), Mood::kMixed, "Not checked"},
  };
  for (const auto& c : kCases) {
    VerdictBanner banner;
    banner.Show(c.result);
    EXPECT_EQ(banner.mood(), c.mood) << c.words;
    EXPECT_TRUE(banner.findChild<QLabel*>("verdictHeadline")
                    ->text()
                    .startsWith(c.words));
  }
}

TEST(VerdictBanner, TellsOfFilesThatAreNotInTheResult) {
  TeachResult result = Verified(Severity::kFinding, 0);
  result.run.outcomes[static_cast<int>(Outcome::kQuarantined)] = 2;
  VerdictBanner banner;
  banner.Show(result);
  EXPECT_EQ(banner.mood(), Mood::kMixed);
  EXPECT_TRUE(banner.findChild<QLabel*>("verdictText")
                  ->text()
                  .contains("2 files are not in the result"));
}

}  // namespace
}  // namespace dcmscrub
