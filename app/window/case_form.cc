#include "app/window/case_form.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QVBoxLayout>

#include "app/window/chooser.h"
#include "app/window/text.h"

namespace dcmscrub {
namespace {

QLabel* Heading(const QString& text) {
  auto* label = new QLabel(text);
  label->setFont(HeadingFont(label->font()));
  return label;
}

}  // namespace

CaseForm::CaseForm(QWidget* parent) : QWidget(parent) {
  auto* sides = new QHBoxLayout(this);
  const int space = Space(this);
  sides->setContentsMargins(3 * space, 2 * space, 3 * space, 2 * space);
  sides->setSpacing(3 * space);
  sides->addWidget(MakeLabelSide(), 4);
  sides->addWidget(MakeDropSide(), 5);
  UpdateButtons();
}

QWidget* CaseForm::MakeLabelSide() {
  labels_ = new LabelForm;
  auto* scroll = new QScrollArea;
  scroll->setWidget(labels_);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setFocusPolicy(Qt::NoFocus);
  scroll->viewport()->setAutoFillBackground(false);
  labels_->setAutoFillBackground(false);

  auto* side = new QWidget;
  auto* layout = new QVBoxLayout(side);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Space(this));
  layout->addWidget(Heading(QStringLiteral("Labels")));
  layout->addWidget(scroll, 1);
  return side;
}

QWidget* CaseForm::MakeDropSide() {
  replace_ = new QCheckBox(
      QStringLiteral("&Replace source data with anonymised data"));
  replace_->setObjectName(QStringLiteral("replace"));
  connect(replace_, &QCheckBox::toggled, this, &CaseForm::UpdateButtons);

  output_ = new QLineEdit;
  output_->setObjectName(QStringLiteral("output"));
  output_->setPlaceholderText(QStringLiteral("the folder for teaching files"));
  connect(output_, &QLineEdit::textChanged, this, &CaseForm::UpdateButtons);
  output_caption_ = new QLabel(QStringLiteral("Sa&ve in"));
  output_caption_->setBuddy(output_);
  choose_output_ = new QPushButton(QStringLiteral("&Browse…"));
  choose_output_->setObjectName(QStringLiteral("chooseOutput"));
  connect(choose_output_, &QPushButton::clicked, this, &CaseForm::ChooseOutput);

  drop_ = new DropArea;
  connect(drop_, &DropArea::Dropped, this, &CaseForm::SetOperands);
  connect(drop_, &DropArea::DroppedNonsense, this, [this] {
    ShowMessage(Mood::kBad,
                QStringLiteral("That is no file or folder of this computer. "
                               "Drop folders, DICOM files or zips."));
  });

  message_icon_ = new QLabel;
  message_ = new QLabel;
  message_->setObjectName(QStringLiteral("message"));
  message_->setWordWrap(true);
  message_->setTextFormat(Qt::PlainText);
  message_->setTextInteractionFlags(Qt::TextSelectableByMouse |
                                    Qt::TextSelectableByKeyboard);

  make_ = new QPushButton(QStringLiteral("&Make teaching file"));
  make_->setObjectName(QStringLiteral("make"));
  make_->setDefault(true);
  MakeLarge(make_);
  connect(make_, &QPushButton::clicked, this, &CaseForm::MakeAsked);

  auto* where = new QHBoxLayout;
  where->addWidget(output_caption_);
  where->addWidget(output_, 1);
  where->addWidget(choose_output_);
  auto* message_row = new QHBoxLayout;
  message_row->addWidget(message_icon_, 0, Qt::AlignTop);
  message_row->addWidget(message_, 1);
  auto* button_row = new QHBoxLayout;
  button_row->addStretch();
  button_row->addWidget(make_);

  auto* side = new QWidget;
  auto* layout = new QVBoxLayout(side);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Space(this));
  layout->addWidget(Heading(QStringLiteral("Case")));
  layout->addWidget(replace_);
  layout->addLayout(where);
  layout->addWidget(drop_, 1);
  layout->addLayout(message_row);
  layout->addLayout(button_row);
  return side;
}

std::string CaseForm::output() const {
  return PathFromQt(output_->text().trimmed());
}

void CaseForm::Restore(const TeachSettings& settings) {
  CaseLabels labels;
  labels.contributor = settings.contributor;
  labels.case_number = NextCaseNumber(settings.last_case_number);
  labels_->SetLabels(labels);
  output_->setText(PathToQt(settings.output));
  labels_->FocusFirstEmpty();
}

void CaseForm::SetOperands(const QStringList& paths) {
  operands_.clear();
  for (const QString& path : paths) operands_.push_back(PathFromQt(path));
  ShowMessage(Mood::kPlain, QString());
  drop_->ShowWaiting(operands_.empty()
                         ? QString()
                         : Counted(operands_.size(), QStringLiteral("item")) +
                               (operands_.size() == 1
                                    ? QStringLiteral(" is here")
                                    : QStringLiteral(" are here")));
  UpdateButtons();
  if (operands_.empty()) return;
  const CaseLabels labels = labels_->labels();
  if (!labels.case_number.empty() && !labels.diagnosis.empty() &&
      make_->isEnabled()) {
    Q_EMIT MakeAsked();
  } else {
    ShowMessage(Mood::kPlain,
                QStringLiteral("Fill in the labels, then press Make."));
    labels_->FocusFirstEmpty();
  }
}

void CaseForm::BeginNext() {
  const CaseLabels made = labels_->labels();
  CaseLabels next;
  next.contributor = made.contributor;
  next.case_number = NextCaseNumber(made.case_number);
  labels_->SetLabels(next);
  SetOperands({});
  labels_->FocusFirstEmpty();
}

void CaseForm::ShowMessage(Mood mood, const QString& text) {
  const bool marked = mood != Mood::kPlain && !text.isEmpty();
  message_icon_->setPixmap(marked ? MoodPicture(mood, fontMetrics().height(),
                                                devicePixelRatioF(), palette())
                                  : QPixmap());
  message_icon_->setVisible(marked);
  message_->setText(text);
  message_->setVisible(!text.isEmpty());
}

void CaseForm::ChooseOutput() {
  connect(OpenChooser(this, Choose::kFolder,
                      QStringLiteral("Choose the folder for teaching files"),
                      output_->text()),
          &QFileDialog::fileSelected, output_, &QLineEdit::setText);
}

void CaseForm::UpdateButtons() {
  const bool to_folder = !in_place();
  output_caption_->setEnabled(to_folder);
  output_->setEnabled(to_folder);
  choose_output_->setEnabled(to_folder);
  make_->setEnabled(!operands_.empty());
}

}  // namespace dcmscrub
