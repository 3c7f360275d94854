// What a report comes to, in words: one line, and what has to be known with it.
#pragma once

#include <string>
#include <vector>

#include "pipeline/journal/journal_facts.h"

namespace dcmscrub {

enum class Tone : std::uint8_t {
  kGood,
  kMixed,  // right as far as it goes
  kBad,    // not to be relied on
  kPlain,  // nothing to judge
  kLast = kPlain,
};
std::string_view ToneName(Tone tone);  // "good"

struct Remark {
  Tone tone = Tone::kPlain;
  std::string text;
};

struct Judgement {
  Tone tone = Tone::kGood;
  std::string headline;
  std::string sentence;
  std::vector<Remark> remarks;  // the worst first
};

Judgement JudgementOf(const JournalFacts& facts);

}  // namespace dcmscrub
