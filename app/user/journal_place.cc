#include "app/user/journal_place.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <string_view>
#include <system_error>

#include "kernels/identity/identity.h"
#include "pipeline/files/path.h"

namespace dcmscrub {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSuffix = ".dcmscrub-journal";

// The path without links, ".", ".." and a slash at its end, as far as it
// exists; what does not exist yet is taken as it is written.
fs::path Real(const std::string& path) {
  std::error_code error;
  fs::path real = fs::weakly_canonical(fs::absolute(path, error), error);
  if (error) real = fs::path(path).lexically_normal();
  return real.has_filename() ? real : real.parent_path();
}

bool IsIn(const fs::path& path, const std::string& folder) {
  return IsSameOrInside(path.native(), Real(folder).native());
}

bool IsInsideSource(const fs::path& path, const RunOptions& options) {
  return std::ranges::any_of(options.sources, [&](const std::string& source) {
    return IsIn(path, source);
  });
}

}  // namespace

std::string DefaultJournal(const RunOptions& options) {
  if (!options.in_place) return Real(options.output).string() + kSuffix;
  const fs::path source = Real(options.sources.front());
  const Identity identity(options.key);
  std::string name(identity.NeutralName(source.string()).view());
  return (source.parent_path() / (name + kSuffix)).string();
}

absl::Status CheckJournal(const RunOptions& options) {
  const fs::path journal = Real(options.journal);
  if (!options.in_place && IsIn(journal, options.output)) {
    return absl::InvalidArgumentError(
        "the journal may not lie inside the output: it holds the old paths; "
        "give another place with --journal");
  }
  if (!IsInsideSource(journal, options)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      "the journal, which by default lies beside the output, may not lie "
      "inside a source; give another place with --journal");
}

absl::Status CheckCrosswalk(const RunOptions& options) {
  const fs::path crosswalk = Real(options.crosswalk);
  if (!options.in_place && IsIn(crosswalk, options.output)) {
    return absl::InvalidArgumentError(
        "the crosswalk may not lie inside the output: it says whose the "
        "results are");
  }
  if (!IsInsideSource(crosswalk, options)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      "the crosswalk may not lie inside a source");
}

absl::Status CheckPlaces(const RunOptions& options,
                         std::span<const std::string> reports) {
  std::map<fs::path, std::string_view> taken;
  std::string two;
  const auto take = [&](std::string_view flag, const std::string& path) {
    if (path.empty()) return;
    const auto [other, added] = taken.emplace(Real(path), flag);
    if (!added && two.empty()) {
      two =
          absl::StrFormat("%s and %s name the same place", other->second, flag);
    }
  };
  take("--out", options.output);
  take("--journal", options.journal);
  if (!options.journal.empty()) {
    for (const char* const suffix : {"-wal", "-shm", "-journal"}) {
      take("a file that goes with the journal", options.journal + suffix);
    }
  }
  take("--crosswalk", options.crosswalk);
  for (const std::string& report : reports) {
    take("--report", report);
    if (options.rename && IsInsideSource(Real(report), options)) {
      return absl::InvalidArgumentError(
          "with --rename, a report may not lie inside a source, where its "
          "folder may get another name");
    }
  }
  return two.empty() ? absl::OkStatus() : absl::InvalidArgumentError(two);
}

absl::Status CheckKeyPlace(const std::string& key_file,
                           const OutputPlace& place) {
  const bool inside = !place.in_place && IsIn(Real(key_file), place.output);
  if (!inside) return absl::OkStatus();
  return absl::InvalidArgumentError(
      "the key may not lie inside the output: who gets the results must not "
      "get the key");
}

}  // namespace dcmscrub
