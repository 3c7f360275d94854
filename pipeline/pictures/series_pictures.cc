#include "pipeline/pictures/series_pictures.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "pipeline/pictures/decompress.h"
#include "pipeline/pictures/frame_file.h"
#include "pipeline/pictures/modality.h"
#include "pipeline/pictures/picture.h"

namespace dcmscrub {
namespace {

// Pixels of the longer side. Where text is expected, more of them if there is
// room on the page for that.
constexpr int kSide = 320;
constexpr int kCloseSide = 640;
constexpr std::size_t kCloseBytes = std::size_t{64} << 10;

// A frame, its compressed form and what the codec needs beside: that many
// times the frame must fit.
constexpr std::size_t kFrameShare = 5;

constexpr std::size_t kShown = 3;

struct Place {
  std::uint64_t number = 0;  // from 1
  std::uint64_t of = 1;
};

// The first, the middle and the last of `count`, each once.
std::vector<std::size_t> Ends(std::size_t count) {
  std::vector<std::size_t> ends;
  for (std::size_t i = 0; i < kShown && count > 0; ++i) {
    const std::size_t at = i * (count - 1) / (kShown - 1);
    if (ends.empty() || ends.back() != at) ends.push_back(at);
  }
  return ends;
}

std::string ReasonOf(FrameFault fault, std::string_view compression) {
  std::string reason;
  switch (fault) {
    case FrameFault::kNone:
      return reason;
    case FrameFault::kUnreadable:
      return "cannot be read";
    case FrameFault::kNoPixels:
      return "has no pixels";
    case FrameFault::kLayout:
      return "pixels of a kind that cannot be shown";
    case FrameFault::kTooLarge:
      return "too large to be shown";
    case FrameFault::kTooShort:
      return "pixel data end too early";
    case FrameFault::kUnmarked:
      return "where its frames begin is not said";
    case FrameFault::kTooLong:
      reason = "takes too long to decode: ";
      break;
    case FrameFault::kSyntax:
    case FrameFault::kBroken:
      reason = "cannot be decoded: ";
      break;
  }
  return reason.append(compression);
}

std::string AltText(std::string_view modality, Place image, Place frame) {
  std::string text(modality);
  text += ", image " + std::to_string(image.number);
  text += " of " + std::to_string(image.of);
  if (frame.of > 1) {
    text += ", frame " + std::to_string(frame.number);
    text += " of " + std::to_string(frame.of);
  }
  return text;
}

class SeriesPainter {
 public:
  SeriesPainter(const SeriesMembers& series, FileSystem& file_system,
                const PictureTerms& terms)
      : series_(series), file_system_(file_system), terms_(terms) {
    made_.study = series.study;
    made_.series = series.series;
    made_.objects = series.objects;
    SetModality(series.modality, series.sop_class);
  }

  SheetSeries Paint() {
    std::vector<SeriesMembers::Member> members = Ordered();
    const std::vector<std::size_t> ends = Ends(members.size());
    for (const std::size_t end : ends) {
      Place image{end + 1, series_.objects};
      if (members.size() > 1) {
        image.number = 1 + end * (series_.objects - 1) / (members.size() - 1);
      }
      PaintObject(members[end].path, image, end, members.size());
    }
    if (no_pixels_ == ends.size()) made_.pictures.clear();
    return std::move(made_);
  }

 private:
  // By Instance Number where all members have one, else as they were added.
  std::vector<SeriesMembers::Member> Ordered() {
    std::vector<SeriesMembers::Member> members = series_.members;
    if (members.empty() || members.back().number != series_.last.number) {
      members.push_back(series_.last);
    }
    if (members.size() == 1) return members;
    const bool no_pixels = PixelTextOf(series_.modality, series_.sop_class) ==
                           PixelText::kNoPixels;
    for (SeriesMembers::Member& member : members) {
      if (member.instance) continue;
      if (no_pixels ||
          file_.Open(member.path, file_system_) != FrameFault::kNone ||
          !file_.facts().instance) {
        return members;
      }
      member.instance = file_.facts().instance;
    }
    std::ranges::stable_sort(members, {}, &SeriesMembers::Member::instance);
    return members;
  }

  void SetModality(std::string_view modality, std::string_view sop_class) {
    const std::string_view known = KnownModality(modality);
    if (made_.modality.empty() || made_.modality == "?") {
      made_.modality = known.empty() ? "?" : known;
    }
    if (PixelTextOf(modality, sop_class) == PixelText::kUsual) {
      made_.look_closely = std::max(made_.look_closely, LookClosely::kUsual);
    }
  }

  void PaintObject(const std::string& path, Place image, std::size_t place,
                   std::size_t of) {
    const FrameFault fault = file_.Open(path, file_system_);
    const ImageFacts& facts = file_.facts();
    SetModality(facts.modality, facts.sop_class);
    if (facts.says_burned_in) made_.look_closely = LookClosely::kSaid;
    const std::uint32_t count =
        fault == FrameFault::kNone ? file_.FrameCount() : 0;
    if (count == 0) {
      SheetPicture& picture = made_.pictures.emplace_back();
      picture.alt = AltText(made_.modality, image, {});
      const bool no_pixels = fault == FrameFault::kNone && !facts.has_pixels;
      if (no_pixels) ++no_pixels_;
      picture.reason = ReasonOf(fault != FrameFault::kNone ? fault
                                : no_pixels ? FrameFault::kNoPixels
                                            : FrameFault::kTooShort,
                                {});
      return;
    }
    const RgbPalette palette = file_.ReadPalette();
    std::vector<std::size_t> frames = Ends(count);
    // Of several objects, each gives the frame of its own place.
    if (of > 1) frames = {place * (count - 1) / (of - 1)};
    for (const std::size_t frame : frames) {
      PaintFrame(static_cast<std::uint32_t>(frame), palette,
                 AltText(made_.modality, image, {frame + 1, count}));
    }
  }

  void PaintFrame(std::uint32_t number, const RgbPalette& palette,
                  std::string alt) {
    SheetPicture& shown = made_.pictures.emplace_back();
    shown.alt = std::move(alt);
    Frame frame;
    Picture picture;
    FrameFault fault =
        file_.ReadFrame(number, terms_.memory / kFrameShare, frame);
    if (fault == FrameFault::kNone && frame.compressed) {
      WorkerTerms limits;
      limits.memory = terms_.memory;
      limits.patience = terms_.patience;
      fault =
          Decompress(file_.transfer_syntax(), limits, *terms_.workers, frame);
    }
    if (fault == FrameFault::kNone) {
      picture = Render(frame, file_.facts(), palette, Side());
      shown.width = picture.width;
      shown.height = picture.height;
      shown.jpeg = EncodeJpeg(picture);
      if (shown.jpeg.empty()) fault = FrameFault::kTooShort;
    }
    shown.reason = ReasonOf(fault, CompressionName(file_.transfer_syntax()));
  }

  int Side() const {
    const bool close = made_.look_closely != LookClosely::kNo &&
                       terms_.page_bytes >= kShown * kCloseBytes;
    return close ? kCloseSide : kSide;
  }

  const SeriesMembers& series_;
  FileSystem& file_system_;
  const PictureTerms& terms_;
  FrameFile file_;
  SheetSeries made_;
  std::size_t no_pixels_ = 0;
};

}  // namespace

SheetSeries MakePictures(const SeriesMembers& series, FileSystem& file_system,
                         const PictureTerms& terms) {
  return SeriesPainter(series, file_system, terms).Paint();
}

}  // namespace dcmscrub
