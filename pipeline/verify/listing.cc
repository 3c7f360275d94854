#include "pipeline/verify/listing.h"

#include <absl/status/status.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <numeric>
#include <utility>

#include "pipeline/files/whole_files.h"
#include "pipeline/verify/reading/source.h"

namespace dcmscrub {
namespace {

// The same files every time: those whose paths have the least hashes.
std::vector<std::size_t> Sample(const VerifyListing& listing,
                                std::uint64_t most) {
  std::vector<std::size_t> chosen(listing.outputs.size());
  std::iota(chosen.begin(), chosen.end(), std::size_t{0});
  if (most == 0 || most >= chosen.size()) return chosen;
  std::vector<std::uint64_t> hashes;
  hashes.reserve(chosen.size());
  for (const std::size_t i : chosen)
    hashes.push_back(TextHash(listing.Name(i)));
  std::ranges::stable_sort(chosen, {},
                           [&](std::size_t i) { return hashes[i]; });
  chosen.resize(most);
  std::ranges::sort(chosen);
  return chosen;
}

int ListResult(const std::string& output, FileReader& file_system,
               VerifyListing& listing) {
  std::string path;
  if (int error = file_system.RealPath(output, path)) return error;
  FileInfo info;
  if (int error = file_system.Info(path, /*follow=*/true, info)) return error;
  listing.one_file = info.kind == FileKind::kFile;
  if (listing.one_file) {
    listing.folder = FolderOf(path);
    listing.outputs.push_back(std::move(path));
    return 0;
  }
  if (info.kind != FileKind::kFolder) return ENOTDIR;
  listing.folder = std::move(path);
  return ListFiles(file_system, listing.folder, listing.outputs,
                   listing.others);
}

int ListOriginals(const std::vector<std::string>& against,
                  FileReader& file_system, VerifyListing& listing) {
  std::vector<std::string> others;
  for (const std::string& source : against) {
    std::string& root = listing.roots.emplace_back();
    int error = file_system.RealPath(source, root);
    if (error == 0) {
      error = ListFiles(file_system, root, listing.sources, others);
    }
    if (error != 0) return error;
  }
  return 0;
}

}  // namespace

absl::StatusOr<VerifyListing> ListForVerify(const VerifyOptions& options,
                                            FileReader& file_system) {
  VerifyListing listing;
  if (int error = ListResult(options.output, file_system, listing)) {
    return absl::ErrnoToStatus(error, "the result");
  }
  if (listing.outputs.empty()) {
    return absl::FailedPreconditionError("the result: there is no file in it");
  }
  if (!options.names.empty()) {
    if (options.names.size() != listing.outputs.size()) {
      return absl::FailedPreconditionError("the result: it changed meanwhile");
    }
    listing.names = options.names;
  }
  if (int error = ListOriginals(options.against, file_system, listing)) {
    return absl::ErrnoToStatus(error, "the originals");
  }
  listing.chosen = Sample(listing, options.sample);
  return listing;
}

}  // namespace dcmscrub
