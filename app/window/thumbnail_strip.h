// Pictures of each series of a result, side by side. A press on one shows it
// large: burned-in names are small.
#pragma once

#include <QHBoxLayout>
#include <QScrollArea>

#include "pipeline/pictures/contact_sheet.h"

namespace dcmscrub {

class ThumbnailStrip : public QScrollArea {
  Q_OBJECT

 public:
  explicit ThumbnailStrip(QWidget* parent = nullptr);
  void Show(const ContactSheet& sheet);

 private:
  QWidget* MakeSeries(const SheetSeries& series);
  QWidget* MakePicture(const SheetPicture& picture);

  int side_;
  QWidget* strip_ = nullptr;
};

}  // namespace dcmscrub
