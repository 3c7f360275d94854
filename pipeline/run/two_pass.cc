#include "pipeline/run/two_pass.h"

#include <optional>
#include <utility>
#include <vector>

#include "pipeline/run/bounded_loop.h"
#include "pipeline/run/stages.h"
#include "pipeline/run/walk.h"

namespace dcmscrub {
namespace {

// Of the buffers' memory; they are in use at the same time.
constexpr std::uint64_t kShareOfMemory = 8;

// What an item has for the store.
struct Gathered {
  std::optional<PatientHash> patient;
  const IdentifierList* identifiers = nullptr;  // of its scrubber
};

class Gatherer {
 public:
  Gatherer(const Context& context, PatientIdentifiers& identifiers,
           Progress* progress)
      : context_(context),
        identifiers_(identifiers),
        progress_(progress),
        hasher_(context.options.key),
        gathered_(LoopSlots(ThreadsOf(context.options))) {}

  void Look(WorkItem& item) {
    Gathered& gathered = gathered_[item.slot];
    gathered = {};
    gathered.identifiers = TakenOut(context_, item);
    if (gathered.identifiers == nullptr) return;
    gathered.patient = hasher_.Of(item.object.facts, item.scrub.codec);
  }

  bool Take(const WorkItem& item) {
    if (progress_ != nullptr) ++progress_->gathered;
    const Gathered& gathered = gathered_[item.slot];
    if (!gathered.patient) return true;
    return identifiers_.Add(*gathered.patient, *gathered.identifiers);
  }

 private:
  const Context& context_;
  PatientIdentifiers& identifiers_;
  Progress* const progress_;
  const PatientHasher hasher_;
  std::vector<Gathered> gathered_;  // by the slot of the item
};

}  // namespace

std::string TwoPassFolder(const RunOptions& options, const Sources& sources) {
  if (options.gather_in_memory) return {};
  if (!options.journal.empty()) return std::string(FolderOf(options.journal));
  return std::string(
      FolderOf(options.in_place ? sources.roots.front() : sources.output));
}

absl::StatusOr<std::unique_ptr<PatientPatterns>> GatherPatients(
    const Context& context, Progress* progress) {
  auto identifiers =
      PatientIdentifiers::Make(TwoPassFolder(context.options, context.sources));
  if (!identifiers.ok()) return identifiers.status();
  if (progress != nullptr) {
    progress->gathered = 0;
    progress->gathering = true;
  }
  Gatherer gatherer(context, **identifiers, progress);
  Visitor visitor;
  visitor.look = [&](WorkItem& item) { gatherer.Look(item); };
  visitor.take = [&](WorkItem& item) { return gatherer.Take(item); };
  SourceWalker walker(context.sources, context.file_system(), 0);
  Discovery discovery(walker, progress);
  WalkSources(context.read, ThreadsOf(context.options), discovery, visitor);
  if (progress != nullptr) progress->gathering = false;
  if (absl::Status status = (*identifiers)->Finish(); !status.ok()) {
    return status;
  }
  return std::make_unique<PatientPatterns>(
      *std::move(identifiers), context.options.key,
      context.options.memory / kShareOfMemory);
}

}  // namespace dcmscrub
