#include "app/window/progress_page.h"

#include <QVBoxLayout>
#include <algorithm>

#include "app/window/look.h"
#include "app/window/text.h"

namespace dcmscrub {

ProgressPage::ProgressPage(QWidget* parent) : QWidget(parent) {
  step_ = new QLabel;
  step_->setObjectName(QStringLiteral("step"));
  step_->setFont(HeadingFont(font()));
  step_->setAlignment(Qt::AlignCenter);
  step_->setWordWrap(true);
  bar_ = new QProgressBar;
  bar_->setObjectName(QStringLiteral("progress"));
  bar_->setTextVisible(false);
  count_ = new QLabel;
  count_->setAlignment(Qt::AlignCenter);
  cancel_ = new QPushButton(QStringLiteral("&Cancel"));
  cancel_->setObjectName(QStringLiteral("cancel"));
  connect(cancel_, &QPushButton::clicked, this, [this] {
    cancel_->setEnabled(false);
    cancel_->setText(QStringLiteral("Cancelling…"));
    Q_EMIT CancelAsked();
  });

  auto* middle = new QWidget;
  middle->setMaximumWidth(Letters(this, 70));
  auto* column = new QVBoxLayout(middle);
  column->setSpacing(2 * Space(this));
  column->addWidget(step_);
  column->addWidget(bar_);
  column->addWidget(count_);
  column->addWidget(cancel_, 0, Qt::AlignCenter);
  auto* row = new QHBoxLayout;
  row->addStretch(1);
  row->addWidget(middle, 8);
  row->addStretch(1);
  auto* layout = new QVBoxLayout(this);
  layout->addStretch(1);
  layout->addLayout(row);
  layout->addStretch(1);
}

void ProgressPage::Begin() {
  cancel_->setEnabled(true);
  cancel_->setText(QStringLiteral("&Cancel"));
  cancel_->setFocus();
  Show({});
}

void ProgressPage::Show(const WorkProgress& progress) {
  step_->setText(progress.step);
  // Thousandths: counts may be larger than a bar can hold.
  if (progress.of == 0) {
    bar_->setRange(0, 0);
    count_->setText(QString());
    return;
  }
  const std::uint64_t done = std::min(progress.done, progress.of);
  bar_->setRange(0, 1000);
  bar_->setValue(static_cast<int>(done * 1000 / progress.of));
  count_->setText(
      QStringLiteral("%1 of %2")
          .arg(Grouped(done), Counted(progress.of, QStringLiteral("file"))));
}

}  // namespace dcmscrub
