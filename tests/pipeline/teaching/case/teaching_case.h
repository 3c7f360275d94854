// A finished case as tests of what is made besides need it: labels, and facts
// of two studies with images, a waveform and a report.
#pragma once

#include "pipeline/teaching/documents/case_labels.h"
#include "pipeline/teaching/documents/case_survey.h"

namespace dcmscrub {

inline CaseLabels FullLabels() {
  CaseLabels labels;
  labels.case_number = "TF-0041";
  labels.diagnosis = "Sarkoidose, Stadium II";
  labels.keywords = {"Lunge", "Hil\xC3\xA4re Lymphknoten"};
  labels.contributor = "AB";
  labels.title = "Cough & \"fever\" <weeks>";
  labels.history = "Cough.\r\nFever.";
  labels.findings = "Nodules along \xE6\xB0\x97\xE7\xAE\xA1\xE6\x94\xAF.";
  labels.discussion = "Beware of \\ and '.";
  labels.differential = "Silicosis";
  labels.category = "pulmonary";
  labels.level = "Expert";
  labels.anatomy = "Chest";
  return labels;
}

inline CaseFacts TwoStudies() {
  CaseFacts facts;
  facts.patient = {"TF-0041", "TF-0041", "", "F"};
  CaseStudy& first = facts.studies.emplace_back();
  first.uid = "2.25.11";
  first.date = "20000101";
  first.time = "101500";
  first.id = "1";
  CaseSeries& images = first.series.emplace_back();
  images.uid = "2.25.111";
  images.modality = "CT";
  images.objects = {{"01_CT/IM0001.dcm", "1.2.840.10008.5.1.4.1.1.2",
                     "2.25.1111", "1.2.840.10008.1.2.1", 1, 2000},
                    {"01_CT/IM0002.dcm", "1.2.840.10008.5.1.4.1.1.2",
                     "2.25.1112", "1.2.840.10008.1.2.1", 2, 2000}};
  CaseSeries& waves = first.series.emplace_back();
  waves.uid = "2.25.112";
  waves.modality = "ECG";
  waves.objects = {{"02_ECG/IM0001.dcm", "1.2.840.10008.5.1.4.1.1.9.1.1",
                    "2.25.1121", "1.2.840.10008.1.2.1", 1, 2000}};
  CaseStudy& second = facts.studies.emplace_back();
  second.uid = "2.25.12";
  second.date = "20000401";
  CaseSeries& report = second.series.emplace_back();
  report.uid = "2.25.121";
  report.modality = "SR";
  report.objects = {{"D091_03_SR/IM0001.dcm", "1.2.840.10008.5.1.4.1.1.88.33",
                     "2.25.1211", "1.2.840.10008.1.2.1", 1, 2000}};
  facts.files = 4;
  return facts;
}

}  // namespace dcmscrub
