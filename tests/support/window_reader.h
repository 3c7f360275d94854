// Feeds a stream to an ElementIndex in windows, as a reader of files does, and
// checks on the way that both keep the contract of element_index.h.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/parse/element_index.h"

namespace dcmscrub {

struct WindowPolicy {
  enum class Join : std::uint8_t {
    kGoOn,  // reads on behind the last window where the index asks for it
    kAnew,  // begins a window at need().begin each time
  };
  std::string_view name;
  std::uint64_t head = 0;  // bytes of the first window
  std::uint64_t read = 0;  // of each later one, at least
  std::uint64_t hop = 0;   // of one that is a hop
  Join join = Join::kGoOn;
  std::uint32_t seed = 0;  // not 0: sizes are random, up to those above
};

inline constexpr WindowPolicy kWholeWindow = {"whole", ~std::uint64_t{0}, 1, 1};
inline constexpr WindowPolicy kWindowPolicies[] = {
    kWholeWindow,
    {"no more than is asked for", 0, 0, 0},
    {"16 bytes", 16, 16, 16},
    {"16 bytes anew", 16, 16, 16, WindowPolicy::Join::kAnew},
    {"a head, then little", 100, 1, 8, WindowPolicy::Join::kAnew},
    {"large hops", 40, 24, 200},
    {"random", 60, 60, 60, WindowPolicy::Join::kGoOn, 1},
    {"random anew", 30, 90, 20, WindowPolicy::Join::kAnew, 2},
};

class WindowReader {
 public:
  // What a reader of files calls: true when the index is whole.
  bool Read(Bytes stream, std::uint64_t begin, Encoding encoding,
            const IndexLimits& limits, const WindowPolicy& policy) {
    stream_ = stream;
    policy_ = policy;
    random_.seed(policy.seed);
    memory_.clear();
    windows_.clear();
    last_is_hop_ = false;
    problem_.clear();
    index_.Begin(encoding, begin, stream.size(), limits);
    AddWindow(begin, begin + Some(policy.head));
    // Each call but a few must get the index further by a byte.
    for (std::uint64_t left = 2 * stream.size() + 16; left > 0; --left) {
      switch (Extend()) {
        case ElementIndex::Status::kDone:
          CheckLoaded();
          return true;
        case ElementIndex::Status::kFault:
          return false;
        case ElementIndex::Status::kNeedBytes:
          if (!ReadOn()) return false;
      }
    }
    problem_ = "does not come to an end";
    return false;
  }

  const ElementIndex& index() const { return index_; }
  Bytes memory() const { return memory_; }
  std::vector<Window> windows() const {
    std::vector<Window> windows = windows_;
    for (Window& window : windows) {
      window.bytes = Bytes(memory_).subspan(window.memory, Size(window));
    }
    return windows;
  }
  // How the contract was broken; empty when it was not.
  const std::string& problem() const { return problem_; }

 private:
  static std::size_t Size(const Window& window) { return window.bytes.size(); }

  std::uint64_t Some(std::uint64_t most) {
    return policy_.seed == 0 || most == 0 ? most : random_() % (most + 1);
  }

  // Each call gets a copy of the window, so that a sanitizer sees a read that
  // passes its end.
  ElementIndex::Status Extend() {
    const Window& last = windows_.back();
    const std::vector<std::uint8_t> copy(last.bytes.begin(), last.bytes.end());
    return index_.Extend({last.begin, last.memory, copy});
  }

  void AddWindow(std::uint64_t begin, std::uint64_t end) {
    end = std::max(begin, std::min<std::uint64_t>(end, stream_.size()));
    if (end < begin) end = stream_.size();
    const Bytes bytes = stream_.subspan(begin, end - begin);
    windows_.push_back({begin, memory_.size(), bytes});
    memory_.insert(memory_.end(), bytes.begin(), bytes.end());
  }

  bool ReadOn() {
    const ElementIndex::Need need = index_.need();
    if (need.begin >= need.end || need.end > stream_.size()) {
      problem_ = "asks for bytes that do not exist";
      return false;
    }
    if (last_is_hop_) {
      memory_.resize(windows_.back().memory);
      windows_.pop_back();
    }
    const std::uint64_t more = Some(need.hop ? policy_.hop : policy_.read);
    const bool goes_on = policy_.join == WindowPolicy::Join::kGoOn &&
                         !need.hop && !windows_.empty() &&
                         need.begin >= windows_.back().begin &&
                         need.begin <= windows_.back().end();
    if (!last_is_hop_ && !need.hop && !windows_.empty() &&
        need.begin >= windows_.back().begin &&
        need.end <= windows_.back().end()) {
      problem_ = "asks for bytes that it was given";
      return false;
    }
    last_is_hop_ = need.hop;
    if (!goes_on) {
      AddWindow(need.begin, std::max(need.end, need.begin + more));
      return true;
    }
    Window last = windows_.back();
    windows_.pop_back();
    memory_.resize(last.memory);
    AddWindow(last.begin, std::max(need.end, last.end() + more));
    return true;
  }

  // What the index calls loaded must stand in memory.
  void CheckLoaded() {
    if (last_is_hop_) memory_.resize(windows_.back().memory);
    for (const Element& element : index_.elements()) {
      if (!element.has(Element::kLoaded)) continue;
      const std::uint64_t size = element.value_end() - element.offset;
      if (element.memory + size > memory_.size() ||
          !std::equal(
              memory_.begin() + static_cast<std::ptrdiff_t>(element.memory),
              memory_.begin() +
                  static_cast<std::ptrdiff_t>(element.memory + size),
              stream_.begin() + static_cast<std::ptrdiff_t>(element.offset))) {
        problem_ = "calls a value loaded that is not in memory";
      }
    }
  }

  Bytes stream_;
  WindowPolicy policy_;
  std::mt19937 random_;
  ElementIndex index_;
  std::vector<std::uint8_t> memory_;
  std::vector<Window> windows_;  // their bytes are those of the stream
  bool last_is_hop_ = false;
  std::string problem_;
};

}  // namespace dcmscrub
