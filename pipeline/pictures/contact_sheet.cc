#include "pipeline/pictures/contact_sheet.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "pipeline/pictures/modality.h"
#include "pipeline/pictures/series_pictures.h"
#include "pipeline/run/bounded_loop.h"

namespace dcmscrub {
namespace {

// Paths kept of a series: enough to find its ends and its middle.
constexpr std::size_t kMembers = 200;

// What one thread, and the process it decodes in, may take.
constexpr std::size_t kWorkerMemory = std::size_t{512} << 20;

int Threads(const SheetLimits& limits) {
  return static_cast<int>(std::clamp<std::size_t>(
      limits.memory / kWorkerMemory, 1, LoopSlots(limits.threads)));
}

std::size_t Base64Size(std::size_t bytes) { return (bytes + 2) / 3 * 4; }

std::size_t PageBytes(const SheetSeries& series) {
  std::size_t bytes = 0;
  for (const SheetPicture& picture : series.pictures) {
    bytes += Base64Size(picture.jpeg.size());
  }
  return bytes;
}

}  // namespace

void ContactSheetMaker::Add(const SheetObject& object) {
  std::size_t at = series_.size();
  if (!object.series.empty()) {
    std::string key(object.study);
    key.append("\n").append(object.series);
    at = places_.try_emplace(std::move(key), at).first->second;
  }
  if (at == series_.size()) {
    SeriesMembers& fresh = series_.emplace_back();
    fresh.study = object.study;
    fresh.series = object.series;
    fresh.modality = object.modality;
    fresh.sop_class = object.sop_class;
  }
  SeriesMembers& series = series_[at];
  series.last = {std::string(object.path), object.instance, series.objects};
  if (series.objects++ % series.stride != 0) return;
  series.members.push_back(series.last);
  if (series.members.size() < kMembers) return;
  // Too many: every second one stays, and of those to come one in twice as
  // many.
  std::size_t kept = 1;  // the first stays where it is
  for (std::size_t i = 2; i < series.members.size(); i += 2) {
    series.members[kept++] = std::move(series.members[i]);
  }
  series.members.resize(kept);
  series.stride *= 2;
}

// The order in which series get their place on the page.
std::vector<std::size_t> ContactSheetMaker::Ranking() const {
  const auto rank = [this](std::size_t i) {
    switch (PixelTextOf(series_[i].modality, series_[i].sop_class)) {
      case PixelText::kUsual:
        return 0;
      case PixelText::kNotExpected:
        return 1;
      case PixelText::kNoPixels:
        break;
    }
    return 2;
  };
  std::vector<std::size_t> order(series_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, rank);
  return order;
}

// Series of one study stand together, where its first one was added.
std::vector<std::size_t> ContactSheetMaker::StudyOrder() const {
  absl::flat_hash_map<std::string_view, std::size_t> studies;
  std::vector<std::size_t> study(series_.size());
  for (std::size_t i = 0; i < series_.size(); ++i) {
    study[i] = studies.try_emplace(series_[i].study, i).first->second;
  }
  std::vector<std::size_t> order(series_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return study[i]; });
  return order;
}

ContactSheet ContactSheetMaker::Make(FileSystem& file_system,
                                     const SheetLimits& limits) const {
  std::vector<std::size_t> ranking = Ranking();
  ranking.resize(std::min(ranking.size(), limits.series));

  PictureTerms terms;
  terms.memory = std::min(limits.memory, kWorkerMemory);
  terms.patience = limits.patience;
  Workers workers;
  terms.workers = &workers;
  terms.page_bytes =
      limits.page_bytes / std::max<std::size_t>(1, ranking.size());
  std::vector<SheetSeries> made(series_.size());
  std::vector<char> shown(series_.size());
  ForEach(ranking.size(), {.threads = Threads(limits)}, [&](std::size_t i) {
    if (limits.stop != nullptr && limits.stop->load() != 0) return;
    made[ranking[i]] = MakePictures(series_[ranking[i]], file_system, terms);
    shown[ranking[i]] = 1;
  });

  std::size_t bytes = 0;
  for (const std::size_t i : ranking) {
    bytes += PageBytes(made[i]);
    if (bytes > limits.page_bytes) shown[i] = 0;
  }
  ContactSheet sheet;
  for (const std::size_t i : StudyOrder()) {
    if (shown[i] == 0) {
      ++sheet.left_out;
      continue;
    }
    for (const SheetPicture& picture : made[i].pictures) {
      if (picture.jpeg.empty()) ++sheet.without_picture;
    }
    sheet.series.push_back(std::move(made[i]));
  }
  return sheet;
}

}  // namespace dcmscrub
