#include "pipeline/teaching/case/case_check.h"

#include <absl/strings/str_format.h>

#include <cerrno>
#include <memory>
#include <set>

#include "pipeline/inputs/source.h"
#include "pipeline/teaching/case/case_place.h"

namespace dcmscrub {
namespace {

absl::Status Refuse(const std::string& why) {
  return absl::FailedPreconditionError(why);
}

bool IsThere(const std::string& path, FileSystem& file_system) {
  FileInfo info;
  return file_system.Info(path, /*follow=*/false, info) == 0;
}

absl::Status CheckNewFolder(const CheckInput& input,
                            const TeachOptions& options,
                            FileSystem& file_system) {
  std::string out;
  if (int error = RealPathOfNew(file_system, options.output, out)) {
    return absl::ErrnoToStatus(error, "the folder for results");
  }
  for (const std::string& source : input.sources) {
    if (IsSameOrInside(out, source)) {
      return Refuse("the folder for results lies in the case");
    }
    if (IsInside(source, CaseFolderOf(options)) && !input.again) {
      return Refuse("the case lies in the folder that is to be made");
    }
  }
  if (!input.again) {
    const std::string& number = options.labels.case_number;
    for (const std::string& taken :
         {CaseFolderOf(options), DoubtfulFolderOf(options)}) {
      if (!IsThere(taken, file_system)) continue;
      return absl::AlreadyExistsError(absl::StrFormat(
          "%s is in the folder for results already; nothing is ever replaced "
          "there",
          NameOf(taken)));
    }
    if (options.mirc_zip &&
        IsThere(CaseFolderOf(options) + ".zip", file_system)) {
      return absl::AlreadyExistsError(absl::StrFormat(
          "%s.zip is in the folder for results already", number));
    }
  }
  // The nearest folder above it that is there.
  std::string above = out;
  while (!IsThere(above, file_system) && above != "/") {
    above = std::string(FolderOf(above));
  }
  if (int error = file_system.TryFolder(above)) {
    return absl::ErrnoToStatus(error,
                               "the folder for results cannot be written to");
  }
  return absl::OkStatus();
}

absl::Status CheckInPlace(const CheckInput& input, const TeachOptions& options,
                          FileSystem& file_system) {
  if (!input.can_replace) {
    return Refuse(
        "an archive cannot be replaced in place: unpack it, or make a new "
        "folder");
  }
  if (options.dicomdir) {
    return Refuse(
        "a DICOMDIR wants file names of its own, and in place they stay: make "
        "a new folder");
  }
  if (options.mirc_zip) {
    return Refuse(
        "a zip of a case is made beside its new folder: in place "
        "there is none");
  }
  // Folders may have other names by now; they were tried before.
  if (input.again) return absl::OkStatus();
  std::set<std::string> folders;
  for (const CaseStudy& study : input.facts.studies) {
    for (const CaseSeries& series : study.series) {
      for (const CaseObject& object : series.objects) {
        folders.emplace(FolderOf(object.path));
      }
    }
  }
  for (const std::string& folder : folders) {
    const int error = file_system.TryFolder(folder);
    if (error == 0) continue;
    return absl::ErrnoToStatus(error,
                               "a folder of the case cannot be written to");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckCase(const CheckInput& input, const TeachOptions& options,
                       FileSystem& file_system) {
  if (options.in_place == !options.output.empty()) {
    return absl::InvalidArgumentError(
        "either a folder for results or in place, and not both");
  }
  if (input.facts.patients > 1 && !options.many_patients) {
    return Refuse(
        absl::StrFormat("the files are of %d patients, and a case is of one",
                        input.facts.patients));
  }
  return options.in_place ? CheckInPlace(input, options, file_system)
                          : CheckNewFolder(input, options, file_system);
}

}  // namespace dcmscrub
