// What it costs to search outputs for what was taken out of them: file in
// memory → write steps that were searched, in turn with the same under `residue
// off`, where nothing is gathered. `ratio` is the one to the other. `patients`:
// each file is of another patient than the one before, so that what is searched
// for is made anew. `kept`: scrubs alone, under a policy that has most values
// stay, beside what it takes out.
#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bench/in_turn.h"
#include "bench/sample_archive.h"
#include "bench/subject.h"
#include "rules/compile/policy.h"
#include "rules/parse/parser.h"

namespace dcmscrub {
namespace {

using Sample = std::vector<std::uint8_t> (*)(std::uint64_t seed);

std::unique_ptr<const Policy> PolicyOf(const std::string& rules) {
  const std::string text = "dcmscrub 1\n" + rules;
  ParseInput input;
  input.name = "bench.rules";
  input.text = text;
  PolicySource source;
  source.file = ParseRules(input).file;
  std::vector<Diagnostic> diagnostics;
  return Policy::Make(source, diagnostics);
}

void Work(Subject& subject) {
  benchmark::DoNotOptimize(subject.Index());
  benchmark::DoNotOptimize(subject.Scrub());
  benchmark::DoNotOptimize(subject.Search());
}

void BM_Search(benchmark::State& state, Sample sample, bool patients) {
  Subject off("off", sample(1), PolicyOf("residue off\n"));
  Subject one("on", sample(1));
  Subject other("other", sample(2));
  if (patients) other.Share(one);
  Subject& second = patients ? other : one;
  Work(off);
  Work(one);
  if (off.rules().residue.searches || !one.scrubber().searches()) {
    return state.SkipWithError("one is to be searched, the other is not");
  }
  if (one.Search()) return state.SkipWithError("the sample has a suspicion");
  double unsearched = 0, searched = 0;
  for (auto _ : state) {
    unsearched += 2 * TimeBatch([&] { Work(off); });
    const double time = TimeBatch([&] {
      Work(one);
      Work(second);
    });
    searched += time;
    state.SetIterationTime(time / 2);
  }
  state.SetItemsProcessed(state.iterations() * kBatch);
  state.counters["ratio"] = searched / unsearched;
}

void BM_Kept(benchmark::State& state, Sample sample) {
  const std::string rules =
      "option retain-uids\noption retain-longitudinal-full-dates\n";
  Subject off("off", sample(1), PolicyOf(rules + "residue off\n"));
  Subject on("on", sample(1), PolicyOf(rules));
  const auto scrub = [](Subject& subject) {
    benchmark::DoNotOptimize(subject.Index());
    benchmark::DoNotOptimize(subject.Scrub());
  };
  scrub(off);
  scrub(on);
  double ungathered = 0, gathered = 0;
  for (auto _ : state) {
    ungathered += TimeBatch([&] { scrub(off); });
    const double time = TimeBatch([&] { scrub(on); });
    gathered += time;
    state.SetIterationTime(time);
  }
  state.counters["ratio"] = gathered / ungathered;
}

const bool kRegistered = [] {
  const std::pair<std::string, Sample> samples[] = {
      {"ct", [](std::uint64_t seed) { return CtSample(seed); }},
      {"mr_private", [](std::uint64_t seed) { return MrPrivateSample(seed); }},
      {"enhanced_mr",
       [](std::uint64_t seed) { return EnhancedMrSample(200, seed); }},
      {"sr",
       [](std::uint64_t seed) { return StructuredReportSample(300, seed); }},
  };
  for (const auto& [name, sample] : samples) {
    benchmark::RegisterBenchmark(("search/" + name).c_str(), BM_Search, sample,
                                 false)
        ->UseManualTime();
    benchmark::RegisterBenchmark(("search/" + name + "/patients").c_str(),
                                 BM_Search, sample, true)
        ->UseManualTime();
    benchmark::RegisterBenchmark(("search/" + name + "/kept").c_str(), BM_Kept,
                                 sample)
        ->UseManualTime();
  }
  return true;
}();

}  // namespace
}  // namespace dcmscrub
