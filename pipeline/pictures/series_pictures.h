// The pictures of one series on a contact sheet.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/apart/workers.h"
#include "pipeline/files/file_system.h"

namespace dcmscrub {

// A picture, or why there is none.
struct SheetPicture {
  std::string jpeg;  // a whole file; empty when there is none
  int width = 0;
  int height = 0;
  std::string alt;     // "CT, image 45 of 90", "US, image 1 of 1, frame 3 of 9"
  std::string reason;  // "cannot be decoded: JPEG-LS"
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

// A series as it was added: some of its objects.
struct SeriesMembers {
  struct Member {
    std::string path;
    std::optional<std::int64_t> instance;
    std::uint64_t number = 0;  // of the object in its series, from 0
  };
  std::string study;
  std::string series;
  std::string modality;
  std::string sop_class;
  std::uint64_t objects = 0;
  std::uint64_t stride = 1;     // one object in so many is a member
  std::vector<Member> members;  // as they were added
  Member last;                  // the latest, member or not
};

struct PictureTerms {
  std::size_t memory = 0;      // for the frame and whoever decodes it
  std::size_t page_bytes = 0;  // base64, that one series may come to; where
                               // text is expected, pictures are made larger
                               // if that is enough
  std::chrono::milliseconds patience{};
  Workers* workers = nullptr;  // for compressed frames; never null
};

// Reads what it must of the files. Never fails as a whole. Any thread.
SheetSeries MakePictures(const SeriesMembers& series, FileSystem& file_system,
                         const PictureTerms& terms);

}  // namespace dcmscrub
