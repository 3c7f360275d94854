// Small objects made from the tables of PS3.3: what the mandatory modules of a
// SOP class ask for, with plain values in it, and a made-up person.
#pragma once

#include <span>
#include <string_view>

#include "pipeline/selftest/element.h"
#include "pipeline/selftest/person.h"

namespace dcmscrub {

struct TestObjectKind {
  std::string_view name;  // "ct-image": the IOD's name in our tables
  std::string_view sop_class_uid;
  std::string_view modality;
};

// Images of several kinds, reports, a document, radiotherapy, graphics, curves.
std::span<const TestObjectKind> TestObjectKinds();

// The data set: attributes of Type 1 with a value, of Type 2 without.
TestItem MakeTestObject(const TestObjectKind& kind, const MadeUpPerson& person);

}  // namespace dcmscrub
