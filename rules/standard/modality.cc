#include "rules/standard/modality.h"

#include <algorithm>
#include <array>

#include "rules/standard/standard.h"

namespace dcmscrub {
namespace {

struct FixedModality {
  std::string_view iod;
  std::string_view modality;
};

// Enumerated Values of Modality in the series modules of PS3.3 C.7 and C.8.
constexpr std::array kFixed = {
    FixedModality{"computed-radiography-image", "CR"},
    FixedModality{"ct-image", "CT"},
    FixedModality{"enhanced-ct-image", "CT"},
    FixedModality{"legacy-converted-enhanced-ct-image", "CT"},
    FixedModality{"mr-image", "MR"},
    FixedModality{"enhanced-mr-image", "MR"},
    FixedModality{"enhanced-mr-color-image", "MR"},
    FixedModality{"legacy-converted-enhanced-mr-image", "MR"},
    FixedModality{"mr-spectroscopy", "MR"},
    FixedModality{"nuclear-medicine-image", "NM"},
    FixedModality{"positron-emission-tomography-image", "PT"},
    FixedModality{"enhanced-pet-image", "PT"},
    FixedModality{"legacy-converted-enhanced-pet-image", "PT"},
    FixedModality{"x-ray-angiographic-image", "XA"},
    FixedModality{"enhanced-xa-image", "XA"},
    FixedModality{"x-ray-radiofluoroscopic-image", "RF"},
    FixedModality{"enhanced-xrf-image", "RF"},
    FixedModality{"digital-mammography-x-ray-image", "MG"},
    FixedModality{"breast-tomosynthesis-image", "MG"},
    FixedModality{"breast-projection-x-ray-image", "MG"},
    FixedModality{"digital-intra-oral-x-ray-image", "IO"},
    FixedModality{"rt-image", "RTIMAGE"},
    FixedModality{"rt-dose", "RTDOSE"},
    FixedModality{"rt-structure-set", "RTSTRUCT"},
    FixedModality{"rt-plan", "RTPLAN"},
    FixedModality{"rt-ion-plan", "RTPLAN"},
    FixedModality{"rt-beams-treatment-record", "RTRECORD"},
    FixedModality{"rt-brachy-treatment-record", "RTRECORD"},
    FixedModality{"rt-ion-beams-treatment-record", "RTRECORD"},
    FixedModality{"rt-treatment-summary-record", "RTRECORD"},
    FixedModality{"basic-text-sr", "SR"},
    FixedModality{"enhanced-sr", "SR"},
    FixedModality{"comprehensive-sr", "SR"},
    FixedModality{"comprehensive-3d-sr", "SR"},
    FixedModality{"extensible-sr", "SR"},
    FixedModality{"mammography-cad-sr", "SR"},
    FixedModality{"chest-cad-sr", "SR"},
    FixedModality{"colon-cad-sr", "SR"},
    FixedModality{"x-ray-radiation-dose-sr", "SR"},
    FixedModality{"key-object-selection-document", "KO"},
    FixedModality{"grayscale-softcopy-presentation-state", "PR"},
    FixedModality{"color-softcopy-presentation-state", "PR"},
    FixedModality{"pseudo-color-softcopy-presentation-state", "PR"},
    FixedModality{"blending-softcopy-presentation-state", "PR"},
    FixedModality{"xa-xrf-grayscale-softcopy-presentation-state", "PR"},
    FixedModality{"segmentation", "SEG"},
    FixedModality{"surface-segmentation", "SEG"},
    FixedModality{"spatial-registration", "REG"},
    FixedModality{"deformable-spatial-registration", "REG"},
    FixedModality{"spatial-fiducials", "FID"},
    FixedModality{"real-world-value-mapping", "RWV"},
    FixedModality{"12-lead-ecg", "ECG"},
    FixedModality{"general-ecg", "ECG"},
    FixedModality{"ambulatory-ecg", "ECG"},
    FixedModality{"hemodynamic-waveform", "HD"},
    FixedModality{"basic-cardiac-electrophysiology-waveform", "EPS"},
    FixedModality{"basic-voice-audio-waveform", "AU"},
    FixedModality{"vl-endoscopic-image", "ES"},
    FixedModality{"video-endoscopic-image", "ES"},
    FixedModality{"vl-microscopic-image", "GM"},
    FixedModality{"video-microscopic-image", "GM"},
    FixedModality{"vl-slide-coordinates-microscopic-image", "SM"},
    FixedModality{"vl-whole-slide-microscopy-image", "SM"},
    FixedModality{"vl-photographic-image", "XC"},
    FixedModality{"video-photographic-image", "XC"},
};

}  // namespace

bool MayHaveModality(std::uint16_t ciod, std::string_view modality) {
  const std::string_view name = StandardText(StandardCiods()[ciod].name);
  const auto* const fixed =
      std::ranges::find(kFixed, name, &FixedModality::iod);
  return fixed == kFixed.end() || fixed->modality == modality;
}

}  // namespace dcmscrub
