#include "pipeline/pictures/modality.h"

#include <algorithm>
#include <span>

namespace dcmscrub {
namespace {

// Sorted. Retired terms stand with the rest.
constexpr std::string_view kText[] = {
    "BDUS", "BMD",     "CR",   "DF", "DG", "DX", "EC", "ES", "GM",
    "HC",   "IO",      "IVUS", "LP", "MG", "OP", "OT", "PX", "RF",
    "RG",   "RTIMAGE", "TG",   "US", "VL", "XA", "XC"};
constexpr std::string_view kNoPixels[] = {
    "ASMT",  "AU",       "CTPROTOCOL", "DOC",        "ECG",      "EEG",
    "EMG",   "EOG",      "EPS",        "FID",        "HD",       "IOL",
    "KER",   "KO",       "LEN",        "M3D",        "OPV",      "PLAN",
    "POS",   "PR",       "REG",        "RESP",       "RTINTENT", "RTPLAN",
    "RTRAD", "RTRECORD", "RTSEGANN",   "RTSTRUCT",   "RWV",      "SMR",
    "SR",    "SRF",      "STAIN",      "TEXTUREMAP", "VA",       "XAPROTOCOL"};
constexpr std::string_view kOther[] = {
    "AR",     "AS",  "BI",  "CD",  "CF",     "CFM", "CP",    "CS",  "CT",
    "DD",     "DM",  "DMS", "DS",  "FA",     "FS",  "IVOCT", "LS",  "MA",
    "MR",     "MS",  "NM",  "OAM", "OCT",    "OPM", "OPR",   "OPT", "OPTBSV",
    "OPTENF", "OSS", "PA",  "PT",  "RTDOSE", "SEG", "SM",    "ST",  "VF"};
static_assert(std::ranges::is_sorted(kText) &&
              std::ranges::is_sorted(kNoPixels) &&
              std::ranges::is_sorted(kOther));

// All Secondary Capture classes, and Multi-frame ones, begin so.
constexpr std::string_view kSecondaryCapture = "1.2.840.10008.5.1.4.1.1.7";

std::string_view FindTerm(std::span<const std::string_view> terms,
                          std::string_view term) {
  const auto found = std::ranges::lower_bound(terms, term);
  return found != terms.end() && *found == term ? *found : std::string_view();
}

bool IsSecondaryCapture(std::string_view sop_class) {
  if (!sop_class.starts_with(kSecondaryCapture)) return false;
  sop_class.remove_prefix(kSecondaryCapture.size());
  return sop_class.empty() || sop_class[0] == '.';
}

}  // namespace

PixelText PixelTextOf(std::string_view modality, std::string_view sop_class) {
  if (IsSecondaryCapture(sop_class)) return PixelText::kUsual;
  if (!FindTerm(kText, modality).empty()) return PixelText::kUsual;
  if (!FindTerm(kNoPixels, modality).empty()) return PixelText::kNoPixels;
  return PixelText::kNotExpected;
}

std::string_view KnownModality(std::string_view modality) {
  for (const auto terms : {std::span<const std::string_view>(kText),
                           std::span<const std::string_view>(kNoPixels),
                           std::span<const std::string_view>(kOther)}) {
    if (const auto found = FindTerm(terms, modality); !found.empty()) {
      return found;
    }
  }
  return {};
}

}  // namespace dcmscrub
