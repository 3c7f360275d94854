#include "pipeline/selftest/batch.h"

#include <absl/container/flat_hash_map.h>
#include <absl/strings/str_format.h>
#include <string.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "pipeline/files/durable.h"
#include "pipeline/files/whole_files.h"
#include "pipeline/run/bounded_loop.h"
#include "pipeline/selftest/selftest.h"

namespace dcmscrub {
namespace {

constexpr std::string_view kIn = "/in";
constexpr std::string_view kOut = "/out";
constexpr int kDaysBehindDayZero = 1000;

absl::Status CopyError(int error) {
  return absl::InternalError(
      absl::StrFormat("a copy cannot be made: %s", strerror(error)));
}

bool IsMirrored(const Canary& canary) {
  return canary.place == PlaceClass::kMirroredName;
}

std::string ReasonOf(const InputRecord& record) {
  return std::string(record.reason == Reason::kFault || record.fault
                         ? ErrorName(record.fault.error)
                         : ReasonName(record.reason));
}

}  // namespace

CopyRunner::CopyRunner(const SelftestOptions& options,
                       std::span<const TestBase> bases,
                       std::vector<std::vector<Spelling>> key_values,
                       const std::atomic<int>* stop)
    : options_(options),
      bases_(bases),
      key_values_(std::move(key_values)),
      stop_(stop) {}

absl::StatusOr<std::vector<CopyResult>> CopyRunner::Run(
    std::span<const Canary> canaries) {
  std::vector<Copy> copies;
  for (const Canary& canary : canaries) {
    copies.push_back({&canary, written_++, "", "", {}});
  }
  // Those that keep their names are a run of their own.
  const auto mirrored = std::ranges::find_if(
      copies, [](const Copy& copy) { return IsMirrored(*copy.canary); });
  const auto plain = static_cast<std::size_t>(mirrored - copies.begin());
  const auto all = std::span(copies);
  for (const auto& [part, layout] :
       {std::pair(all.first(plain), RunOptions().layout),
        std::pair(all.subspan(plain), std::string("mirror"))}) {
    if (part.empty()) continue;
    if (auto status = WriteCopies(part); !status.ok()) return status;
    if (auto status = RunCopies(part, layout); !status.ok()) return status;
    SearchOutputs(part);
  }
  std::vector<CopyResult> results;
  results.reserve(copies.size());
  for (Copy& copy : copies) results.push_back(std::move(copy.result));
  return results;
}

int CopyRunner::WriteFile(const std::string& path, std::string_view bytes) {
  return WriteDurably(file_system_, path, AsBytes(bytes), /*replace=*/false);
}

absl::Status CopyRunner::WriteCopies(std::span<Copy> copies) {
  std::atomic<int> error{0};
  const std::string in(kIn);
  if (int failed = MakeFolders(file_system_, in)) return CopyError(failed);
  ForEach(copies.size(), {.threads = options_.threads}, [&](std::size_t i) {
    Copy& copy = copies[i];
    const Canary& canary = *copy.canary;
    copy.source = absl::StrFormat("%s/%08d", in, copy.number);
    if (!canary.folder.empty()) {
      copy.source += "/" + canary.folder;
      if (int failed = MakeFolders(file_system_, copy.source)) error = failed;
      copy.source += "/" + canary.file;
    }
    const std::string file =
        bases_[canary.base].Copy(canary.plant, copy.number);
    if (int failed = WriteFile(copy.source, file)) error = failed;
  });
  return error == 0 ? absl::OkStatus() : CopyError(error);
}

absl::Status CopyRunner::RunCopies(std::span<Copy> copies,
                                   const std::string& layout) {
  absl::flat_hash_map<std::string, Copy*> by_source;
  for (Copy& copy : copies) by_source[copy.source] = &copy;
  RunOptions run;
  run.sources = {std::string(kIn)};
  run.output = std::string(kOut);
  run.layout = layout;
  run.policy = options_.policy;
  run.key.fill(0x5A);
  run.uid_root = options_.rules.uid_root;
  run.again = true;  // a user's file may be an output of ours
  // Rules that count from a case's first day: any but day zero itself, so that
  // dates do move.
  if (options_.policy->needs_first_day()) {
    run.first_day = *options_.policy->day_zero() + kDaysBehindDayZero;
  }
  run.threads = options_.threads;
  run.sync = Sync::kNone;
  RunHooks hooks;
  hooks.stop = stop_;
  hooks.record = [&by_source](const InputRecord& record) {
    const auto found = by_source.find(*record.source);
    if (found == by_source.end()) return;
    Copy& copy = *found->second;
    copy.result.written = record.outcome == Outcome::kWritten;
    copy.output = *record.output;
    if (!copy.result.written) copy.result.reason = ReasonOf(record);
  };
  return RunPipeline(run, file_system_, hooks).status();
}

int CopyRunner::Search(Copy& copy) {
  thread_local std::string file;
  thread_local PlainSearch search;
  if (int error =
          ReadWholeFile(file_system_, copy.output, /*follow=*/false, file))
    return error;
  file_system_.Remove(copy.output, FileKind::kFile);
  // The path below the output, as one more thing that leaves.
  file += '\n';
  file += std::string_view(copy.output).substr(kOut.size());
  search.Load(file);
  const auto finds = [](const Needle& needle) { return search.Finds(needle); };
  const Canary& canary = *copy.canary;
  copy.result.found = std::ranges::any_of(canary.needles, finds);
  for (const Spelling& value : key_values_[canary.base]) {
    // What is planted once more is told once.
    if (canary.repeated && copy.result.found) break;
    if (std::ranges::any_of(value.needles, finds)) {
      copy.result.others.push_back(value.what);
    }
  }
  return 0;
}

void CopyRunner::SearchOutputs(std::span<Copy> copies) {
  ForEach(copies.size(), {.threads = options_.threads}, [&](std::size_t i) {
    Copy& copy = copies[i];
    file_system_.Remove(copy.source, FileKind::kFile);
    // An output that cannot be read is not one that was looked at.
    if (copy.result.written && Search(copy) != 0) {
      copy.result.written = false;
      copy.result.reason = ReasonName(Reason::kReadError);
    }
  });
}

}  // namespace dcmscrub
