#include "pipeline/run/prove.h"

#include <algorithm>

#include "kernels/parse/tag_path.h"
#include "kernels/scrub/output_search.h"
#include "kernels/scrub/scrubber.h"
#include "kernels/search/residue_patterns.h"

namespace dcmscrub {
namespace {

// Searches a value that was not loaded, in pieces that overlap. false: it
// cannot be read, and the ticket is decided.
bool SearchUnread(const Context& context, WorkItem& item,
                  const Element& element, bool& found) {
  constexpr std::uint64_t kPiece = std::uint64_t{256} << 10;
  constexpr std::uint64_t kOverlap = ResiduePatterns::kOverlap;
  const std::uint64_t end = element.value_end();
  found = false;
  for (std::uint64_t begin = element.value_offset(); begin < end && !found;) {
    if (context.stopped()) {
      item.ticket->Interrupt();
      return false;
    }
    const std::uint64_t stop = std::min(end, begin + kPiece);
    Bytes piece = InMemory(item.windows, begin, stop);
    if (piece.size() != stop - begin) {
      item.scratch.resize(stop - begin);
      std::size_t got = 0;
      const int error = item.file == nullptr
                            ? 0
                            : item.file->ReadAt(begin, item.scratch.data(),
                                                item.scratch.size(), got);
      if (error != 0) item.ticket->Quarantine(Reason::kReadError, error);
      if (error == 0 && got != item.scratch.size()) {
        item.ticket->Quarantine(Reason::kChanged);
      }
      if (item.ticket->decided) return false;
      piece = item.scratch;
    }
    found = item.scrubber->HoldsResidue(piece);
    begin = stop == end ? end : stop - kOverlap;
  }
  return true;
}

}  // namespace

void Prove(const Context& context, const ScrubInput& input,
           const RuleTable& rules, WorkItem& item) {
  Scrubber& scrubber = *item.scrubber;
  const auto plan = [&item] {
    item.steps = item.gather->Plan(item.edits, item.windows, item.memory());
  };
  plan();
  if (!scrubber.searches()) return;
  item.telling.clear();
  for (const std::uint32_t i : scrubber.unread()) {
    bool found = false;
    if (!SearchUnread(context, item, item.index->elements()[i], found)) return;
    if (found) item.telling.push_back(i);
  }
  if (item.telling.empty() &&
      !MayHoldResidue(scrubber, *item.index, item.windows, item.memory(),
                      item.edits, item.steps)) {
    return;
  }
  const Fault fault = scrubber.TakeOutResidue(input, rules, context.identity,
                                              item.telling, item.edits);
  if (!fault) return plan();
  item.ticket->Quarantine(fault);
  if (fault.error == Error::kResidue) {
    item.ticket->place = TagPath(item.index->elements(),
                                 static_cast<std::uint32_t>(fault.detail));
  }
}

}  // namespace dcmscrub
