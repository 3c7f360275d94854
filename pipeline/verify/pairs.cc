#include "pipeline/verify/pairs.h"

#include <algorithm>
#include <mutex>
#include <unordered_map>

#include "pipeline/files/whole_files.h"
#include "pipeline/run/bounded_loop.h"
#include "pipeline/verify/reading/gdcm_object.h"
#include "pipeline/verify/reading/source.h"

namespace dcmscrub {
namespace {

// New UIDs end in a number of their own, whatever their root.
std::uint64_t TailHash(std::string_view uid) {
  return TextHash(uid.substr(uid.rfind('.') + 1));
}

// Of most files the head shows it. That of a deflated one, or of one with a
// long element before it, does not.
constexpr std::size_t kHead = 16 << 10;

std::string InstanceOf(const std::string& path, FileReader& file_system,
                       Workers& workers) {
  std::string bytes;
  if (ReadHead(file_system, path, /*follow=*/false, kHead, bytes) != 0)
    return "";
  std::string uid = InstanceIn(AsBytes(bytes), workers);
  if (!uid.empty() || bytes.size() < kHead) return uid;
  if (ReadWholeFile(file_system, path, /*follow=*/false, bytes) != 0) return "";
  return InstanceIn(AsBytes(bytes), workers);
}

class Pairing {
 public:
  Pairing(const PairingInput& input, FileReader& file_system)
      : input_(input),
        file_system_(file_system),
        pairs_(input.listing.outputs.size()) {}

  std::vector<std::string> Run() {
    if (input_.journal != nullptr) ByJournal();
    if (HasUnpaired()) ByPath();
    if (HasUnpaired()) ByInstance();
    return std::move(pairs_);
  }

 private:
  bool HasUnpaired() const {
    return std::ranges::any_of(
        pairs_, [](const std::string& pair) { return pair.empty(); });
  }

  bool IsSource(const std::string& path) const {
    return std::ranges::binary_search(input_.listing.sources, path);
  }

  void Pair(const std::string& output, const std::string& source) {
    const auto at = std::ranges::lower_bound(input_.listing.outputs, output);
    if (at == input_.listing.outputs.end() || *at != output) return;
    PairAt(static_cast<std::size_t>(at - input_.listing.outputs.begin()),
           source);
  }

  void PairAt(std::size_t i, const std::string& source) {
    if (pairs_[i].empty()) pairs_[i] = source;
  }

  // Whoever wrote it goes before duplicates. An original that is not below
  // the sources given is none: in place it is the result itself.
  void ByJournal() {
    for (const std::string_view status : {"written", "duplicate"}) {
      for (const VerifyJournalRow& row : input_.journal->rows) {
        if (row.status == status && IsSource(row.source)) {
          Pair(row.output, row.source);
        }
      }
    }
  }

  void ByPath() {
    const VerifyListing& listing = input_.listing;
    // One file beside one file.
    if (listing.one_file && listing.sources == listing.roots) {
      return PairAt(0, listing.sources.front());
    }
    std::unordered_map<std::string, std::size_t> named;
    for (std::size_t i = 0; i < listing.names.size(); ++i) {
      named.emplace(listing.names[i], i);
    }
    const auto pair = [&](const std::string& name, const std::string& source) {
      if (listing.names.empty())
        return Pair(Join(listing.folder, name), source);
      const auto found = named.find(name);
      if (found != named.end()) PairAt(found->second, source);
    };
    for (const std::string& source : input_.listing.sources) {
      for (const std::string& root : input_.listing.roots) {
        if (!IsInside(source, root)) continue;
        const std::string below =
            source.substr(root == "/" ? 1 : root.size() + 1);
        pair(below, source);
        pair(Join(NameOf(root), below), source);
      }
    }
  }

  void ByInstance() {
    std::unordered_map<std::uint64_t, std::string> by_instance;
    std::mutex mutex;
    const std::vector<std::string>& sources = input_.listing.sources;
    ForEach(sources.size(), {.threads = input_.threads}, [&](std::size_t i) {
      const std::string uid =
          InstanceOf(sources[i], file_system_, *input_.workers);
      if (uid.empty()) return;
      const std::lock_guard lock(mutex);
      const auto note = [&](std::uint64_t hash) {
        std::string& known = by_instance[hash];
        if (known.empty() || sources[i] < known) known = sources[i];
      };
      note(TextHash(uid));
      if (input_.identity != nullptr) {
        note(TailHash(input_.identity->MapUid(uid).view()));
      }
    });
    ForEach(pairs_.size(), {.threads = input_.threads}, [&](std::size_t i) {
      if (!pairs_[i].empty()) return;
      const std::string uid =
          InstanceOf(input_.listing.outputs[i], file_system_, *input_.workers);
      if (uid.empty()) return;
      auto found = by_instance.find(TextHash(uid));
      if (found == by_instance.end()) found = by_instance.find(TailHash(uid));
      if (found != by_instance.end()) pairs_[i] = found->second;
    });
  }

  const PairingInput& input_;
  FileReader& file_system_;
  std::vector<std::string> pairs_;
};

}  // namespace

std::vector<std::string> PairFiles(const PairingInput& input,
                                   FileReader& file_system) {
  return Pairing(input, file_system).Run();
}

}  // namespace dcmscrub
