// Header bytes → element index, beside GDCM reading the same bytes into its
// object model.
#include <benchmark/benchmark.h>

#include "bench/gdcm_reference.h"
#include "bench/subject.h"

namespace dcmscrub {
namespace {

TopLevel OurTopLevel(const ElementIndex& index) {
  TopLevel tags;
  const auto elements = index.elements();
  for (std::uint32_t i = 0; i < elements.size(); i = elements[i].next) {
    if (!elements[i].tag.is_group_length()) {
      tags.push_back(elements[i].tag.value);
    }
  }
  return tags;
}

void CountWork(benchmark::State& state, const Subject& subject) {
  state.SetItemsProcessed(state.iterations());
  state.SetBytesProcessed(state.iterations() *
                          static_cast<std::int64_t>(subject.file().size()));
}

void BM_Index(benchmark::State& state, Subject* subject) {
  const std::string file(AsText(subject->file()));
  if (subject->Index() == 0 ||
      OurTopLevel(subject->index()) != GdcmRead(file)) {
    return state.SkipWithError("GDCM sees another data set");
  }
  for (auto _ : state) benchmark::DoNotOptimize(subject->Index());
  CountWork(state, *subject);
}

void BM_GdcmRead(benchmark::State& state, Subject* subject) {
  const std::string file(AsText(subject->file()));
  if (GdcmRead(file).empty()) return state.SkipWithError("GDCM cannot read it");
  for (auto _ : state) benchmark::DoNotOptimize(GdcmRead(file));
  CountWork(state, *subject);
}

const bool kRegistered = [] {
  static const auto kClasses = HeaderClasses();
  for (const auto& subject : kClasses) {
    benchmark::RegisterBenchmark(("index/" + subject->name()).c_str(), BM_Index,
                                 subject.get());
    benchmark::RegisterBenchmark(("index/" + subject->name() + "/gdcm").c_str(),
                                 BM_GdcmRead, subject.get());
  }
  return true;
}();

}  // namespace
}  // namespace dcmscrub
