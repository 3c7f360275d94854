// Runs of statement numbers end to end, equal ones once: SiteTable::chains.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "kernels/match/rule_table.h"

namespace dcmscrub {

class Chains {
 public:
  // Where the chain begins; 0 for an empty one.
  std::uint32_t Add(const std::vector<std::uint16_t>& statements) {
    if (statements.empty()) return 0;
    const auto [known, is_new] =
        at_.emplace(statements, static_cast<std::uint32_t>(numbers_.size()));
    if (is_new) {
      numbers_.insert(numbers_.end(), statements.begin(), statements.end());
      numbers_.push_back(SiteTable::kEndOfChain);
    }
    return known->second;
  }

  // Valid until the next Add.
  std::span<const std::uint16_t> numbers() const { return numbers_; }
  // The statements of the chain that begins at `chain`.
  std::span<const std::uint16_t> statements(std::uint32_t chain) const {
    std::size_t end = chain;
    while (numbers_[end] != SiteTable::kEndOfChain) ++end;
    return std::span(numbers_).subspan(chain, end - chain);
  }

 private:
  std::vector<std::uint16_t> numbers_ = {SiteTable::kEndOfChain};
  std::map<std::vector<std::uint16_t>, std::uint32_t> at_;
};

}  // namespace dcmscrub
