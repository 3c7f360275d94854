// What a site's own rules cost: file in memory → write steps under 10, 100 and
// 1,000 statements, each in turn with the profile alone. `ratio` is the one to
// the other, in time on the processor. So for the basic profile, and for one
// that moves dates, where outputs are sealed with rules or without. Beside it,
// what it takes to compile rules.
#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bench/in_turn.h"
#include "bench/sample_archive.h"
#include "bench/sample_rules.h"
#include "bench/subject.h"
#include "rules/compile/policy.h"
#include "rules/parse/parser.h"

namespace dcmscrub {
namespace {

enum class Dates : bool { kGo, kMoved };

// nullptr when the sample is not what the parser wants.
std::unique_ptr<const Policy> PolicyOf(int statements, Dates dates) {
  ParseInput input;
  input.name = "sample.rules";
  input.text = SampleRules(statements);
  const ParseResult parsed = ParseRules(input);
  if (!parsed.ok()) return nullptr;
  PolicySource source;
  source.file = parsed.file;
  if (dates == Dates::kMoved) {
    source.options.push_back(Option::kRetainModifiedDates);
  }
  std::vector<Diagnostic> diagnostics;
  return Policy::Make(source, diagnostics);
}

double TimeOf(Subject& subject) {
  return TimeBatch([&] {
    benchmark::DoNotOptimize(subject.Index());
    benchmark::DoNotOptimize(subject.Scrub());
    benchmark::DoNotOptimize(subject.Search());
  });
}

void BM_ScrubWithRules(benchmark::State& state, const std::string& name,
                       std::vector<std::uint8_t> (*sample)(), Dates dates) {
  std::unique_ptr<const Policy> policy =
      PolicyOf(static_cast<int>(state.range(0)), dates);
  if (policy == nullptr) return state.SkipWithError("wrong sample rules");
  Subject alone(name, sample(), PolicyOf(0, dates));
  Subject with_rules(name, sample(), std::move(policy));
  if (alone.rules().marks.sealed != with_rules.rules().marks.sealed) {
    return state.SkipWithError("one is sealed, the other is not");
  }
  if (alone.Scrub() == 0 || with_rules.Scrub() == 0) {
    return state.SkipWithError("the sample cannot be scrubbed");
  }
  double profile = 0, rules = 0;
  for (auto _ : state) {
    profile += TimeOf(alone);
    const double time = TimeOf(with_rules);
    rules += time;
    state.SetIterationTime(time);
  }
  state.SetItemsProcessed(state.iterations() * kBatch);
  state.counters["ratio"] = rules / profile;
}

void BM_CompileRules(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        PolicyOf(static_cast<int>(state.range(0)), Dates::kGo));
  }
}

const bool kRegistered = [] {
  const std::pair<std::string, std::vector<std::uint8_t> (*)()> samples[] = {
      {"ct", [] { return CtSample(); }},
      {"mr_private", [] { return MrPrivateSample(); }},
      {"enhanced_mr", [] { return EnhancedMrSample(200); }},
      {"sr", [] { return StructuredReportSample(300); }},
  };
  for (const auto& [name, sample] : samples) {
    for (const Dates dates : {Dates::kGo, Dates::kMoved}) {
      const std::string path =
          (dates == Dates::kGo ? "rules/" : "rules/moved_dates/") + name;
      benchmark::RegisterBenchmark(path.c_str(), BM_ScrubWithRules, name,
                                   sample, dates)
          ->Arg(0)
          ->Arg(10)
          ->Arg(100)
          ->Arg(1000)
          ->UseManualTime();
    }
  }
  benchmark::RegisterBenchmark("rules/compile", BM_CompileRules)
      ->Arg(0)
      ->Arg(1000)
      ->Unit(benchmark::kMillisecond);
  return true;
}();

}  // namespace
}  // namespace dcmscrub
