// Pictures of a run's outputs, for a human to look for burned-in text: of
// every series its first, middle and last image, of a multi-frame object
// among them its first, middle and last frame. They are decoded when Make is
// called, from the files as they stand, in processes of their own
// (pipeline/apart.h): a file that brings a codec down costs its picture.
//
// What comes out holds no text of a data set but Modality, and that only when
// it is a term of the Standard. Pictures hold what the images hold: a report
// with pictures is to be kept like the images.
#pragma once

#include <absl/container/flat_hash_map.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/file_system.h"

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
  std::size_t memory = std::size_t{1} << 30;       // while they are decoded
  std::chrono::seconds patience{20};               // with one object
  int threads = 0;                                 // 0: one for each core
};

// A picture, or why there is none.
struct SheetPicture {
  std::string jpeg;  // a whole file; empty when there is none
  int width = 0;
  int height = 0;
  std::string alt;     // "CT, image 45 of 90", "US, image 1 of 1, frame 3 of 9"
  std::string reason;  // "cannot be decoded: JPEG Baseline"
};

// Whether burned-in text is to be expected.
enum class LookClosely : std::uint8_t {
  kNo,
  kUsual,  // in images of that kind, as ultrasound and screen captures
  kSaid,   // by Burned In Annotation
};

struct SheetSeries {
  std::string study;  // as added
  std::string series;
  std::string modality;       // "?" when it is no term of the Standard
  std::uint64_t objects = 0;  // of the series
  LookClosely look_closely = LookClosely::kNo;
  std::vector<SheetPicture> pictures;  // up to three; none for objects that
                                       // hold no pixels, as reports and plans
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
  struct Member {
    std::string path;
    std::optional<std::int64_t> instance;
    std::uint64_t number = 0;  // of the object in its series, from 0
  };
  struct Series {
    std::string study;
    std::string series;
    std::string modality;
    std::string sop_class;
    std::uint64_t objects = 0;
    std::uint64_t stride = 1;  // one in so many is a member
    std::vector<Member> members;
    Member last;  // the latest added
  };

  std::vector<Series> series_;
  absl::flat_hash_map<std::string, std::size_t> places_;  // of series_
};

}  // namespace dcmscrub
