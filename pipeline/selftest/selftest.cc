#include "pipeline/selftest/selftest.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <tuple>
#include <utility>

#include "pipeline/run/run.h"
#include "pipeline/selftest/batch.h"
#include "pipeline/selftest/places.h"

namespace dcmscrub {
namespace {

constexpr std::size_t kBatch = 4096;

// The person's values that are looked for in every copy of a base, but for
// those that the policy lets stay.
std::vector<std::vector<Spelling>> KeyValues(std::span<const TestBase> bases,
                                             const SelftestOracle& oracle) {
  std::vector<std::vector<Spelling>> values;
  for (const TestBase& base : bases) {
    values.push_back(KeyValuesOf(base.person()));
    std::erase_if(values.back(), [&oracle](const Spelling& one) {
      return oracle.OfRepeated(one, {}) != Expected::kGone;
    });
  }
  return values;
}

// What became of canaries, added up.
class Tally {
 public:
  explicit Tally(SelftestResult& result) : result_(result) {}

  void Add(const Canary& canary, const CopyResult& copy,
           const std::string& base) {
    CanaryCounts& counts =
        (canary.repeated ? result_.repeated
                         : result_.own)[static_cast<std::size_t>(canary.place)];
    ++counts.planted;
    if (!copy.written) {
      ++counts.not_written;
      ++result_.reasons[copy.reason];
      if (canary.place == PlaceClass::kOwnAttributes) {
        result_.idle.push_back(base);
      }
      return;
    }
    const bool found = copy.found;
    const bool wrong = found && canary.expected == Expected::kGone;
    if (wrong) Note(canary, canary.what, false, base);
    if (found && canary.expected == Expected::kBySite) {
      Note(canary, canary.what, true, base);
    }
    for (const std::string& what : copy.others) {
      Note(canary, what + ", of the person", false, base);
    }
    if (wrong || !copy.others.empty()) {
      ++counts.survived;
    } else if (!found) {
      ++counts.gone;
    } else if (canary.expected == Expected::kBySite) {
      ++counts.by_site;
    } else {
      ++counts.stayed;
    }
  }

 private:
  void Note(const Canary& canary, const std::string& what, bool by_site,
            const std::string& base) {
    const auto [same, added] = places_.try_emplace(
        std::tuple(canary.place, canary.repeated, by_site, canary.path, what),
        result_.survivors.size());
    if (added) {
      result_.survivors.push_back(
          {canary.place, canary.repeated, by_site, canary.path, what, base, 0});
    }
    ++result_.survivors[same->second].copies;
  }

  SelftestResult& result_;
  // Of survivors, in the result.
  std::map<std::tuple<PlaceClass, bool, bool, std::vector<Tag>, std::string>,
           std::size_t>
      places_;
};

std::vector<TestBase> Bases(const SelftestOptions& options,
                            FileSystem& file_system, int& error) {
  if (options.on.empty()) return MadeBases();
  return BasesBelow(options.on, options.files, file_system, error);
}

std::vector<Canary> Thinned(std::vector<Canary> canaries, std::uint32_t every) {
  std::vector<Canary> thinned;
  for (std::size_t i = 0; i < canaries.size(); ++i) {
    const bool plain = canaries[i].place == PlaceClass::kOwnAttributes;
    if (plain || i % every == 0) thinned.push_back(std::move(canaries[i]));
  }
  return thinned;
}

}  // namespace

CanaryCounts& CanaryCounts::operator+=(const CanaryCounts& other) {
  planted += other.planted;
  gone += other.gone;
  stayed += other.stayed;
  by_site += other.by_site;
  not_written += other.not_written;
  survived += other.survived;
  return *this;
}

CanaryCounts SelftestResult::total() const {
  CanaryCounts total;
  for (const auto& counts : {own, repeated}) {
    for (const CanaryCounts& one : counts) total += one;
  }
  return total;
}

absl::StatusOr<SelftestResult> RunSelftest(const SelftestOptions& options,
                                           FileSystem& file_system,
                                           const std::atomic<int>* stop) {
  const auto begin = std::chrono::steady_clock::now();
  const Policy& expected =
      options.expected == nullptr ? *options.policy : *options.expected;
  // Statements count where the policy is taken at its own word.
  static const RuleFile kNoRules;
  const SelftestOracle oracle(
      expected.profile(), expected.safe_private(),
      options.expected == nullptr ? options.rules : kNoRules);
  SelftestResult result;
  const std::vector<TestBase> bases =
      Bases(options, file_system, result.listing_error);
  if (bases.empty()) {
    return absl::FailedPreconditionError(
        "no file there that could be tried: DICOM objects, not deflated, of "
        "64 MiB at most");
  }
  const std::vector<Canary> canaries =
      Thinned(AllCanaries(bases, oracle), options.every);
  CopyRunner runner(options, bases, KeyValues(bases, oracle), stop);
  Tally tally(result);
  for (const TestBase& base : bases) result.objects.push_back(base.name());
  for (std::size_t i = 0; i < canaries.size() && !result.interrupted;) {
    const std::size_t end = std::min(i + kBatch, canaries.size());
    const auto copies = runner.Run(std::span(canaries).subspan(i, end - i));
    if (!copies.ok()) return copies.status();
    result.interrupted = stop != nullptr && *stop != 0;
    if (result.interrupted) break;
    for (const CopyResult& copy : *copies) {
      tally.Add(canaries[i], copy, bases[canaries[i].base].name());
      ++i;
    }
  }
  result.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin)
          .count();
  return result;
}

}  // namespace dcmscrub
