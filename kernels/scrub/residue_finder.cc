#include "kernels/scrub/residue_finder.h"

#include <algorithm>

namespace dcmscrub {

void ResidueFinder::Begin(const RuleTable& rules,
                          const ResiduePatterns* patient) {
  taken_.Clear();
  patient_ = patient;
  sought_ = rules.residue.sought;
  any_ = false;
  gathered_ = false;
}

void ResidueFinder::Gather(const ObjectView& object, const RuleTable& rules,
                           const Identity& identity,
                           std::span<const Patch> patches,
                           std::span<const std::uint32_t> spared) {
  taken_.Collect(object, rules, identity, patches, spared);
  own_.Make(object, rules.residue.words, taken_);
  any_ = Any([](const ResiduePatterns& patterns) { return !patterns.empty(); });
  gathered_ = true;
}

template <typename Ask>
bool ResidueFinder::Any(Ask ask) const {
  return ask(own_.patterns()) || (patient_ != nullptr && ask(*patient_)) ||
         (sought_ != nullptr && ask(*sought_));
}

bool ResidueFinder::MayBeIn(Bytes bytes, ResiduePatterns::Holds holds) const {
  return Any([&](const ResiduePatterns& patterns) {
    return patterns.MayBeIn(bytes, holds);
  });
}

ResiduePatterns::Glance ResidueFinder::GlanceAt(Bytes bytes) const {
  auto most = ResiduePatterns::Glance::kNothing;
  Any([&](const ResiduePatterns& patterns) {
    most = std::max(most, patterns.GlanceAt(bytes));
    return most == ResiduePatterns::Glance::kMayBeIn;
  });
  return most;
}

// Ranges of all, which may lie in each other.
bool ResidueFinder::FindInText(std::string_view utf8,
                               std::vector<TextRange>& found,
                               ResiduePatterns::Sought sought) const {
  const auto first = static_cast<std::ptrdiff_t>(found.size());
  int finders = 0;
  for (const ResiduePatterns* const patterns :
       {&own_.patterns(), patient_, sought_}) {
    if (patterns == nullptr) continue;
    // What a site asks for it wants everywhere.
    const bool site = patterns == sought_;
    if (patterns->FindInText(utf8, found,
                             site ? ResiduePatterns::Sought::kAll : sought)) {
      ++finders;
    }
  }
  if (finders > 1) {
    std::sort(found.begin() + first, found.end(),
              [](const TextRange& a, const TextRange& b) {
                return a.begin < b.begin;
              });
  }
  return finders > 0;
}

bool ResidueFinder::IsValue(std::string_view utf8, bool is_code) const {
  return Any([&](const ResiduePatterns& patterns) {
    return patterns.IsValue(utf8, is_code);
  });
}

std::optional<SpelledDay> ResidueFinder::DayThatIs(
    std::string_view utf8) const {
  std::optional<SpelledDay> found;
  Any([&](const ResiduePatterns& patterns) {
    found = patterns.DayThatIs(utf8);
    return found.has_value();
  });
  return found;
}

bool ResidueFinder::IsInBytes(Bytes bytes) const {
  return Any([&](const ResiduePatterns& patterns) {
    return patterns.IsInBytes(bytes);
  });
}

bool ResidueFinder::AnyInBytes(Bytes bytes, SeeHit see) const {
  return Any([&](const ResiduePatterns& patterns) {
    return patterns.AnyInBytes(bytes, see);
  });
}

bool ResidueFinder::IsInName(std::string_view component) const {
  return !gathered_ || Any([&](const ResiduePatterns& patterns) {
    return patterns.IsInName(component);
  });
}

}  // namespace dcmscrub
