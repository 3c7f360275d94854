#include "kernels/search/byte_hit.h"

#include <algorithm>

namespace dcmscrub {

// Of a character in UTF-16 nothing is lost when the zero beside it goes, too.
void MergeHits(std::vector<ByteHit>& hits) {
  std::ranges::sort(hits);
  auto last = hits.begin();
  for (auto hit = hits.begin(); hit != hits.end(); ++hit) {
    if (last == hits.begin() || hit->begin >= (last - 1)->end) {
      *last++ = *hit;
      continue;
    }
    ByteHit& before = *(last - 1);
    const bool alike = before.every_second && hit->every_second &&
                       (hit->begin - before.begin) % 2 == 0;
    before.every_second = alike;
    before.end = std::max(before.end, hit->end);
    before.whole |= hit->whole;
  }
  hits.erase(last, hits.end());
}

}  // namespace dcmscrub
