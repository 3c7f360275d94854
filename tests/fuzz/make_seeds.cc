// make_seeds FOLDER: writes FOLDER/<fuzzer>/<seed>.
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "tests/fuzz/scrub_check.h"
#include "tests/fuzz/seeds.h"

using namespace dcmscrub;

namespace {

bool WriteAll(const std::filesystem::path& folder,
              const std::vector<Seed>& seeds) {
  std::filesystem::create_directories(folder);
  for (const Seed& seed : seeds) {
    const std::string_view bytes = AsText(seed.bytes);
    std::ofstream file(folder / seed.name, std::ios::binary);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!file.flush()) return false;
  }
  return true;
}

// Each under every policy, which the first byte chooses: that of the preamble,
// which nobody reads.
std::vector<Seed> ScrubSeedsByPolicy() {
  std::vector<Seed> seeds;
  for (const Seed& seed : ScrubSeeds()) {
    for (std::size_t policy = 0; policy < kScrubPolicies; ++policy) {
      seeds.push_back({seed.name + "_" + std::to_string(policy),
                       DicomBytes()
                           .Fill(1, static_cast<std::uint8_t>(policy))
                           .Raw(AsText(seed.bytes).substr(1))});
    }
  }
  return seeds;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const std::filesystem::path folder = argv[1];
  const bool written = WriteAll(folder / "index_fuzz", IndexSeeds()) &&
                       WriteAll(folder / "prefix_fuzz", PrefixSeeds()) &&
                       WriteAll(folder / "scrub_fuzz", ScrubSeedsByPolicy()) &&
                       WriteAll(folder / "text_fuzz", TextSeeds());
  if (!written) std::perror("make_seeds");
  return written ? 0 : 1;
}
