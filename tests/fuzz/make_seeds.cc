// make_seeds FOLDER: writes FOLDER/<fuzzer>/<seed>.
#include <cstdio>
#include <filesystem>
#include <fstream>

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

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const std::filesystem::path folder = argv[1];
  const bool written = WriteAll(folder / "index_fuzz", IndexSeeds()) &&
                       WriteAll(folder / "prefix_fuzz", PrefixSeeds()) &&
                       WriteAll(folder / "scrub_fuzz", ScrubSeeds()) &&
                       WriteAll(folder / "text_fuzz", TextSeeds());
  if (!written) std::perror("make_seeds");
  return written ? 0 : 1;
}
