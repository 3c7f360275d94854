#include "app/window/drop_area.h"

#include <QDragEnterEvent>
#include <QHBoxLayout>
#include <QMimeData>
#include <QPainter>
#include <QVBoxLayout>

#include "app/window/look.h"

namespace dcmscrub {
namespace {

constexpr char kTitle[] = "Drop the case here";
constexpr char kHint[] =
    "A folder, files or a zip. What is dropped together is one case.";

}  // namespace

DropArea::DropArea(QWidget* parent) : QFrame(parent) {
  setObjectName(QStringLiteral("dropArea"));
  setAccessibleName(QString::fromLatin1(kTitle));
  setAcceptDrops(true);

  title_ = new QLabel(QString::fromLatin1(kTitle));
  title_->setFont(HeadingFont(font()));
  title_->setAlignment(Qt::AlignCenter);
  title_->setWordWrap(true);
  hint_ = new QLabel(QString::fromLatin1(kHint));
  hint_->setObjectName(QStringLiteral("dropHint"));
  hint_->setAlignment(Qt::AlignCenter);
  hint_->setWordWrap(true);

  auto* folder = new QPushButton(QStringLiteral("Choose a &folder…"));
  folder->setObjectName(QStringLiteral("chooseFolder"));
  connect(folder, &QPushButton::clicked, this, [this] {
    Choosing(Choose::kFolder, QStringLiteral("Choose the folder of a case"));
  });
  auto* files = new QPushButton(QStringLiteral("Choose file&s…"));
  files->setObjectName(QStringLiteral("chooseFiles"));
  connect(files, &QPushButton::clicked, this, [this] {
    Choosing(Choose::kFiles, QStringLiteral("Choose the files of a case"));
  });

  auto* buttons = new QHBoxLayout;
  buttons->addStretch();
  buttons->addWidget(folder);
  buttons->addWidget(files);
  buttons->addStretch();
  auto* layout = new QVBoxLayout(this);
  const int space = Space(this);
  layout->setContentsMargins(2 * space, 2 * space, 2 * space, 2 * space);
  layout->setSpacing(space);
  layout->addStretch();
  layout->addWidget(title_);
  layout->addWidget(hint_);
  layout->addLayout(buttons);
  layout->addStretch();
}

void DropArea::ShowWaiting(const QString& text) {
  title_->setText(text.isEmpty() ? QString::fromLatin1(kTitle) : text);
  hint_->setText(text.isEmpty()
                     ? QString::fromLatin1(kHint)
                     : QStringLiteral("Drop something else to replace it."));
}

void DropArea::dragEnterEvent(QDragEnterEvent* event) {
  if (!event->mimeData()->hasUrls()) return;
  event->acceptProposedAction();
  SetHovered(true);
}

void DropArea::dragLeaveEvent(QDragLeaveEvent*) { SetHovered(false); }

void DropArea::dropEvent(QDropEvent* event) {
  SetHovered(false);
  QStringList paths;
  for (const QUrl& url : event->mimeData()->urls()) {
    if (!url.isLocalFile()) {  // half a case is worse than none
      paths.clear();
      break;
    }
    paths.append(url.toLocalFile());
  }
  // The program that is dragged from must never delete what was dragged.
  event->setDropAction(Qt::CopyAction);
  event->accept();
  if (paths.isEmpty()) {
    Q_EMIT DroppedNonsense();
  } else {
    Q_EMIT Dropped(paths);
  }
}

void DropArea::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const qreal width = fontMetrics().lineWidth() * 1.5;
  QColor line = palette().color(hovered_ ? QPalette::Highlight
                                         : QPalette::PlaceholderText);
  QColor fill =
      palette().color(hovered_ ? QPalette::Highlight : QPalette::Base);
  if (hovered_) fill.setAlphaF(0.15F);
  painter.setPen(QPen(line, width, Qt::DashLine));
  painter.setBrush(fill);
  const qreal radius = Space(this);
  painter.drawRoundedRect(QRectF(rect()).adjusted(width, width, -width, -width),
                          radius, radius);
}

void DropArea::Choosing(Choose what, const QString& title) {
  connect(OpenChooser(this, what, title, QString()),
          &QFileDialog::filesSelected, this, &DropArea::Dropped);
}

void DropArea::SetHovered(bool hovered) {
  hovered_ = hovered;
  update();
}

}  // namespace dcmscrub
