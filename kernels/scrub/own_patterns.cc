#include "kernels/scrub/own_patterns.h"

namespace dcmscrub {
namespace {

// Words of a policy stay where they are as long as it lives.
bool IsSame(const ResidueWords& a, const ResidueWords& b) {
  return a.shortest == b.shortest && a.common == b.common &&
         a.ignored.data() == b.ignored.data() &&
         a.ignored.size() == b.ignored.size();
}

}  // namespace

void OwnPatterns::Make(const ObjectView& object, const ResidueWords& words,
                       TakenValues& taken) {
  const std::string_view set = object.facts().character_set;
  if (!(taken.raw() == values_) || set != character_set_ ||
      !IsSame(words, words_)) {
    character_set_ = set;
    words_ = words;
    Build(object, taken);
    values_ = taken.raw();
  }
  patterns_.ClearUids();
  const IdentifierList& uids = taken.uids();
  for (std::size_t i = 0; i < uids.size(); ++i) {
    patterns_.AddUid(uids.value(i));
  }
}

void OwnPatterns::Build(const ObjectView& object, TakenValues& taken) {
  const IdentifierList& decoded = taken.Decode(object);
  patterns_.Clear();
  for (ValueSet& values : distinct_) values.Begin(decoded.size());
  for (std::size_t i = 0; i < decoded.size(); ++i) {
    const IdentifierKind kind = decoded.kind(i);
    const std::string_view value = decoded.value(i);
    if (distinct_[static_cast<std::size_t>(kind)].Add(value)) {
      patterns_.Add(kind, value);
    }
  }
  patterns_.Build(words_, object.codec(), character_set_);
}

}  // namespace dcmscrub
