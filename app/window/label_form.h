// The labels of a case: four that every case has, the others behind "More".
#pragma once

#include <QLineEdit>
#include <QPlainTextEdit>
#include <QToolButton>
#include <QWidget>
#include <vector>

#include "pipeline/teaching/documents/case_labels.h"

namespace dcmscrub {

class LabelForm : public QWidget {
  Q_OBJECT

 public:
  explicit LabelForm(QWidget* parent = nullptr);

  CaseLabels labels() const;
  void SetLabels(const CaseLabels& labels);
  // To the first of the four that is empty.
  void FocusFirstEmpty();

 private:
  // One of the two is there. objectName: LabelInfo::name.
  struct Field {
    const LabelInfo* info;
    QLineEdit* line = nullptr;
    QPlainTextEdit* lines = nullptr;

    QWidget* widget() const {
      return line != nullptr ? static_cast<QWidget*>(line) : lines;
    }
  };

  Field MakeField(const LabelInfo& info);

  std::vector<Field> fields_;
  QToolButton* more_;
};

}  // namespace dcmscrub
