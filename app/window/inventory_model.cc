#include "app/window/inventory_model.h"

#include <QFont>
#include <algorithm>
#include <utility>

#include "app/window/text.h"

namespace dcmscrub {
namespace {

QString TagText(Tag tag) {
  return QStringLiteral("(%1,%2)")
      .arg(tag.group(), 4, 16, QLatin1Char('0'))
      .arg(tag.element(), 4, 16, QLatin1Char('0'))
      .toUpper();
}

QString PlaceText(const InventoryRow& row) {
  QString text;
  for (const Tag tag : row.sequences) {
    text += TagText(tag) + QStringLiteral(" › ");
  }
  return text + TagText(row.tag);
}

QString NameText(const InventoryRow& row) {
  if (!row.is_private) {
    return row.name.empty() ? QStringLiteral("Unknown") : ToQt(row.name);
  }
  if (!row.name.empty()) return QStringLiteral("Private: ") + ToQt(row.name);
  return row.creator.empty() ? QStringLiteral("Private")
                             : QStringLiteral("Private: ") + ToQt(row.creator);
}

constexpr std::uint64_t kDistinctEnd = 1000;  // as inventory.h counts

}  // namespace

void InventoryModel::SetRows(std::vector<InventoryRow> rows) {
  beginResetModel();
  rows_ = std::move(rows);
  endResetModel();
}

int InventoryModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int InventoryModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : kColumns;
}

QVariant InventoryModel::data(const QModelIndex& index, int role) const {
  const InventoryRow& row = rows_[index.row()];
  const bool number = index.column() == kDistinct || index.column() == kFiles;
  if (role == Qt::TextAlignmentRole && number) {
    return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
  }
  if (role == kSearchRole) return SearchText(row);
  if (role == Qt::FontRole && row.is_private) {
    QFont font;
    font.setItalic(true);
    return font;
  }
  if (role == Qt::ToolTipRole && index.column() != kValue) {
    return row.selector.empty()
               ? QStringLiteral("Rules cannot name this attribute.")
               : QVariant();
  }
  if (role == kSortRole && number) {
    return static_cast<qulonglong>(index.column() == kFiles ? row.files
                                                            : row.distinct);
  }
  if (role != Qt::DisplayRole && role != kSortRole &&
      !(role == Qt::ToolTipRole && index.column() == kValue)) {
    return {};
  }
  switch (index.column()) {
    case kTag:
      return PlaceText(row);
    case kName:
      return NameText(row);
    case kVr:
      return row.vr == Vr::kNone ? QString() : ToQt(VrName(row.vr));
    case kValue: {
      // A line in the table; the tool tip has them all.
      const QString value = ToQt(row.value);
      return role == Qt::ToolTipRole ? value : value.simplified();
    }
    case kDistinct:
      return row.distinct >= kDistinctEnd
                 ? Grouped(kDistinctEnd) + QStringLiteral(" or more")
                 : Grouped(row.distinct);
    case kFiles:
      return Grouped(row.files);
    default:
      return {};
  }
}

QString InventoryModel::SearchText(const InventoryRow& row) const {
  return Typed(QStringList{PlaceText(row), NameText(row), ToQt(row.keyword),
                           ToQt(VrName(row.vr)), ToQt(row.value)}
                   .join('\n'));
}

QVariant InventoryModel::headerData(int section, Qt::Orientation orientation,
                                    int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole) {
    return QVariant::fromValue(
        (section >= kDistinct ? Qt::AlignRight : Qt::AlignLeft) |
        Qt::AlignVCenter);
  }
  if (role != Qt::DisplayRole) return {};
  static const char* const kNames[kColumns] = {"Tag",   "Name",   "VR",
                                               "Value", "Values", "Files"};
  return QString::fromLatin1(kNames[section]);
}

QString Typed(QString text) {
  return text.replace(QChar(0x2019), '\'').remove(QStringLiteral("'s"));
}

void InventoryFilter::SetWords(const QString& text) {
  words_ = Typed(text).simplified().split(' ', Qt::SkipEmptyParts);
  invalidateFilter();
}

bool InventoryFilter::filterAcceptsRow(int row,
                                       const QModelIndex& parent) const {
  const QString text = sourceModel()
                           ->index(row, 0, parent)
                           .data(InventoryModel::kSearchRole)
                           .toString();
  return std::all_of(words_.begin(), words_.end(), [&](const QString& word) {
    return text.contains(word, Qt::CaseInsensitive);
  });
}

}  // namespace dcmscrub
