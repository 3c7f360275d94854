#include "kernels/core/edit_list.h"

namespace dcmscrub {
namespace {

void AppendRun(std::vector<Run>& runs, const Run& run) {
  if (run.size == 0) return;
  if (!runs.empty()) {
    Run& last = runs.back();
    if (last.from == run.from && last.mask.keeps_all() &&
        run.mask.keeps_all() && last.offset + last.size == run.offset) {
      last.size += run.size;
      return;
    }
  }
  runs.push_back(run);
}

}  // namespace

void EditList::KeepInput(std::uint64_t begin, std::uint64_t end) {
  AppendRun(runs_, {Run::From::kInput, begin, end - begin});
  size_ += end - begin;
}

void EditList::KeepMasked(std::uint64_t begin, std::uint64_t end,
                          BitMask mask) {
  AppendRun(runs_, {Run::From::kInput, begin, end - begin, mask});
  size_ += end - begin;
}

void EditList::PutArena(std::uint64_t begin, std::uint64_t size) {
  AppendRun(runs_, {Run::From::kArena, begin, size});
  size_ += size;
}

}  // namespace dcmscrub
