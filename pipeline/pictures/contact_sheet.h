// Pictures of a run's outputs, for a human to look for burned-in text: of
// every series its first, middle and last image, of a multi-frame object
// among them its first, middle and last frame. They are decoded when Make is
// called, from the files as they stand, in processes of their own
// (pipeline/apart/workers.h): a file that brings a codec down costs its
// picture.
//
// What comes out holds no text of a data set but Modality, and that only when
// it is a term of the Standard. Pictures hold what the images hold: a report
// with pictures is to be kept like the images.
#pragma once

#include <absl/container/flat_hash_map.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/files/file_system.h"
#include "pipeline/pictures/series_pictures.h"

namespace dcmscrub {

// One output. What is not known is read from the files that are shown.
struct SheetObject {
  std::string_view path;
  std::string_view study;  // UIDs, as in the output
  std::string_view series;
  std::string_view modality = {};
  std::string_view sop_class = {};       // UID
  std::optional<std::int64_t> instance;  // Instance Number
};

struct SheetLimits {
  std::size_t series = 200;
  std::size_t page_bytes = std::size_t{20} << 20;  // all pictures as base64
  std::size_t memory = std::size_t{2} << 30;       // while they are decoded
  std::chrono::seconds patience{20};               // with one object
  int threads = 0;                                 // 0: one for each core
  const std::atomic<int>* stop = nullptr;          // not 0: leave the rest out
};

struct ContactSheet {
  std::vector<SheetSeries> series;    // by study, in the order they were added
  std::uint64_t left_out = 0;         // series that are not shown: limits
  std::uint64_t without_picture = 0;  // pictures with a reason instead
};

// Gathers the outputs of a run, then makes the pictures. For one thread.
// Memory: no more than about 200 paths a series are kept.
class ContactSheetMaker {
 public:
  void Add(const SheetObject& object);

  // When there are more series than fit, those where burned-in text is to be
  // expected go first, those that never have pixels last. The same objects in
  // the same order give the same sheet.
  ContactSheet Make(FileSystem& file_system, const SheetLimits& limits) const;

 private:
  std::vector<std::size_t> Ranking() const;
  std::vector<std::size_t> StudyOrder() const;

  std::vector<SeriesMembers> series_;
  absl::flat_hash_map<std::string, std::size_t> places_;  // of series_
};

}  // namespace dcmscrub
