// What verify found, in a colour, a sign and words.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QToolButton>

#include "app/window/look.h"
#include "pipeline/teaching/case/teach.h"

namespace dcmscrub {

class VerdictBanner : public QFrame {
  Q_OBJECT

 public:
  explicit VerdictBanner(QWidget* parent = nullptr);

  // `missing`: files that a DICOMDIR lists and that were not there.
  void Show(const TeachResult& result, std::uint64_t missing = 0);
  // Something else that went wrong.
  void ShowFault(const QString& text);

  Mood mood() const { return mood_; }

 private:
  void Dress(Mood mood);

  Mood mood_ = Mood::kPlain;
  QLabel* icon_;
  QLabel* headline_;
  QLabel* text_;
  QToolButton* more_;
  QLabel* details_;
};

}  // namespace dcmscrub
