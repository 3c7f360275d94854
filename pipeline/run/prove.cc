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
                  const Element& element, std::vector<ByteHit>& hits) {
  constexpr std::uint64_t kPiece = std::uint64_t{256} << 10;
  constexpr std::uint64_t kOverlap = ResiduePatterns::kOverlap;
  const InputObject& object = item.object;
  std::vector<std::uint8_t>& scratch = item.output.scratch;
  Ending& ending = item.ticket->ending;
  const std::uint64_t end = element.value_end();
  hits.clear();
  for (std::uint64_t begin = element.value_offset(); begin < end;) {
    if (context.stopped()) {
      ending.Interrupt();
      return false;
    }
    const std::uint64_t stop = std::min(end, begin + kPiece);
    Bytes piece = InMemory(object.windows, begin, stop);
    if (piece.size() != stop - begin) {
      scratch.resize(stop - begin);
      std::size_t got = 0;
      const int error =
          object.file == nullptr
              ? 0
              : object.file->ReadAt(begin, scratch.data(), scratch.size(), got);
      if (error != 0) ending.Quarantine(Reason::kReadError, error);
      if (error == 0 && got != scratch.size()) {
        ending.Quarantine(Reason::kChanged);
      }
      if (ending.decided) return false;
      piece = scratch;
    }
    item.scrub.scrubber->FindResidue(piece, begin - element.value_offset(),
                                     hits);
    begin = stop == end ? end : stop - kOverlap;
  }
  MergeHits(hits);
  return true;
}

}  // namespace

void ProveOutput(const Context& context, WorkItem& item) {
  const InputObject& object = item.object;
  OutputBytes& output = item.output;
  Scrubber& scrubber = *item.scrub.scrubber;
  TellingValues& telling = item.scrub.telling;
  std::vector<ByteHit>& hits = item.scrub.hits;
  output.Plan(object);
  if (!scrubber.searches()) return;
  telling.Clear();
  for (const std::uint32_t i : scrubber.unread()) {
    const Element& element = object.index->elements()[i];
    if (!SearchUnread(context, item, element, hits)) return;
    telling.Add(i, hits);
  }
  if (telling.empty() &&
      !MayHoldResidue(scrubber, *object.index, object.windows, object.memory(),
                      output.edits, output.steps)) {
    return;
  }
  const Fault fault =
      scrubber.TakeOutResidue(item.scrub.input, *item.scrub.rules,
                              context.identity, telling, output.edits);
  if (!fault) return output.Plan(object);
  Ending& ending = item.ticket->ending;
  ending.Quarantine(fault);
  if (fault.error == Error::kResidue) {
    ending.place = TagPath(object.index->elements(),
                           static_cast<std::uint32_t>(fault.detail));
  }
}

}  // namespace dcmscrub
