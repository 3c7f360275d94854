#include "pipeline/verify/losses.h"

#include <map>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "pipeline/files/whole_files.h"
#include "pipeline/run/bounded_loop.h"
#include "pipeline/verify/object.h"
#include "pipeline/verify/reading/element_search.h"
#include "pipeline/verify/reading/identifiers.h"

namespace dcmscrub {
namespace {

class LossReview {
 public:
  LossReview(const LossInput& input, std::span<const FileFacts> files,
             FileReader& file_system)
      : input_(input), files_(files), file_system_(file_system) {}

  std::vector<std::pair<std::uint64_t, FileFindings>> Run() {
    for (const FileFacts& file : files_) {
      if (!file.lost.empty()) patients_[KeyOf(file)].losses.push_back(&file);
    }
    if (!patients_.empty()) FindOriginals();
    for (const auto& [key, patient] : patients_) Review(patient);
    return std::move(unexplained_);
  }

 private:
  struct Patient {
    std::vector<const FileFacts*> losses;
    std::vector<std::string> originals;  // paths
  };

  // A file of nobody is by itself.
  static std::pair<std::uint64_t, std::uint64_t> KeyOf(const FileFacts& file) {
    const std::uint64_t patient = file.source.patient();
    return {patient, patient != 0 ? 0 : file.number};
  }

  std::unique_ptr<GdcmObject> Read(const std::string& path) const {
    std::string bytes;
    if (ReadWholeFile(file_system_, path, /*follow=*/false, bytes) != 0) {
      return nullptr;
    }
    auto object =
        std::make_unique<GdcmObject>(std::move(bytes), *input_.workers);
    return object->readable() ? std::move(object) : nullptr;
  }

  const std::string& OriginalOf(const FileFacts& file) const {
    return input_.pairs[file.number - 1];
  }

  void FindOriginals() {
    std::unordered_map<std::string, std::uint64_t> known;
    for (const FileFacts& file : files_) {
      if (file.compared) known[OriginalOf(file)] = file.source.patient();
    }
    std::mutex mutex;
    ForEach(input_.sources.size(), {.threads = input_.threads},
            [&](std::size_t i) {
              const std::string& path = input_.sources[i];
              std::uint64_t patient = 0;
              if (const auto found = known.find(path); found != known.end()) {
                patient = found->second;
              } else if (const auto object = Read(path)) {
                TextCodec codec;
                patient = IdentityOf(*object, codec).patient();
              }
              const std::lock_guard lock(mutex);
              const auto found = patients_.find({patient, 0});
              if (found != patients_.end()) {
                found->second.originals.push_back(path);
              }
            });
  }

  void Review(const Patient& patient) {
    VerifyPatterns patterns;
    std::mutex mutex;
    const VerifyProfile& profile = *patient.losses.front()->profile;
    ForEach(patient.originals.size(), {.threads = input_.threads},
            [&](std::size_t i) {
              const auto original = Read(patient.originals[i]);
              if (original == nullptr) return;
              TextCodec codec;
              const VerifyPatterns own =
                  PatternsOf(*original, profile, input_.identity, nullptr,
                             codec, [](const GdcmElement&) { return false; });
              const std::lock_guard lock(mutex);
              patterns.Merge(own);
            });
    TextCodec codec;
    const ElementSearch search(patterns, codec);
    for (const FileFacts* const file : patient.losses) {
      const auto original = Read(OriginalOf(*file));
      if (original == nullptr) continue;
      FileFindings findings;
      for (const LostValue& lost : file->lost) {
        const GdcmElement& was = original->elements()[lost.element];
        if (!search.Find(was)) findings.Add(lost.check, *original, was);
      }
      unexplained_.emplace_back(file->number, std::move(findings));
    }
  }

  const LossInput& input_;
  const std::span<const FileFacts> files_;
  FileReader& file_system_;
  std::map<std::pair<std::uint64_t, std::uint64_t>, Patient> patients_;
  std::vector<std::pair<std::uint64_t, FileFindings>> unexplained_;
};

}  // namespace

std::vector<std::pair<std::uint64_t, FileFindings>> UnexplainedLosses(
    const LossInput& input, std::span<const FileFacts> files,
    FileReader& file_system) {
  return LossReview(input, files, file_system).Run();
}

}  // namespace dcmscrub
