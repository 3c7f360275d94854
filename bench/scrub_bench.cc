// File in memory → write steps (prefix, index, match, scrub, gather), with the
// search of what is to be written, beside
// GDCM reading, anonymising and writing the same bytes in memory. GDCM gets
// the top-level changes alone, which is less than our work.
#include <benchmark/benchmark.h>

#include "bench/gdcm_reference.h"
#include "bench/subject.h"

namespace dcmscrub {
namespace {

void CountWork(benchmark::State& state, const Subject& subject) {
  state.SetItemsProcessed(state.iterations());
  state.SetBytesProcessed(state.iterations() *
                          static_cast<std::int64_t>(subject.file().size()));
}

TopLevelEdits EditsOf(Subject& subject) {
  subject.Scrub();
  return EditsBetween(GdcmRead(std::string(AsText(subject.file()))),
                      GdcmRead(std::string(AsText(subject.Output()))),
                      subject.scrubber().changes());
}

// Whether the same edits leave the same top level, by either program.
bool SameTopLevel(Subject& subject) {
  const TopLevelEdits edits = EditsOf(subject);
  const std::string theirs =
      GdcmAnonymize(std::string(AsText(subject.file())), edits);
  const TopLevel ours = GdcmRead(std::string(AsText(subject.Output())));
  return !ours.empty() && ours == GdcmRead(theirs);
}

void BM_Scrub(benchmark::State& state, Subject* subject) {
  if (!SameTopLevel(*subject)) {
    return state.SkipWithError("GDCM leaves other elements");
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize(subject->Index());
    benchmark::DoNotOptimize(subject->Scrub());
    benchmark::DoNotOptimize(subject->Search());
  }
  CountWork(state, *subject);
}

void BM_ScrubAlone(benchmark::State& state, Subject* subject) {
  if (subject->Index() == 0 || subject->Scrub() == 0) {
    return state.SkipWithError("the sample cannot be scrubbed");
  }
  for (auto _ : state) benchmark::DoNotOptimize(subject->Scrub());
  CountWork(state, *subject);
}

void BM_GdcmAnonymize(benchmark::State& state, Subject* subject) {
  const std::string file(AsText(subject->file()));
  const TopLevelEdits edits = EditsOf(*subject);
  for (auto _ : state) {
    benchmark::DoNotOptimize(GdcmAnonymize(file, edits));
  }
  CountWork(state, *subject);
}

const bool kRegistered = [] {
  static const auto kClasses = HeaderClasses();
  for (const auto& subject : kClasses) {
    const std::string name = "scrub/" + subject->name();
    benchmark::RegisterBenchmark(name.c_str(), BM_Scrub, subject.get());
    benchmark::RegisterBenchmark((name + "/without_index").c_str(),
                                 BM_ScrubAlone, subject.get());
    benchmark::RegisterBenchmark((name + "/gdcm").c_str(), BM_GdcmAnonymize,
                                 subject.get());
  }
  return true;
}();

}  // namespace
}  // namespace dcmscrub
