// Element → verdict, beside the obvious ways to keep the same rules.
#include <absl/container/flat_hash_map.h>
#include <benchmark/benchmark.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "bench/subject.h"
#include "kernels/match/tag_matcher.h"

namespace dcmscrub {
namespace {

// What is asked of a matcher: the tags of the top level, private ones left
// out as every contender would test for them first.
std::vector<Tag> Questions(const Subject& subject) {
  std::vector<Tag> tags;
  const auto elements = subject.index().elements();
  for (std::uint32_t i = 0; i < elements.size(); i = elements[i].next) {
    if (!elements[i].tag.is_private()) tags.push_back(elements[i].tag);
  }
  return tags;
}

class OurTable {
 public:
  explicit OurTable(const RuleTable& rules) : rules_(rules) {}
  Action Ask(Tag tag) const { return Match(rules_, tag, kTopNode).action; }

 private:
  const RuleTable& rules_;
};

class SortedArray {
 public:
  explicit SortedArray(const RuleTable& rules) {
    for (const Rule& rule : rules.attributes.rules) {
      rules_.emplace_back(rule.tag, rule.at_top);
    }
  }
  Action Ask(Tag tag) const {
    const Tag canonical = CanonicalTag(tag);
    const auto at = std::ranges::lower_bound(rules_, canonical, {},
                                             &std::pair<Tag, Action>::first);
    return at != rules_.end() && at->first == canonical ? at->second
                                                        : Action::kRemove;
  }

 private:
  std::vector<std::pair<Tag, Action>> rules_;
};

class HashMap {
 public:
  explicit HashMap(const RuleTable& rules) {
    for (const Rule& rule : rules.attributes.rules) {
      rules_[rule.tag.value] = rule.at_top;
    }
  }
  Action Ask(Tag tag) const {
    const auto at = rules_.find(CanonicalTag(tag).value);
    return at != rules_.end() ? at->second : Action::kRemove;
  }

 private:
  absl::flat_hash_map<std::uint32_t, Action> rules_;
};

template <typename Matcher>
void BM_Match(benchmark::State& state, Subject* subject) {
  const Matcher matcher(subject->rules());
  const OurTable reference(subject->rules());
  const std::vector<Tag> tags = Questions(*subject);
  for (const Tag tag : tags) {
    if (matcher.Ask(tag) != reference.Ask(tag)) {
      return state.SkipWithError("verdicts differ");
    }
  }
  for (auto _ : state) {
    for (const Tag tag : tags) benchmark::DoNotOptimize(matcher.Ask(tag));
  }
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(tags.size()));
}

const bool kRegistered = [] {
  static const auto kClasses = HeaderClasses();
  for (const auto& subject : kClasses) {
    const std::string name = "match/" + subject->name();
    benchmark::RegisterBenchmark(name.c_str(), BM_Match<OurTable>,
                                 subject.get());
    benchmark::RegisterBenchmark((name + "/sorted_array").c_str(),
                                 BM_Match<SortedArray>, subject.get());
    benchmark::RegisterBenchmark((name + "/flat_hash_map").c_str(),
                                 BM_Match<HashMap>, subject.get());
  }
  return true;
}();

}  // namespace
}  // namespace dcmscrub
