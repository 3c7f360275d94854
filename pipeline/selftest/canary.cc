#include "pipeline/selftest/canary.h"

#include <array>

namespace dcmscrub {
namespace {

struct Words {
  std::string_view name, key, reason;
};

constexpr std::array<Words, kPlaceClassCount> kWords = {{
    {"the person's own attributes", "own-attributes",
     "these say by themselves who it is"},
    {"attributes, at the top", "top",
     "every viewer and archive shows and indexes these"},
    {"attributes, nested once", "nested-once",
     "requests, references and devices are described in sequences"},
    {"attributes, nested twice", "nested-twice",
     "requests, references and devices are described in sequences"},
    {"attributes, where the IOD nests them", "in-iod",
     "scanners fill these; a Type kept the value where it should not"},
    {"attributes under another VR", "other-vr",
     "converters write UN and wrong VRs; readers go by the tag"},
    {"attributes out of order or twice", "out-of-order",
     "tools disagree on which of two copies they show"},
    {"sequences written as UN", "unknown-sequence",
     "readers open them as the sequences that they are"},
    {"one value of several", "several-values",
     "of codes and numbers each value is looked at by itself"},
    {"beside what options keep", "spared",
     "an option keeps a value in its place, not wherever it stands"},
    {"private, creator unknown", "private-unknown",
     "vendors keep copies of names in attributes of their own"},
    {"private, known as safe", "private-safe",
     "these stay with Retain Safe Private, so they are searched"},
    {"private, creator known, element not", "private-unsafe",
     "the same vendors keep names beside what is safe"},
    {"private, without creator", "private-orphan", "nobody can say what it is"},
    {"private creators", "private-creator", "a creator is free text"},
    {"even tags unknown to PS3.6", "unknown-tag", "nobody can say what it is"},
    {"group lengths", "group-length", "bytes that nobody looks at"},
    {"groups 0000 to 0007", "illegal-group",
     "network commands and directories name requests and files"},
    {"curves", "curve", "measurements and labels of a patient"},
    {"overlays", "overlay", "labels are drawn into overlays"},
    {"content items of reports", "content-item",
     "reports name patients, readers and institutions in their content"},
    {"file meta information", "file-meta",
     "it names the sender, and has room for private information"},
    {"preamble", "preamble", "128 bytes that applications fill as they like"},
    {"bytes behind the data set", "tail", "bytes that nobody looks at"},
    {"data set padding", "padding", "bytes that nobody looks at"},
    {"names of file and folder", "file-name",
     "paths end up in logs, tickets and mails"},
    {"names, with --layout mirror", "mirrored-name",
     "paths end up in logs, tickets and mails"},
}};

const Words& WordsOf(PlaceClass place) {
  return kWords[static_cast<std::size_t>(place)];
}

}  // namespace

std::string_view PlaceClassName(PlaceClass place) {
  return WordsOf(place).name;
}
std::string_view PlaceClassKey(PlaceClass place) { return WordsOf(place).key; }
std::string_view PlaceClassReason(PlaceClass place) {
  return WordsOf(place).reason;
}

}  // namespace dcmscrub
