// Harmless values where the constant of the VR will not do: items for
// sequences, values that must be one of a few terms, and documents.
//
// Everything here is constant and lives as long as the program, so that a
// dummy comes out the same when it is scrubbed again.
#pragma once

#include <span>

#include "kernels/core/tag.h"
#include "kernels/match/rule_table.h"

namespace dcmscrub {

// All dummies that a rule can ask for; [0] stands for "by VR" and is empty.
// Sequences that come to D in any IOD have one, and its item meets the Types
// of every place where they do (PS3.15 E.1.1).
std::span<const Dummy> StandardDummies();

// The index in StandardDummies() for `tag`; 0 when the VR's constant will do.
std::uint16_t DummyFor(Tag tag);

// (0042,0011) Encapsulated Document is Type 1 and must stay of its MIME type:
// an empty document for each type that the encapsulated storage SOP classes
// name.
std::span<const DummyDocument> StandardDocuments();

}  // namespace dcmscrub
