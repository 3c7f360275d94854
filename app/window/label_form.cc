#include "app/window/label_form.h"

#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

#include "app/window/look.h"
#include "app/window/text.h"

namespace dcmscrub {
namespace {

constexpr std::array<std::string_view, 4> kAlways = {"diagnosis", "case-number",
                                                     "keywords", "contributor"};
constexpr std::array<std::string_view, 4> kLong = {
    "history", "findings", "discussion", "differential"};

template <class Names>
bool Among(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The letter for Alt is the first that no other part of the page has.
struct Caption {
  std::string_view name;
  const char* text;
  const char* example;
};
constexpr std::array kCaptions = {
    Caption{"diagnosis", "&Diagnosis", ""},
    Caption{"case-number", "Case &number", "TF-0041"},
    Caption{"keywords", "&Keywords", "lung; nodule; follow-up"},
    Caption{"contributor", "&Contributor", "your initials"},
    Caption{"title", "&Title", ""},
    Caption{"history", "&History", ""},
    Caption{"findings", "F&indings", ""},
    Caption{"discussion", "Disc&ussion", ""},
    Caption{"differential", "Diff&erential", ""},
    Caption{"category", "Cate&gory", "Neoplasm"},
    Caption{"level", "&Level", "Primary, Intermediate or Advanced"},
    Caption{"anatomy", "&Anatomy", ""},
};

Caption CaptionOf(const LabelInfo& info) {
  for (const Caption& caption : kCaptions) {
    if (caption.name == info.name) return caption;
  }
  return {info.name, "", ""};
}

// Close to its caption, further from the next one.
QLayout* UnderCaption(const LabelInfo& info, QWidget* field) {
  const char* text = CaptionOf(info).text;
  auto* caption =
      new QLabel(*text != '\0' ? QString::fromUtf8(text) : ToQt(info.caption));
  caption->setBuddy(field);
  auto* rows = new QVBoxLayout;
  rows->setSpacing(Space(field) / 4);
  rows->addWidget(caption);
  rows->addWidget(field);
  return rows;
}

}  // namespace

LabelForm::Field LabelForm::MakeField(const LabelInfo& info) {
  Field field{&info};
  const QString example = QString::fromUtf8(CaptionOf(info).example);
  if (Among(kLong, info.name)) {
    field.lines = new QPlainTextEdit;
    field.lines->setTabChangesFocus(true);
    field.lines->setPlaceholderText(example);
    field.lines->setFixedHeight(4 * fontMetrics().lineSpacing());
  } else {
    field.line = new QLineEdit;
    field.line->setPlaceholderText(example);
    field.line->setMinimumWidth(Letters(this, 24));
  }
  field.widget()->setObjectName(ToQt(info.name));
  field.widget()->setAccessibleName(ToQt(info.caption));
  return field;
}

LabelForm::LabelForm(QWidget* parent) : QWidget(parent) {
  auto* always = new QVBoxLayout;
  auto* others = new QWidget;
  others->setObjectName(QStringLiteral("moreLabels"));
  auto* other_rows = new QVBoxLayout(others);
  for (QVBoxLayout* rows : {always, other_rows}) {
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(Space(this));
  }
  for (const LabelInfo& info : LabelInfos()) {
    fields_.push_back(MakeField(info));
    (Among(kAlways, info.name) ? always : other_rows)
        ->addLayout(UnderCaption(info, fields_.back().widget()));
  }

  more_ = new QToolButton;
  more_->setObjectName(QStringLiteral("more"));
  more_->setText(QStringLiteral("M&ore labels"));
  more_->setCheckable(true);
  more_->setAutoRaise(true);
  more_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  more_->setArrowType(Qt::RightArrow);
  more_->setFocusPolicy(Qt::StrongFocus);
  connect(more_, &QToolButton::toggled, this, [this, others](bool open) {
    more_->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
    others->setVisible(open);
  });
  others->setVisible(false);

  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Space(this));
  layout->addLayout(always);
  layout->addWidget(more_, 0, Qt::AlignLeft);
  layout->addWidget(others);
  layout->addStretch();
}

CaseLabels LabelForm::labels() const {
  CaseLabels labels;
  for (const Field& field : fields_) {
    const QString text =
        field.line != nullptr ? field.line->text() : field.lines->toPlainText();
    field.info->set(labels, text.trimmed().toStdString());
  }
  return labels;
}

void LabelForm::SetLabels(const CaseLabels& labels) {
  for (const Field& field : fields_) {
    const QString text = ToQt(field.info->get(labels));
    if (field.line != nullptr) {
      field.line->setText(text);
    } else {
      field.lines->setPlainText(text);
    }
  }
}

void LabelForm::FocusFirstEmpty() {
  for (const Field& field : fields_) {
    if (Among(kAlways, field.info->name) && field.line->text().isEmpty()) {
      field.line->setFocus();
      return;
    }
  }
}

}  // namespace dcmscrub
