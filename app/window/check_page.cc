#include "app/window/check_page.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "app/window/look.h"
#include "app/window/text.h"

namespace dcmscrub {
namespace {

// "24 files in 3 series; the originals are kept aside until you accept".
QString About(const CaseView& view) {
  std::uint64_t series = 0;
  for (const CaseStudy& study : view.result.facts.studies) {
    series += study.series.size();
  }
  QString text =
      QStringLiteral("%1 in %2. ")
          .arg(Counted(view.result.facts.files, QStringLiteral("file")),
               Counted(series, QStringLiteral("series")));
  if (view.in_place) {
    text += QStringLiteral(
        "The originals were replaced, and are kept aside until you accept.");
  } else {
    text += QStringLiteral("It is in %1").arg(PathToQt(view.result.folder));
  }
  return text;
}

}  // namespace

CheckPage::CheckPage(QWidget* parent) : QWidget(parent) {
  heading_ = new QLabel;
  heading_->setObjectName(QStringLiteral("caseHeading"));
  heading_->setFont(HeadingFont(font()));
  heading_->setTextFormat(Qt::PlainText);
  about_ = new QLabel;
  about_->setTextFormat(Qt::PlainText);
  about_->setWordWrap(true);
  about_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  banner_ = new VerdictBanner;
  thumbnails_ = new ThumbnailStrip;

  filter_ = new QLineEdit;
  filter_->setObjectName(QStringLiteral("filter"));
  filter_->setPlaceholderText(QStringLiteral("a name, a tag, a value…"));
  filter_->setClearButtonEnabled(true);
  auto* filter_caption = new QLabel(QStringLiteral("&Search"));
  filter_caption->setBuddy(filter_);
  count_ = new QLabel;
  count_->setObjectName(QStringLiteral("rowCount"));
  MakeTable();

  remove_button_ = new QPushButton(remove_->text());
  remove_button_->setObjectName(QStringLiteral("removeButton"));
  remove_button_->setToolTip(remove_->toolTip());
  connect(remove_button_, &QPushButton::clicked, remove_, &QAction::trigger);
  undo_ = new QPushButton(QStringLiteral("&Undo"));
  undo_->setObjectName(QStringLiteral("undo"));
  undo_->setToolTip(QStringLiteral("Everything as it was before"));
  MakeLarge(undo_);
  connect(undo_, &QPushButton::clicked, this, &CheckPage::UndoAsked);
  accept_ = new QPushButton(QStringLiteral("&Accept"));
  accept_->setObjectName(QStringLiteral("accept"));
  MakeLarge(accept_);
  connect(accept_, &QPushButton::clicked, this, &CheckPage::AcceptAsked);

  auto* search = new QHBoxLayout;
  search->addWidget(filter_caption);
  search->addWidget(filter_, 1);
  search->addWidget(count_);
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(remove_button_);
  buttons->addStretch();
  buttons->addWidget(undo_);
  buttons->addWidget(accept_);

  // All of it scrolls where the screen is small, but for the buttons.
  auto* content = new QWidget;
  auto* rows = new QVBoxLayout(content);
  const int space = Space(this);
  rows->setContentsMargins(3 * space, 2 * space, 3 * space, 0);
  rows->setSpacing(space);
  rows->addWidget(heading_);
  rows->addWidget(about_);
  rows->addWidget(banner_);
  rows->addWidget(thumbnails_);
  rows->addLayout(search);
  rows->addWidget(table_, 1);
  auto* scroll = new QScrollArea;
  scroll->setWidget(content);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setFocusPolicy(Qt::NoFocus);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 2 * space);
  layout->setSpacing(space);
  buttons->setContentsMargins(3 * space, 0, 3 * space, 0);
  layout->addWidget(scroll, 1);
  layout->addLayout(buttons);
}

void CheckPage::MakeTable() {
  rows_ = new InventoryModel(this);
  shown_ = new InventoryFilter(this);
  shown_->setSourceModel(rows_);
  shown_->setSortRole(InventoryModel::kSortRole);
  table_ = new QTableView;
  table_->setObjectName(QStringLiteral("inventory"));
  table_->setAccessibleName(QStringLiteral("Attributes left in the case"));
  table_->setModel(shown_);
  table_->setSortingEnabled(true);
  table_->sortByColumn(-1, Qt::AscendingOrder);
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::ExtendedSelection);
  table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table_->setAlternatingRowColors(true);
  table_->setShowGrid(false);
  table_->setWordWrap(false);
  table_->setTabKeyNavigation(false);
  table_->setMinimumHeight(6 * fontMetrics().lineSpacing());
  table_->verticalHeader()->hide();
  table_->verticalHeader()->setDefaultSectionSize(fontMetrics().lineSpacing() +
                                                  Space(this));
  QHeaderView* header = table_->horizontalHeader();
  header->setHighlightSections(false);
  header->setSectionResizeMode(QHeaderView::Interactive);
  header->setSectionResizeMode(InventoryModel::kValue, QHeaderView::Stretch);

  remove_ = new QAction(QStringLiteral("Always &remove this attribute"), this);
  remove_->setObjectName(QStringLiteral("alwaysRemove"));
  remove_->setShortcut(QKeySequence::Delete);
  remove_->setShortcutContext(Qt::WidgetShortcut);
  remove_->setToolTip(QStringLiteral(
      "Adds a rule to your rules, and makes this case again from the "
      "originals"));
  table_->addAction(remove_);
  table_->setContextMenuPolicy(Qt::ActionsContextMenu);

  connect(remove_, &QAction::triggered, this,
          [this] { Q_EMIT RemoveAsked(SelectedSelectors()); });
  connect(filter_, &QLineEdit::textChanged, shown_, &InventoryFilter::SetWords);
  connect(filter_, &QLineEdit::textChanged, this, &CheckPage::UpdateCounts);
  connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged,
          this, &CheckPage::UpdateCounts);
}

void CheckPage::Show(std::shared_ptr<const CaseView> view,
                     const QString& case_number) {
  view_ = std::move(view);
  heading_->setText(QStringLiteral("Look at %1").arg(case_number));
  about_->setText(About(*view_));
  banner_->Show(view_->result, view_->missing);
  thumbnails_->Show(view_->sheet);
  rows_->SetRows(view_->rows);
  table_->resizeColumnsToContents();
  table_->setColumnWidth(
      InventoryModel::kName,
      std::min(table_->columnWidth(InventoryModel::kName), Letters(this, 40)));
  table_->setColumnWidth(
      InventoryModel::kTag,
      std::min(table_->columnWidth(InventoryModel::kTag), Letters(this, 30)));
  UpdateCounts();
  filter_->setFocus();
}

void CheckPage::Clear() {
  view_.reset();
  rows_->SetRows({});
  thumbnails_->Show({});
  filter_->clear();
}

std::uint64_t CheckPage::findings() const {
  return view_ != nullptr && view_->result.verified
             ? view_->result.verified->Count(Severity::kFinding)
             : 0;
}

QStringList CheckPage::SelectedSelectors() const {
  QStringList selectors;
  for (const QModelIndex& index : table_->selectionModel()->selectedRows()) {
    const InventoryRow& row = rows_->row(shown_->mapToSource(index).row());
    const QString selector = ToQt(row.selector);
    if (!selector.isEmpty() && !selectors.contains(selector)) {
      selectors << selector;
    }
  }
  return selectors;
}

void CheckPage::UpdateCounts() {
  const auto all = static_cast<std::uint64_t>(rows_->rowCount());
  const auto shown = static_cast<std::uint64_t>(shown_->rowCount());
  const QString attributes = Counted(all, QStringLiteral("attribute"));
  count_->setText(
      shown == all
          ? attributes
          : QStringLiteral("%1 of %2").arg(Grouped(shown), attributes));
  const qsizetype chosen = SelectedSelectors().size();
  remove_->setEnabled(chosen > 0);
  remove_->setText(
      chosen > 1
          ? QStringLiteral("Always &remove these %1 attributes").arg(chosen)
          : QStringLiteral("Always &remove this attribute"));
  remove_button_->setEnabled(chosen > 0);
  remove_button_->setText(remove_->text());
}

}  // namespace dcmscrub
