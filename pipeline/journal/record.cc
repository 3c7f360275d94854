#include "pipeline/journal/record.h"

namespace dcmscrub {

void OutputSeries::Clear() {
  series.clear();
  study.clear();
  patient.clear();
  modality.clear();
}

}  // namespace dcmscrub
