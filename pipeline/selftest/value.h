// Values for canaries: unique ones, and a person's, fitted to a VR.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "kernels/core/vr.h"
#include "pipeline/selftest/person.h"
#include "pipeline/selftest/search.h"

namespace dcmscrub {

struct CanaryValue {
  std::string bytes;
  std::vector<Needle> needles;
  std::string what;  // "own value", "family name, as UTF-16"
};

// Values that stand nowhere else, the same ones from the same seed.
class OwnValues {
 public:
  explicit OwnValues(std::uint64_t seed) : random_(seed) {}

  // A legal value of `vr`, or near enough to be read as one; of binary VRs 16
  // bytes at least. Not for SQ.
  CanaryValue Make(Vr vr);
  std::string Word();  // twelve consonants

 private:
  std::uint32_t Below(std::uint32_t bound) {
    return static_cast<std::uint32_t>(random_() % bound);
  }
  std::string Digits(int count);  // the first one not 0
  std::string Date();             // long ago

  std::mt19937_64 random_;
};

// In how many ways a spelling fits into `vr`: none, one, or for VRs of bytes
// one for each encoding.
std::vector<CanaryValue> Fitted(const Spelling& spelling, Vr vr);
// The same where a text stands in `vr` that should be bytes or numbers.
std::vector<CanaryValue> FittedAsBytes(const Spelling& spelling, Vr vr);
// The value between two plain ones, where `vr` may have several; else nothing.
std::optional<CanaryValue> OneOfSeveral(CanaryValue value, Vr vr);

}  // namespace dcmscrub
