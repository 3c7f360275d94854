// The last page before a case is given away: what was found, what the images
// look like, and every attribute that is left.
#pragma once

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QWidget>
#include <memory>

#include "app/window/case_worker.h"
#include "app/window/inventory_model.h"
#include "app/window/thumbnail_strip.h"
#include "app/window/verdict_banner.h"

namespace dcmscrub {

class CheckPage : public QWidget {
  Q_OBJECT

 public:
  explicit CheckPage(QWidget* parent = nullptr);

  void Show(std::shared_ptr<const CaseView> view, const QString& case_number);
  // The case shown stands as it stood.
  void ShowFault(const QString& text) { banner_->ShowFault(text); }
  // Nothing of the case stays in memory.
  void Clear();

  std::uint64_t findings() const;

 Q_SIGNALS:
  void AcceptAsked();
  void UndoAsked();
  void RemoveAsked(const QStringList& selectors);

 private:
  void MakeTable();
  QStringList SelectedSelectors() const;
  void UpdateCounts();

  std::shared_ptr<const CaseView> view_;
  QLabel* heading_;
  QLabel* about_;
  VerdictBanner* banner_;
  ThumbnailStrip* thumbnails_;
  QLineEdit* filter_;
  QLabel* count_;
  InventoryModel* rows_;
  InventoryFilter* shown_;
  QTableView* table_;
  QAction* remove_;
  QPushButton* remove_button_;
  QPushButton* undo_;
  QPushButton* accept_;
};

}  // namespace dcmscrub
