#include <algorithm>
#include <cerrno>
#include <chrono>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/core/ascii.h"
#include "pipeline/files/zip_writer.h"
#include "pipeline/pictures/series_pictures.h"
#include "pipeline/teaching/dicomdir/object_kind.h"
#include "pipeline/teaching/documents/mirc.h"

namespace dcmscrub {
namespace {

// For one picture, which has 320 pixels at its longer side, or 640.
constexpr PictureTerms kPicture{std::size_t{512} << 20, std::size_t{1} << 20,
                                std::chrono::seconds(20)};

absl::Status CannotWrite(int error) {
  if (error == ECANCELED) return absl::CancelledError("stopped");
  return absl::ErrnoToStatus(error, "the zip cannot be written");
}

bool IsDocument(std::string_view path) {
  const std::string_view name = NameOf(path);
  return name.ends_with(".dcm") ||
         (name != "DICOMDIR" && name.find('.') == std::string_view::npos);
}

class MircZip {
 public:
  MircZip(const std::string& folder, FileSystem& file_system,
          const std::atomic<int>* stop)
      : folder_(folder), file_system_(file_system), stop_(stop) {}

  int Write(const std::string& zip, const CaseDescription& description,
            const CaseFacts& facts) {
    const std::string& number = description.labels.case_number;
    names_.insert(number + ".xml");
    int error = zip_.Open(zip, file_system_);
    for (const CaseStudy& study : facts.studies) {
      for (const CaseSeries& series : study.series) {
        for (const CaseObject& object : series.objects) {
          if (error == 0) error = AddObject(object, series);
        }
      }
    }
    for (const std::string& path : description.written.made) {
      if (error == 0 && IsDocument(path) && !added_.contains(path)) {
        error =
            zip_.AddFile(NameFor(path, ".dcm"), folder_ + "/" + path, stop_);
      }
    }
    if (error != 0) return error;
    const std::string xml = MircXml(description.labels, facts, images_);
    error = zip_.Add(number + ".xml", AsBytes(xml));
    return error == 0 ? zip_.Publish() : error;
  }

 private:
  // A name of no folder, with the extension by which MIRC knows what it is,
  // that no other entry has, whatever the case of its letters.
  std::string NameFor(std::string_view path, std::string_view extension) {
    std::string stem(path);
    if (stem.ends_with(".dcm")) stem.resize(stem.size() - 4);
    std::ranges::replace(stem, '/', '_');
    std::string name = stem + std::string(extension);
    for (int more = 2; !names_.insert(Folded(name)).second; ++more) {
      name = stem + "-" + std::to_string(more) + std::string(extension);
    }
    return name;
  }
  static std::string Folded(std::string name) {
    for (char& c : name) {
      c = ToLower(c);
    }
    return name;
  }

  int AddObject(const CaseObject& object, const CaseSeries& series) {
    if (stop_ != nullptr && *stop_ != 0) return ECANCELED;
    const std::string path = folder_ + "/" + object.path;
    MircImage image;
    image.dicom = NameFor(object.path, ".dcm");
    added_.insert(object.path);
    if (const int error = zip_.AddFile(image.dicom, path, stop_)) return error;
    if (KindOfObject(object.sop_class, series.modality) != ObjectKind::kImage) {
      return 0;
    }
    const std::string jpeg = PictureOf(path, object, series);
    if (!jpeg.empty()) {
      image.picture = NameFor(object.path, ".jpg");
      if (const int error = zip_.Add(image.picture, AsBytes(jpeg))) {
        return error;
      }
    }
    images_.push_back(image);
    return 0;
  }

  // Of its middle frame; empty: it cannot be shown.
  std::string PictureOf(const std::string& path, const CaseObject& object,
                        const CaseSeries& series) {
    SeriesMembers members;
    members.modality = series.modality;
    members.sop_class = object.sop_class;
    members.objects = 1;
    members.members = {{path, object.instance_number, 0}};
    members.last = members.members.front();
    const SheetSeries made = MakePictures(members, file_system_, kPicture);
    return made.pictures.empty() ? std::string()
                                 : made.pictures[made.pictures.size() / 2].jpeg;
  }

  const std::string& folder_;
  FileSystem& file_system_;
  const std::atomic<int>* const stop_;
  ZipWriter zip_;
  std::set<std::string> names_;               // folded
  std::set<std::string, std::less<>> added_;  // paths below the folder
  std::vector<MircImage> images_;
};

}  // namespace

absl::Status WriteMircZip(const std::string& zip, const std::string& folder,
                          const CaseDescription& description,
                          const CaseFacts& facts, FileSystem& file_system,
                          const std::atomic<int>* stop) {
  const int error =
      MircZip(folder, file_system, stop).Write(zip, description, facts);
  return error == 0 ? absl::OkStatus() : CannotWrite(error);
}

}  // namespace dcmscrub
