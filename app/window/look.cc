#include "app/window/look.h"

#include <QFontMetrics>
#include <QPainter>
#include <QPainterPath>
#include <QPalette>
#include <cmath>

namespace dcmscrub {

QFont HeadingFont(QFont font) {
  font.setPointSizeF(font.pointSizeF() * 1.4);
  font.setBold(true);
  return font;
}

QFont BoldFont(QFont font) {
  font.setBold(true);
  return font;
}

int Space(const QWidget* widget) { return widget->fontMetrics().height() / 2; }

int Letters(const QWidget* widget, int number) {
  return widget->fontMetrics().averageCharWidth() * number;
}

void MakeLarge(QPushButton* button) {
  const QSize size = button->sizeHint();
  const int space = Space(button);
  button->setMinimumSize(size.width() + 3 * space, size.height() + space);
}

// Text on its background has a contrast of 7:1 or more in both.
MoodColors ColorsOf(Mood mood, const QPalette& palette) {
  const bool dark = palette.color(QPalette::Window).lightness() < 128;
  switch (mood) {
    case Mood::kGood:
      return dark ? MoodColors{0xc8f0d0, 0x14341f, 0x3f9a5c}
                  : MoodColors{0x0b4020, 0xe2f4e6, 0x2e8b4e};
    case Mood::kMixed:
      return dark ? MoodColors{0xf6e3b0, 0x3a2e0c, 0xc09a2e}
                  : MoodColors{0x4d3800, 0xfdf3d3, 0xc79a1c};
    case Mood::kBad:
      return dark ? MoodColors{0xffd6d2, 0x461512, 0xe0564b}
                  : MoodColors{0x6b0f0a, 0xfde6e4, 0xc4291e};
    case Mood::kPlain:
      break;
  }
  return {palette.color(QPalette::WindowText), palette.color(QPalette::Window),
          palette.color(QPalette::Mid)};
}

QPixmap MoodPicture(Mood mood, int side, qreal ratio, const QPalette& palette) {
  QPixmap picture(static_cast<int>(std::ceil(side * ratio)),
                  static_cast<int>(std::ceil(side * ratio)));
  picture.setDevicePixelRatio(ratio);
  picture.fill(Qt::transparent);
  const MoodColors colors = ColorsOf(mood, palette);
  QPainter painter(&picture);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.scale(side / 24.0, side / 24.0);
  painter.setPen(Qt::NoPen);
  painter.setBrush(colors.line);
  painter.drawEllipse(1, 1, 22, 22);

  painter.setBrush(Qt::NoBrush);
  painter.setPen(
      QPen(Qt::white, 2.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  QPainterPath sign;
  if (mood == Mood::kGood) {
    sign.moveTo(6.8, 12.4);
    sign.lineTo(10.6, 16.2);
    sign.lineTo(17.2, 8.4);
  } else if (mood == Mood::kBad) {
    sign.moveTo(8, 8);
    sign.lineTo(16, 16);
    sign.moveTo(16, 8);
    sign.lineTo(8, 16);
  } else {
    sign.moveTo(12, 6.2);
    sign.lineTo(12, 13);
    sign.moveTo(12, 17.4);
    sign.lineTo(12, 17.5);
  }
  painter.drawPath(sign);
  return picture;
}

}  // namespace dcmscrub
