#include "pipeline/run/walk.h"

#include <atomic>
#include <deque>
#include <memory>
#include <mutex>

#include "pipeline/run/bounded_loop.h"
#include "pipeline/run/context.h"

namespace dcmscrub {
namespace {

class Walk {
 public:
  Walk(const ReadTerms& terms, std::size_t slots, Discovery& discovery,
       const Visitor& visitor)
      : terms_(terms),
        discovery_(discovery),
        visitor_(visitor),
        tickets_(slots),
        items_(slots) {
    for (std::size_t i = 0; i < slots; ++i) {
      items_[i].slot = i;
      items_[i].ticket = &tickets_[i];
    }
  }

  bool Next(std::size_t slot) {
    if (enough_ || terms_.stopped()) return false;
    Ticket& ticket = tickets_[slot];
    ticket.Reset();
    return discovery_.Next(ticket.input, ticket.ending);
  }

  void Visit(std::size_t slot) {
    WorkItem& item = items_[slot];
    Ticket& ticket = tickets_[slot];
    ReadInput(terms_, ticket.input.source, item.object, ticket.ending);
    const bool fits = Parse(item, terms_.memory.item_budget);
    if (fits) Look(item);
    const std::lock_guard lock(taking_);
    if (!fits) {
      Parse(item, terms_.memory.large_budget);
      Look(item);
    }
    if (!visitor_.take(item)) enough_ = true;
    item.Finish(terms_.memory.item_budget);
  }

 private:
  bool Parse(WorkItem& item, std::uint64_t budget) {
    return IndexInput(terms_, budget, item.object,
                      tickets_[item.slot].ending) == Fit::kFits;
  }
  void Look(WorkItem& item) {
    if (visitor_.look) visitor_.look(item);
  }

  const ReadTerms& terms_;
  Discovery& discovery_;
  const Visitor& visitor_;
  std::deque<Ticket> tickets_;
  std::deque<WorkItem> items_;
  std::mutex taking_;  // one at a time
  std::atomic<bool> enough_ = false;
};

}  // namespace

void WalkSources(const ReadTerms& terms, int threads, Discovery& discovery,
                 const Visitor& visitor) {
  Walk walk(terms, LoopSlots(threads), discovery, visitor);
  LoopOver(
      threads, [&](std::size_t slot) { return walk.Next(slot); },
      [&](std::size_t slot) { walk.Visit(slot); });
}

absl::Status WalkSources(const RunOptions& options, FileSystem& files,
                         const std::atomic<int>* stop, const Visitor& visitor) {
  const std::shared_ptr<FileSystem> held = files.Hold();
  FileSystem& file_system = *held;
  absl::StatusOr<Sources> sources = ResolveSources(options, file_system);
  if (!sources.ok()) return sources.status();
  const ReadTerms terms = ReadTermsOf(options, file_system, stop);
  SourceWalker walker(*sources, file_system, 0);
  Discovery discovery(walker, nullptr);
  WalkSources(terms, ThreadsOf(options), discovery, visitor);
  return absl::OkStatus();
}

}  // namespace dcmscrub
