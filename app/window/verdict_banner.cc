#include "app/window/verdict_banner.h"

#include <QApplication>
#include <QGridLayout>
#include <QStringList>

#include "app/report/verify_report.h"
#include "app/window/text.h"

namespace dcmscrub {
namespace {

std::uint64_t Quarantined(const TeachResult& result) {
  return result.run.outcomes[static_cast<int>(Outcome::kQuarantined)];
}

QString FilesAre(std::uint64_t files) {
  return Counted(files, QStringLiteral("file")) +
         (files == 1 ? QStringLiteral(" is") : QStringLiteral(" are"));
}

// Of the files that are not in the result, or not made anonymous.
QStringList Remarks(const TeachResult& result, std::uint64_t missing) {
  QStringList remarks;
  if (missing != 0) {
    remarks << FilesAre(missing) +
                   QStringLiteral(
                       " not there, though the DICOMDIR lists them.");
  }
  if (const std::uint64_t files = Quarantined(result); files != 0) {
    remarks << FilesAre(files) + QStringLiteral(
                                     " not in the result, for nobody can say "
                                     "that they are anonymous.");
  }
  if (result.unchanged_left) {
    remarks << QStringLiteral(
        "Files that are no DICOM were left as they are: look at them.");
  }
  if (!result.warnings.empty()) {
    remarks << ToQt(result.warnings).trimmed();
  }
  return remarks;
}

// The line of `verify` but for its first word, which the headline has.
QString VerdictText(const VerifyReport& report) {
  VerifyOptions options;  // as teach.h verifies
  options.against = {""};
  options.key.emplace();
  const QString line = ToQt(VerdictLine(report, options));
  return line.mid(line.indexOf(QStringLiteral(": ")) + 2);
}

QLabel* Selectable() {
  auto* label = new QLabel;
  label->setTextFormat(Qt::PlainText);
  label->setWordWrap(true);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse |
                                 Qt::TextSelectableByKeyboard);
  return label;
}

}  // namespace

VerdictBanner::VerdictBanner(QWidget* parent) : QFrame(parent) {
  setObjectName(QStringLiteral("verdict"));
  icon_ = new QLabel;
  headline_ = new QLabel;
  headline_->setObjectName(QStringLiteral("verdictHeadline"));
  headline_->setFont(HeadingFont(font()));
  headline_->setTextFormat(Qt::PlainText);
  text_ = Selectable();
  text_->setObjectName(QStringLiteral("verdictText"));
  details_ = Selectable();
  details_->setObjectName(QStringLiteral("verdictDetails"));
  more_ = new QToolButton;
  more_->setObjectName(QStringLiteral("verdictMore"));
  more_->setText(QStringLiteral("&Details"));
  more_->setCheckable(true);
  more_->setFocusPolicy(Qt::StrongFocus);
  connect(more_, &QToolButton::toggled, details_, &QLabel::setVisible);
  details_->setVisible(false);

  auto* layout = new QGridLayout(this);
  const int space = Space(this);
  layout->setContentsMargins(2 * space, space, 2 * space, space);
  layout->setHorizontalSpacing(2 * space);
  layout->setVerticalSpacing(space / 2);
  layout->addWidget(icon_, 0, 0, 2, 1, Qt::AlignCenter);
  layout->addWidget(headline_, 0, 1);
  layout->addWidget(more_, 0, 2, Qt::AlignRight);
  layout->addWidget(text_, 1, 1, 1, 2);
  layout->addWidget(details_, 2, 1, 1, 2);
  layout->setColumnStretch(1, 1);
}

void VerdictBanner::Show(const TeachResult& result, std::uint64_t missing) {
  QStringList remarks = Remarks(result, missing);
  QStringList texts;
  QString details;
  Mood mood = Mood::kMixed;
  if (!result.verified) {
    headline_->setText(QStringLiteral("Not checked"));
  } else {
    const VerifyReport& report = *result.verified;
    for (const Check check : report.Remarks()) {
      remarks << ToQt(std::string(InfoOf(check).sentence));
    }
    if (report.verdict() == CleanLevel::kNotClean) {
      mood = Mood::kBad;
      headline_->setText(QStringLiteral("Not clean: do not pass it on"));
    } else if (!remarks.isEmpty()) {
      headline_->setText(QStringLiteral("Clean with remarks: read them"));
    } else {
      mood = Mood::kGood;
      headline_->setText(
          QStringLiteral("Clean: nothing of the patient was found"));
    }
    texts << VerdictText(report);
    details = ToQt(VerifyDetails(report, /*show_paths=*/false)).trimmed();
  }
  text_->setText((texts + remarks).join('\n'));
  details_->setText(details);
  more_->setVisible(!details.isEmpty());
  more_->setChecked(mood == Mood::kBad);
  Dress(mood);
}

void VerdictBanner::ShowFault(const QString& text) {
  headline_->setText(QStringLiteral("That did not work"));
  text_->setText(text);
  more_->setChecked(false);
  more_->setVisible(false);
  Dress(Mood::kBad);
}

void VerdictBanner::Dress(Mood mood) {
  mood_ = mood;
  // Not the banner's own, which the style sheet changes.
  const QPalette palette = QApplication::palette();
  const MoodColors colors = ColorsOf(mood, palette);
  setStyleSheet(
      QStringLiteral("#verdict { background: %1; border: 1px solid %2; "
                     "border-radius: %3px; }"
                     "#verdict QLabel { color: %4; }")
          .arg(colors.back.name(), colors.line.name())
          .arg(Space(this) / 2)
          .arg(colors.text.name()));
  icon_->setPixmap(MoodPicture(mood, 2 * fontMetrics().height(),
                               devicePixelRatioF(), palette));
}

}  // namespace dcmscrub
