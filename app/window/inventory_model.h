// The attributes that are left in a case, as a table.
#pragma once

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>
#include <vector>

#include "pipeline/teaching/case/inventory.h"

namespace dcmscrub {

class InventoryModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { kTag, kName, kVr, kValue, kDistinct, kFiles, kColumns };
  // What sorting goes by.
  static constexpr int kSortRole = Qt::UserRole;
  // Of any column: all that a search of its row goes through.
  static constexpr int kSearchRole = Qt::UserRole + 1;

  using QAbstractTableModel::QAbstractTableModel;

  void SetRows(std::vector<InventoryRow> rows);
  const InventoryRow& row(int number) const { return rows_[number]; }

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation,
                      int role) const override;

 private:
  QString SearchText(const InventoryRow& row) const;

  std::vector<InventoryRow> rows_;
};

// "Patient's Name", with either apostrophe, is "Patient Name" to a search.
QString Typed(QString text);

// Shows rows that hold every word of the filter somewhere.
class InventoryFilter : public QSortFilterProxyModel {
  Q_OBJECT

 public:
  using QSortFilterProxyModel::QSortFilterProxyModel;
  void SetWords(const QString& text);

 protected:
  bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

 private:
  QStringList words_;
};

}  // namespace dcmscrub
