// The first page: what the case is called, where it goes, and where it is
// dropped.
#pragma once

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QWidget>
#include <string>
#include <vector>

#include "app/user/teach_settings.h"
#include "app/window/drop_area.h"
#include "app/window/label_form.h"
#include "app/window/look.h"

namespace dcmscrub {

class CaseForm : public QWidget {
  Q_OBJECT

 public:
  explicit CaseForm(QWidget* parent = nullptr);

  CaseLabels labels() const { return labels_->labels(); }
  bool in_place() const { return replace_->isChecked(); }
  std::string output() const;
  const std::vector<std::string>& operands() const { return operands_; }

  void Restore(const TeachSettings& settings);
  // What is to be made; it starts with Make, or right away when the case has a
  // number and a diagnosis.
  void SetOperands(const QStringList& paths);
  // For the next case: the labels go, but for who contributes.
  void BeginNext();
  void ShowMessage(Mood mood, const QString& text);

 Q_SIGNALS:
  void MakeAsked();

 private:
  QWidget* MakeLabelSide();
  QWidget* MakeDropSide();
  void ChooseOutput();
  void UpdateButtons();

  std::vector<std::string> operands_;
  LabelForm* labels_;
  QCheckBox* replace_;
  QLabel* output_caption_;
  QLineEdit* output_;
  QPushButton* choose_output_;
  DropArea* drop_;
  QLabel* message_icon_;
  QLabel* message_;
  QPushButton* make_;
};

}  // namespace dcmscrub
