// Clean Descriptors over descriptors as scanners write them.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "kernels/clean/descriptor.h"
#include "rules/compile/vocabulary.h"

namespace dcmscrub {
namespace {

// Four of five stay as they are.
constexpr std::string_view kDescriptors[] = {
    "CT CHEST W/O CONTRAST 5mm",
    "t1_mprage_sag_p2_iso",
    "Ax T2 FLAIR FS",
    "THORAX ROUTINE 3.0 B31f",
    "CT CHEST Dr. Meyerhoff 12.03.1961 for J. BROWN",
};
constexpr std::int64_t kWords = 26;

void BM_Clean(benchmark::State& state) {
  const Vocabulary& vocabulary = BuiltInVocabulary();
  DescriptorCleaner cleaner;
  cleaner.AddName("Smithson^Jane^Quincy^^");
  cleaner.AddName("Brookfield^John");
  for (std::int64_t i = 0; i < state.range(0); ++i) {
    cleaner.AddIdentifier("identifier" + std::to_string(i));
  }
  std::string out;
  cleaner.Clean(kDescriptors[4], vocabulary, out);
  if (out != "CT CHEST") return state.SkipWithError("output differs");
  for (auto _ : state) {
    for (const std::string_view text : kDescriptors) {
      out.clear();
      benchmark::DoNotOptimize(cleaner.Clean(text, vocabulary, out));
    }
  }
  state.SetItemsProcessed(state.iterations() * kWords);
}
BENCHMARK(BM_Clean)->Arg(0)->Arg(20)->Arg(100)->ArgName("identifiers");

}  // namespace
}  // namespace dcmscrub
