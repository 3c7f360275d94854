// Sizes and colours of the window. All follow the font, so that they scale
// with it, and the palette, so that dark desktops stay dark.
#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QPushButton>
#include <QWidget>

namespace dcmscrub {

QFont HeadingFont(QFont font);
QFont BoldFont(QFont font);

// A distance between parts: about the height of a letter.
int Space(const QWidget* widget);

// So many average letters wide.
int Letters(const QWidget* widget, int number);

// A button that ends a page: larger than those beside fields.
void MakeLarge(QPushButton* button);

enum class Mood : std::uint8_t { kGood, kMixed, kBad, kPlain };
struct MoodColors {
  QColor text, back, line;
};
MoodColors ColorsOf(Mood mood, const QPalette& palette);

// A check mark, an exclamation mark or a cross: told apart without colour.
QPixmap MoodPicture(Mood mood, int side, qreal ratio, const QPalette& palette);

}  // namespace dcmscrub
