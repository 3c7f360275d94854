// The search of outputs for what was taken out of them: the fast one over what
// each header class leaves, beside std::search of every word and beside
// reading the bytes once; and what it takes to get ready for it.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bench/subject.h"
#include "kernels/search/byte_search.h"
#include "kernels/search/folded_text.h"
#include "kernels/search/identifier_list.h"
#include "kernels/search/residue_patterns.h"
#include "rules/compile/vocabulary.h"

namespace dcmscrub {
namespace {

// What one object loses, and what it leaves.
struct Residue {
  IdentifierList identifiers;
  std::vector<std::uint8_t> output;
  ResiduePatterns patterns;
  std::vector<std::string> words;  // in small letters
};

void AddAll(const IdentifierList& identifiers, ResiduePatterns& patterns) {
  for (std::size_t i = 0; i < identifiers.size(); ++i) {
    if (identifiers.kind(i) == IdentifierKind::kUid) {
      patterns.AddUid(identifiers.value(i));
    } else {
      patterns.Add(identifiers.kind(i), identifiers.value(i));
    }
  }
}

ResidueWords CommonWords() { return {.common = &BuiltInVocabulary()}; }

// Those that count by themselves, and UIDs: enough to find what was taken out.
std::vector<std::string> WordsOf(const IdentifierList& identifiers) {
  std::set<std::string> words;
  PatternIndex index;
  IdentifierWords reader;
  for (std::size_t i = 0; i < identifiers.size(); ++i) {
    if (identifiers.kind(i) == IdentifierKind::kUid) {
      words.emplace(identifiers.value(i));
    } else if (identifiers.kind(i) != IdentifierKind::kDate) {
      reader.AddTo(index, CommonWords(), identifiers.kind(i),
                   identifiers.value(i));
    }
  }
  for (const Pattern& pattern : index.patterns()) {
    if (pattern.ends_size == 0 && pattern.size > 4) {
      words.emplace(index.LettersOf(pattern));
    }
  }
  return {words.begin(), words.end()};
}

bool FindsByStdSearch(std::string_view bytes,
                      const std::vector<std::string>& words) {
  std::string folded(bytes);
  for (char& c : folded) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  }
  return std::ranges::any_of(words, [&](const std::string& word) {
    return std::search(folded.begin(), folded.end(), word.begin(),
                       word.end()) != folded.end();
  });
}

std::unique_ptr<Residue> ResidueOf(Subject& subject) {
  auto residue = std::make_unique<Residue>();
  if (subject.Index() == 0 || subject.Scrub() == 0) return nullptr;
  residue->identifiers = subject.Identifiers();
  residue->output = subject.Output();
  AddAll(residue->identifiers, residue->patterns);
  TextCodec codec;
  residue->patterns.Build(CommonWords(), codec, "ISO_IR 100");
  residue->words = WordsOf(residue->identifiers);
  return residue;
}

// Both ways find something in what came, and nothing in what leaves.
bool Agrees(const Residue& residue, const Subject& subject) {
  return residue.patterns.MayBeIn(subject.file()) &&
         FindsByStdSearch(AsText(subject.file()), residue.words) &&
         !residue.patterns.MayBeIn(residue.output) &&
         !FindsByStdSearch(AsText(residue.output), residue.words);
}

void CountBytes(benchmark::State& state, std::size_t size) {
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(size));
}

void BM_MayBeIn(benchmark::State& state, const Residue* residue,
                const Subject* subject) {
  if (residue == nullptr || !Agrees(*residue, *subject)) {
    return state.SkipWithError("not what std::search finds");
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize(residue->patterns.MayBeIn(residue->output));
  }
  CountBytes(state, residue->output.size());
  state.counters["words"] = static_cast<double>(residue->words.size());
}

void BM_StdSearch(benchmark::State& state, const Residue* residue) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        FindsByStdSearch(AsText(residue->output), residue->words));
  }
  CountBytes(state, residue->output.size());
}

// Each byte seen once, and nothing done with it.
void BM_ReadOnce(benchmark::State& state, const Residue* residue) {
  for (auto _ : state) {
    std::uint64_t sum = 0;
    for (const std::uint8_t byte : residue->output) sum += byte;
    benchmark::DoNotOptimize(sum);
  }
  CountBytes(state, residue->output.size());
}

// What the processor's wide registers are worth.
void BM_Scan(benchmark::State& state, const Residue* residue,
             ByteSearch::Machine machine) {
  PatternIndex index;
  IdentifierWords reader;
  for (std::size_t i = 0; i < residue->identifiers.size(); ++i) {
    const IdentifierKind kind = residue->identifiers.kind(i);
    if (kind == IdentifierKind::kUid) continue;
    reader.AddTo(index, CommonWords(), kind, residue->identifiers.value(i));
  }
  std::vector<Gram> grams;
  index.AppendGrams(false, grams);
  ByteSearch search;
  search.SetGrams(grams);
  const auto marks = std::make_unique<ByteSearch::Marks>();
  std::size_t places = 0;
  for (auto _ : state) {
    places = 0;
    for (std::size_t at = 0; at < residue->output.size();
         at += ByteSearch::kPiece) {
      search.Scan(residue->output, at, machine, *marks);
      places += marks->place_count;
    }
    benchmark::DoNotOptimize(places);
  }
  state.counters["grams"] = static_cast<double>(grams.size());
  state.counters["places"] = static_cast<double>(places);
  CountBytes(state, residue->output.size());
}

void BM_Build(benchmark::State& state, const Residue* residue) {
  ResiduePatterns patterns;
  TextCodec codec;
  for (auto _ : state) {
    patterns.Clear();
    AddAll(residue->identifiers, patterns);
    patterns.Build(CommonWords(), codec, "ISO_IR 100");
  }
  std::size_t values = 0;
  for (std::size_t i = 0; i < residue->identifiers.size(); ++i) {
    values += residue->identifiers.kind(i) != IdentifierKind::kUid ? 1 : 0;
  }
  state.counters["values"] = static_cast<double>(values);
}

void BM_EightUids(benchmark::State& state) {
  std::array<std::string, 8> uids;
  for (std::size_t i = 0; i < uids.size(); ++i) {
    uids[i] = "1.2.826.0.1.3680043.9.7433.3." + std::to_string(1000 + i) +
              ".2041517281." + std::to_string(i);
  }
  ResiduePatterns patterns;
  for (auto _ : state) {
    patterns.ClearUids();
    for (const std::string& uid : uids) patterns.AddUid(uid);
  }
}
BENCHMARK(BM_EightUids)->Name("residue/eight_uids");

// Of a site's own list: numbers that no one has.
std::string NumberOfNoOne(std::int64_t i) {
  std::string text = "Q";
  return text.append(std::to_string(7000000 + i * 13));
}

void BM_ManyValues(benchmark::State& state, const Residue* residue) {
  ResiduePatterns patterns;
  for (std::int64_t i = 0; i < state.range(0); ++i) {
    patterns.Add(IdentifierKind::kText, NumberOfNoOne(i));
  }
  TextCodec codec;
  patterns.Build(CommonWords(), codec, "ISO_IR 100");
  for (auto _ : state) {
    benchmark::DoNotOptimize(patterns.MayBeIn(residue->output));
  }
  CountBytes(state, residue->output.size());
}

void BM_BuildMany(benchmark::State& state) {
  TextCodec codec;
  ResiduePatterns patterns;
  for (auto _ : state) {
    patterns.Clear();
    for (std::int64_t i = 0; i < state.range(0); ++i) {
      patterns.Add(IdentifierKind::kText, NumberOfNoOne(i));
    }
    patterns.Build(CommonWords(), codec, "ISO_IR 100");
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_BuildMany)
    ->Name("residue/build_many")
    ->Arg(100000)
    ->Unit(benchmark::kMillisecond);

const bool kRegistered = [] {
  static const auto kClasses = HeaderClasses();
  static std::vector<std::unique_ptr<Residue>> residues;
  for (const auto& subject : kClasses) {
    residues.push_back(ResidueOf(*subject));
    const Residue* const residue = residues.back().get();
    const std::string name = "residue/" + subject->name();
    const auto add = [&](std::string_view what, auto run, auto... arguments) {
      return benchmark::RegisterBenchmark((name + std::string(what)).c_str(),
                                          run, residue, arguments...);
    };
    add("", BM_MayBeIn, subject.get());
    add("/std_search", BM_StdSearch);
    add("/read_once", BM_ReadOnce);
    add("/scan_avx2", BM_Scan, ByteSearch::BestMachine());
    add("/scan_portable", BM_Scan, ByteSearch::Machine::kPortable);
    add("/build", BM_Build);
    add("/many", BM_ManyValues)->Arg(1000)->Arg(100000);
  }
  return true;
}();

}  // namespace
}  // namespace dcmscrub
