// What the fuzzers begin with: small made-up inputs, spelled with DicomBytes.
#pragma once

#include <string>
#include <vector>

#include "tests/support/dicom_bytes.h"

namespace dcmscrub {

struct Seed {
  std::string name;
  DicomBytes bytes;
};

// Data sets behind the byte that index_fuzz takes its choices from.
std::vector<Seed> IndexSeeds();
// Heads of files, good and bad.
std::vector<Seed> PrefixSeeds();
// Whole files.
std::vector<Seed> ScrubSeeds();
// Texts behind the bytes that text_fuzz takes its choices from.
std::vector<Seed> TextSeeds();

}  // namespace dcmscrub
