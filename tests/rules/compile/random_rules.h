// Rule files and data sets at random, about the same few attributes and values,
// so that they meet: a function of the seed alone.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>

#include "tests/rules/compile/rule_object.h"
#include "tests/support/dicom_bytes.h"

namespace dcmscrub {

class RandomRules {
 public:
  explicit RandomRules(std::uint32_t seed) : random_(seed) {}

  // The lines of a rule file after the first one. Some are mistakes.
  std::string Statement();
  // A data set, sometimes out of order, with copies, or with wrong VRs.
  DicomBytes DataSet(Encoding encoding);

  // What statements name.
  static const FilesByName& Tables();

 private:
  template <std::size_t size>
  std::string Pick(const char* const (&choices)[size]) {
    return choices[Below(size)];
  }
  std::size_t Below(std::size_t end) { return random_() % end; }
  bool OneIn(std::size_t n) { return Below(n) == 0; }

  std::string Name();
  std::string Selector();
  std::string Selectors();
  std::string Path();
  std::string Reference();
  std::string Condition(int depth);
  std::string Value(int depth);
  std::string Text(std::string_view vr);
  void AddElement(DicomBytes& out, std::size_t choice, int depth);
  DicomBytes Items(Encoding encoding, int depth);

  std::mt19937 random_;
};

}  // namespace dcmscrub
