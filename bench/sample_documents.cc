#include <cstdio>

#include "bench/sample_objects.h"

namespace dcmscrub {
namespace {

// A content item, PS3.3 C.17.3.2. Without a relationship for the root.
DataSet Content(std::string_view relationship, std::string_view value_type,
                DataSet concept_name) {
  DataSet item;
  if (!relationship.empty()) item.Text(0x0040, 0xA010, "CS", relationship);
  item.Text(0x0040, 0xA040, "CS", value_type)
      .Sequence(0x0040, 0xA043, {std::move(concept_name)});
  return item;
}

DataSet TextItem(std::string_view text) {
  DataSet item = Content("CONTAINS", "TEXT", Code("121071", "DCM", "Finding"));
  return item.Text(0x0040, 0xA160, "UT", text);
}

DataSet PersonItem(std::string_view name) {
  DataSet item = Content("HAS OBS CONTEXT", "PNAME",
                         Code("121008", "DCM", "Person Observer Name"));
  return item.Text(0x0040, 0xA123, "PN", name);
}

DataSet ObserverType() {
  DataSet item = Content("HAS OBS CONTEXT", "CODE",
                         Code("121005", "DCM", "Observer Type"));
  return item.Sequence(0x0040, 0xA168, {Code("121006", "DCM", "Person")});
}

DataSet UidItem(const SamplePatient& p) {
  DataSet item = Content("HAS OBS CONTEXT", "UIDREF",
                         Code("121018", "DCM", "Procedure Study Instance UID"));
  return item.Text(0x0040, 0xA124, "UI", p.Uid(kStudyUidNumber));
}

DataSet ImageItem(const SamplePatient& p, Slot slot) {
  DataSet item;
  return item.Text(0x0040, 0xA010, "CS", "CONTAINS")
      .Text(0x0040, 0xA040, "CS", "IMAGE")
      .Sequence(0x0008, 0x1199, {Reference(p, kCtImageStorage, slot)});
}

// Study, series and instances: the shape of evidence sequences.
DataSet Evidence(const SamplePatient& p, std::uint32_t ct_series,
                 std::uint32_t images) {
  std::vector<DataSet> instances;
  for (std::uint32_t i = 1; i <= images; ++i) {
    instances.push_back(Reference(p, kCtImageStorage, {ct_series, i}));
  }
  return DataSet()
      .Text(0x0020, 0x000D, "UI", p.Uid(kStudyUidNumber))
      .Sequence(
          0x0008, 0x1115,
          {DataSet()
               .Text(0x0020, 0x000E, "UI", p.Uid(SeriesUidNumber(ct_series)))
               .Sequence(0x0008, 0x1199, std::move(instances))});
}

DataSet DocumentModules(const SamplePatient& p, Slot slot,
                        std::string_view sop_class, std::string_view modality) {
  DataSet d = CommonModules(p, slot, sop_class, modality);
  d.Text(0x0008, 0x0023, "DA", p.study_date)
      .Text(0x0008, 0x0033, "TM", "091500")
      .Sequence(0x0008, 0x1111, {});
  return d;
}

void AddTemplate(DataSet& d, std::string_view identifier) {
  d.Sequence(0x0040, 0xA504,
             {DataSet()
                  .Text(0x0008, 0x0105, "CS", "DCMR")
                  .Text(0x0040, 0xDB00, "CS", identifier)});
}

void AddVerification(DataSet& d, const SamplePatient& p) {
  d.Text(0x0040, 0xA493, "CS", "VERIFIED")
      .Sequence(0x0040, 0xA073,
                {DataSet()
                     .Text(0x0040, 0xA027, "LO", p.institution)
                     .Text(0x0040, 0xA030, "DT", p.study_date + "093000")
                     .Text(0x0040, 0xA075, "PN", p.reading_physician)
                     .Sequence(0x0040, 0xA088, {})});
}

DataSet RequestItem(const SamplePatient& p) {
  return DataSet()
      .Text(0x0008, 0x0050, "SH", p.accession_number)
      .Sequence(0x0008, 0x1110, {})
      .Text(0x0020, 0x000D, "UI", p.Uid(kStudyUidNumber))
      .Text(0x0032, 0x1060, "LO", p.description)
      .Sequence(0x0032, 0x1064, {})
      .Text(0x0040, 0x1001, "SH", p.request_id)
      .Text(0x0040, 0x2016, "LO", p.request_id)
      .Text(0x0040, 0x2017, "LO", p.request_id);
}

// PDF 1.4 with one page that says `text` (ASCII).
std::string SmallPdf(const std::string& text) {
  const std::string show = "BT /F1 18 Tf 72 720 Td (" + text + ") Tj ET";
  const std::vector<std::string> objects = {
      "<< /Type /Catalog /Pages 2 0 R >>",
      "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
      "/Resources << /Font << /F1 5 0 R >> >> >>",
      "<< /Length " + std::to_string(show.size()) + " >>\nstream\n" + show +
          "\nendstream",
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"};
  std::string pdf = "%PDF-1.4\n";
  std::string table;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    char row[24];
    std::snprintf(row, sizeof row, "%010zu 00000 n \n", pdf.size());
    table += row;
    pdf += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
  }
  const std::string start = std::to_string(pdf.size());
  const std::string count = std::to_string(objects.size() + 1);
  return pdf + "xref\n0 " + count + "\n0000000000 65535 f \n" + table +
         "trailer\n<< /Size " + count + " /Root 1 0 R >>\nstartxref\n" + start +
         "\n%%EOF\n";
}

}  // namespace

DataSet TextReport(const SamplePatient& patient, Slot slot, int items) {
  DataSet d = DocumentModules(patient, slot, sop_class::kBasicTextSr, "SR");
  d.Add(Content("", "CONTAINER", Code("18748-4", "LN", "Imaging Report")))
      .Text(0x0040, 0xA050, "CS", "SEPARATE")
      .Text(0x0040, 0xA491, "CS", "COMPLETE")
      .Sequence(0x0040, 0xA370, {RequestItem(patient)})
      .Sequence(0x0040, 0xA372, {})
      .Sequence(0x0040, 0xA375, {Evidence(patient, 1, 1)});
  AddTemplate(d, "2000");
  AddVerification(d, patient);
  std::vector<DataSet> content = {
      ObserverType(), PersonItem(patient.reading_physician), UidItem(patient)};
  for (int i = 0; i < items; ++i) {
    content.push_back(TextItem(patient.comment + " " + std::to_string(i)));
  }
  content.push_back(ImageItem(patient, {1, 1}));
  d.Sequence(0x0040, 0xA730, std::move(content));
  return d;
}

DataSet EncapsulatedPdf(const SamplePatient& patient, Slot slot) {
  DataSet d = DocumentModules(patient, slot, sop_class::kPdf, "DOC");
  std::string pdf =
      SmallPdf("Letter on " + patient.plain_name + ", " + patient.id);
  d.Drop(0x0008, 0x1111)
      .Numbers(0x0042, 0x0015, "UL", {static_cast<std::int64_t>(pdf.size())})
      .Text(0x0008, 0x002A, "DT", patient.study_date + "090000")
      .Text(0x0008, 0x0064, "CS", "WSD")
      .Text(0x0028, 0x0301, "CS", "YES")
      .Text(0x0042, 0x0010, "ST", patient.comment)
      .Text(0x0042, 0x0012, "LO", "application/pdf")
      .Sequence(0x0040, 0xA043, {Code("18748-4", "LN", "Imaging Report")})
      .Text(0x0042, 0x0011, "OB", pdf);
  return d;
}

DataSet KeyObject(const SamplePatient& patient, Slot slot,
                  std::uint32_t ct_series, std::uint32_t images) {
  DataSet d = DocumentModules(patient, slot, sop_class::kKeyObject, "KO");
  d.Add(Content("", "CONTAINER", Code("113000", "DCM", "Of Interest")))
      .Text(0x0040, 0xA050, "CS", "SEPARATE")
      .Sequence(0x0040, 0xA370, {RequestItem(patient)})
      .Sequence(0x0040, 0xA375, {Evidence(patient, ct_series, images)});
  AddTemplate(d, "2010");
  DataSet description = Content(
      "CONTAINS", "TEXT", Code("113012", "DCM", "Key Object Description"));
  description.Text(0x0040, 0xA160, "UT", patient.comment);
  std::vector<DataSet> content = {
      ObserverType(), PersonItem(patient.reading_physician), description};
  for (std::uint32_t i = 1; i <= images; ++i) {
    content.push_back(ImageItem(patient, {ct_series, i}));
  }
  d.Sequence(0x0040, 0xA730, std::move(content));
  return d;
}

DataSet RtStructureSet(const SamplePatient& patient, Slot slot,
                       std::uint32_t ct_series, std::uint32_t images) {
  const std::string frame = patient.Uid(kFrameOfReferenceUidNumber);
  std::vector<DataSet> image_items;
  std::vector<DataSet> contours;
  for (std::uint32_t i = 1; i <= images; ++i) {
    const DataSet image = Reference(patient, kCtImageStorage, {ct_series, i});
    const std::string z = std::to_string(3 * i);
    image_items.push_back(image);
    contours.push_back(
        DataSet()
            .Sequence(0x3006, 0x0016, {image})
            .Text(0x3006, 0x0042, "CS", "CLOSED_PLANAR")
            .Text(0x3006, 0x0046, "IS", "3")
            .Text(0x3006, 0x0050, "DS",
                  "0\\0\\" + z + "\\9\\0\\" + z + "\\0\\9\\" + z));
  }
  DataSet series;
  series.Text(0x0020, 0x000E, "UI", patient.Uid(SeriesUidNumber(ct_series)))
      .Sequence(0x3006, 0x0016, std::move(image_items));
  DataSet study;
  study.Text(0x0008, 0x1150, "UI", "1.2.840.10008.3.1.2.3.1")
      .Text(0x0008, 0x1155, "UI", patient.Uid(kStudyUidNumber))
      .Sequence(0x3006, 0x0014, {series});
  DataSet d =
      CommonModules(patient, slot, sop_class::kRtStructureSet, "RTSTRUCT");
  d.Text(0x300E, 0x0002, "CS", "UNAPPROVED")
      .Text(0x0020, 0x0052, "UI", frame)
      .Text(0x0020, 0x1040, "LO")
      .Text(0x3006, 0x0002, "SH", "PLAN 1")
      .Text(0x3006, 0x0006, "ST", patient.comment)
      .Text(0x3006, 0x0008, "DA", patient.study_date)
      .Text(0x3006, 0x0009, "TM", "100000")
      .Sequence(0x3006, 0x0010,
                {DataSet()
                     .Text(0x0020, 0x0052, "UI", frame)
                     .Sequence(0x3006, 0x0012, {study})})
      .Sequence(0x3006, 0x0020,
                {DataSet()
                     .Text(0x3006, 0x0022, "IS", "1")
                     .Text(0x3006, 0x0024, "UI", frame)
                     .Text(0x3006, 0x0026, "LO", "Lung " + patient.id)
                     .Text(0x3006, 0x0036, "CS", "MANUAL")})
      .Sequence(0x3006, 0x0039,
                {DataSet()
                     .Text(0x3006, 0x002A, "IS", "255\\0\\0")
                     .Sequence(0x3006, 0x0040, std::move(contours))
                     .Text(0x3006, 0x0084, "IS", "1")})
      .Sequence(0x3006, 0x0080,
                {DataSet()
                     .Text(0x3006, 0x0082, "IS", "1")
                     .Text(0x3006, 0x0084, "IS", "1")
                     .Text(0x3006, 0x00A4, "CS", "ORGAN")
                     .Text(0x3006, 0x00A6, "PN", patient.operator_name)});
  return d;
}

// PS3.10 8 and PS3.3 F: the records are items of one sequence, chained by the
// offsets in the file of their item tags.
std::vector<std::uint8_t> Directory(
    const std::vector<SamplePatient>& patients) {
  DicomBytes file;
  file.Preamble().FileMeta(transfer_syntax::kExplicitVrLittleEndian,
                           sop_class::kDirectory, "2.25.4004");
  // Before the first record: the five elements below, the sequence's header.
  constexpr std::size_t kBeforeRecords = 16 + 12 + 12 + 10 + 12;
  std::size_t at = file.size() + kBeforeRecords;
  const std::size_t first = patients.empty() ? 0 : at;
  std::size_t last = 0;
  DicomBytes records;
  for (const SamplePatient& patient : patients) {
    const auto record = [&](std::size_t next) {
      return DataSet()
          .Numbers(0x0004, 0x1400, "UL", {static_cast<std::int64_t>(next)})
          .Numbers(0x0004, 0x1410, "US", {0xFFFF})
          .Numbers(0x0004, 0x1420, "UL", {0})
          .Text(0x0004, 0x1430, "CS", "PATIENT")
          .Text(0x0008, 0x0005, "CS", patient.character_set)
          .Text(0x0010, 0x0010, "PN", patient.name)
          .Text(0x0010, 0x0020, "LO", patient.id)
          .Encode(kExplicitLittle);
    };
    const std::size_t size = record(0).size();
    const std::size_t next = &patient == &patients.back() ? 0 : at + 8 + size;
    records.ItemStart(static_cast<std::uint32_t>(size)).Raw(record(next));
    last = at;
    at += 8 + size;
  }
  file.Element(0x0004, 0x1130, "CS", "SAMPLES1")
      .Numbers(0x0004, 0x1200, "UL", {static_cast<std::int64_t>(first)})
      .Numbers(0x0004, 0x1202, "UL", {static_cast<std::int64_t>(last)})
      .Numbers(0x0004, 0x1212, "US", {0})
      .SequenceStart(0x0004, 0x1220, static_cast<std::uint32_t>(records.size()))
      .Raw(records);
  return std::move(file).bytes();
}

}  // namespace dcmscrub
