#include "app/window/thumbnail_strip.h"

#include <QDialog>
#include <QDialogButtonBox>
#include <QFrame>
#include <QLabel>
#include <QPixmap>
#include <QScrollBar>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "app/window/look.h"
#include "app/window/text.h"

namespace dcmscrub {
namespace {

constexpr int kSideInLines = 7;

void ShowLarge(QWidget* parent, const QPixmap& picture, const QString& alt) {
  auto* dialog = new QDialog(parent);
  dialog->setObjectName(QStringLiteral("largePicture"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(alt);
  auto* image = new QLabel;
  const QSize room = parent->window()->size() * 0.85;
  image->setPixmap(picture.scaled(room * parent->devicePixelRatioF(),
                                  Qt::KeepAspectRatio,
                                  Qt::SmoothTransformation));
  image->setScaledContents(true);
  QSize shown = picture.size().scaled(room, Qt::KeepAspectRatio);
  image->setFixedSize(shown);
  image->setAccessibleName(alt);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
  QObject::connect(buttons, &QDialogButtonBox::rejected, dialog,
                   &QDialog::reject);
  auto* layout = new QVBoxLayout(dialog);
  layout->addWidget(image);
  layout->addWidget(buttons);
  dialog->open();
}

QString ReasonText(const SheetPicture& picture) {
  return picture.reason.empty() ? QStringLiteral("cannot be decoded")
                                : ToQt(picture.reason);
}

}  // namespace

ThumbnailStrip::ThumbnailStrip(QWidget* parent) : QScrollArea(parent) {
  setObjectName(QStringLiteral("thumbnails"));
  setAccessibleName(QStringLiteral("Pictures of each series"));
  setFrameShape(QFrame::NoFrame);
  setWidgetResizable(true);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFocusPolicy(Qt::NoFocus);
  side_ = kSideInLines * fontMetrics().height();
}

void ThumbnailStrip::Show(const ContactSheet& sheet) {
  strip_ = new QWidget;
  auto* layout = new QHBoxLayout(strip_);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(3 * Space(this));
  for (const SheetSeries& series : sheet.series) {
    layout->addWidget(MakeSeries(series));
  }
  if (sheet.left_out != 0) {
    auto* rest =
        new QLabel(QStringLiteral("%1 more not shown")
                       .arg(Counted(sheet.left_out, QStringLiteral("series"))));
    layout->addWidget(rest);
  }
  layout->addStretch();
  setWidget(strip_);  // the old one goes
  setFixedHeight(strip_->sizeHint().height() +
                 horizontalScrollBar()->sizeHint().height());
  setVisible(!sheet.series.empty());
}

QWidget* ThumbnailStrip::MakeSeries(const SheetSeries& series) {
  auto* widget = new QWidget;
  auto* layout = new QVBoxLayout(widget);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(Space(this) / 2);
  auto* caption = new QLabel(ToQt(series.modality) + QStringLiteral(" · ") +
                             Counted(series.objects, QStringLiteral("file")));
  caption->setFont(BoldFont(font()));
  layout->addWidget(caption);

  auto* row = new QHBoxLayout;
  row->setSpacing(Space(this) / 2);
  for (const SheetPicture& picture : series.pictures) {
    row->addWidget(MakePicture(picture));
  }
  if (series.pictures.empty()) {
    auto* none = new QLabel(QStringLiteral("no pictures in it"));
    none->setEnabled(false);
    none->setMinimumHeight(side_);
    row->addWidget(none);
  }
  row->addStretch();
  layout->addLayout(row);

  if (series.look_closely != LookClosely::kNo) {
    layout->addWidget(new QLabel(
        series.look_closely == LookClosely::kSaid
            ? QStringLiteral("⚠ text is burned in: look closely")
            : QStringLiteral("⚠ often has text burned in: look closely")));
  }
  layout->addStretch();
  return widget;
}

QWidget* ThumbnailStrip::MakePicture(const SheetPicture& picture) {
  QPixmap image;
  if (picture.jpeg.empty() ||
      !image.loadFromData(reinterpret_cast<const uchar*>(picture.jpeg.data()),
                          static_cast<uint>(picture.jpeg.size()), "JPEG")) {
    auto* reason = new QLabel(ReasonText(picture));
    reason->setWordWrap(true);
    reason->setAlignment(Qt::AlignCenter);
    reason->setFrameShape(QFrame::StyledPanel);
    reason->setFixedSize(side_, side_);
    return reason;
  }
  const QString alt = ToQt(picture.alt);
  const qreal ratio = devicePixelRatioF();
  QPixmap small = image.scaled(QSize(side_, side_) * ratio, Qt::KeepAspectRatio,
                               Qt::SmoothTransformation);
  small.setDevicePixelRatio(ratio);
  auto* button = new QToolButton;
  button->setIcon(small);
  button->setIconSize(QSize(side_, side_));
  button->setAutoRaise(true);
  button->setFocusPolicy(Qt::StrongFocus);
  button->setToolTip(alt);
  button->setAccessibleName(alt);
  connect(button, &QToolButton::clicked, this,
          [this, image, alt] { ShowLarge(this, image, alt); });
  return button;
}

}  // namespace dcmscrub
