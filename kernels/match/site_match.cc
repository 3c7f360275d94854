#include "kernels/match/site_match.h"

namespace dcmscrub {
namespace {

// Whether an item is the one of that number, from 0, in its sequence. Walks no
// farther than a statement counts.
bool IsItem(std::span<const Element> elements, std::uint32_t item,
            std::uint32_t number) {
  std::uint32_t i = elements[item].parent + 1;
  for (; number > 0 && i != item; --number) i = elements[i].next;
  return number == 0 && i == item;
}

bool MatchStep(const PathStep& step, std::span<const Element> elements,
               std::uint32_t item) {
  const Tag tag = CanonicalTag(elements[elements[item].parent].tag);
  if (((tag.value ^ step.tag.value) & step.mask) != 0) return false;
  return step.item == PathStep::kAnyItem || IsItem(elements, item, step.item);
}

std::uint32_t Outer(std::span<const Element> elements, std::uint32_t item) {
  return elements[elements[item].parent].parent;
}

// From the inside out: whether `steps` lead from the top level to `item`,
// which is kNoElement at the top level. `gap`: other sequences may stand
// between the last step and the item. Where a step does not hold, the last gap
// that was met is made one item longer; those before it need not be, as what
// they could give way to was found already.
bool MatchSteps(std::span<const PathStep> steps, bool gap,
                std::span<const Element> elements, std::uint32_t item) {
  std::span<const PathStep> before_gap;
  std::uint32_t behind_gap = kNoElement;
  while (true) {
    if (gap) {
      if (steps.empty()) return true;
      before_gap = steps;
      behind_gap = item;
    }
    if (item == kNoElement) return steps.empty();
    if (!steps.empty() && MatchStep(steps.back(), elements, item)) {
      gap = steps.back().gap_before;
      steps = steps.first(steps.size() - 1);
      item = Outer(elements, item);
      continue;
    }
    if (before_gap.empty()) return false;
    gap = false;
    steps = before_gap;
    item = behind_gap = Outer(elements, behind_gap);
  }
}

bool MatchElement(const SiteStatement& statement, const Element& element) {
  return ((element.tag.value ^ statement.tag.value) & statement.mask) == 0 &&
         (statement.vrs == 0 ||
          (statement.vrs >> static_cast<int>(element.vr) & 1) != 0);
}

}  // namespace

bool MatchPath(const PathPattern& pattern, std::span<const Element> elements,
               std::uint32_t i) {
  return MatchSteps(pattern.steps, pattern.gap_at_end, elements,
                    elements[i].parent);
}

std::uint16_t MatchChain(const RuleTable& table, std::uint32_t chain,
                         std::span<const Element> elements, std::uint32_t i,
                         const SiteState& state) {
  std::uint16_t past = 0;  // the last of those that an exception rules out
  for (std::size_t at = chain;; ++at) {
    const std::uint16_t number = table.site.chains[at];
    if (number == SiteTable::kEndOfChain) return number;
    if (number <= past && past != 0) continue;
    const SiteStatement& statement = table.site.statements[number];
    if (MatchElement(statement, elements[i]) &&
        state.Holds(statement.condition) &&
        (statement.path == 0 ||
         MatchPath(table.site.paths[statement.path], elements, i))) {
      if (statement.past == 0) return number;
      past = statement.past;
    }
  }
}

std::uint16_t MatchIfAdded(const RuleTable& table, const Rule& rule,
                           const SiteState& state) {
  Element added;
  added.tag = rule.tag;
  added.vr = rule.vr;
  return MatchChain(table, rule.chain, {&added, 1}, 0, state);
}

}  // namespace dcmscrub
